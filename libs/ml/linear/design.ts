import type { Coefficient } from '../estimator.js';
import { categoriesOf, numbersOf } from '../table/columns.js';
import { isMissingCategory, type Table } from '../table/table.js';
import type { CategoryEncoding, Encoding, NumberEncoding } from '../encoding/encoding.js';

/** One column of the design matrix, one value per row, and the coefficient's identity. */
export interface DesignColumn {
  readonly term: Omit<Coefficient, 'coefficient'>;
  readonly values: Float64Array;
}

/**
 * The design matrix by columns: numbers imputed and standardised, booleans and indicators 0 or 1, no category
 * dropped (the penalty settles the collinearity), no intercept.
 */
export function designColumns(encodings: readonly Encoding[], table: Table): DesignColumn[] {
  return encodings.flatMap((encoding) =>
    encoding.kind === 'number'
      ? numberColumns(encoding, numbersOf(table, encoding.name))
      : categoryColumns(encoding, categoriesOf(table, encoding.name)),
  );
}

function numberColumns(encoding: NumberEncoding, values: Float64Array): DesignColumn[] {
  const { name: feature, center, scale, imputed } = encoding;
  const columns: DesignColumn[] = [];
  if (encoding.usesValue) {
    columns.push({
      term: { feature, term: 'value', ...(scale === 1 && center === 0 ? {} : { standardDeviation: scale }) },
      values: values.map((value) => ((Number.isNaN(value) ? imputed : value) - center) / scale),
    });
  }
  if (encoding.usesMissing) {
    columns.push({
      term: { feature, term: 'missing' },
      values: values.map((value) => (Number.isNaN(value) ? 1 : 0)),
    });
  }
  return columns;
}

function categoryColumns(encoding: CategoryEncoding, values: readonly (string | null)[]): DesignColumn[] {
  const { name: feature, categories, usesCategories, usesMissing } = encoding;
  if (!usesCategories) return [];
  const columns = categories.map((category) => ({
    term: { feature, term: 'category' as const, category },
    values: new Float64Array(values.length),
  }));
  const missing = new Float64Array(values.length);
  const byCategory = new Map(columns.map((column) => [column.term.category, column.values]));
  values.forEach((value, row) => {
    const column = value === null || isMissingCategory(value) ? undefined : byCategory.get(value);
    (column ?? missing)[row] = 1;
  });
  return usesMissing ? [...columns, { term: { feature, term: 'missing' }, values: missing }] : columns;
}
