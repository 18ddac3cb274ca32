import type { CategoryEncoding, Encoding, NumberEncoding } from '../encoding/encoding.js';
import type { Coefficient } from '../estimator.js';
import { categoriesOf, numbersOf } from '../table/columns.js';
import type { Table } from '../table/table.js';

/** What a column of the design stands for. */
export type DesignTerm = Omit<Coefficient, 'coefficient'>;

/** One column with a value per row. */
export interface NumberBlock {
  readonly first: number;
  readonly values: Float64Array;
}

/**
 * `count` columns from `first` on of which at most one is 1 in a row, the others 0: column first + codes[row], or
 * none for -1. So a text column with any number of categories takes four bytes per row.
 */
export interface IndicatorBlock {
  readonly first: number;
  readonly count: number;
  readonly codes: Int32Array;
}

/** Rows × columns, without an intercept. */
export interface Design {
  readonly rowCount: number;
  /** One per column. */
  readonly terms: readonly DesignTerm[];
  readonly numbers: readonly NumberBlock[];
  readonly indicators: readonly IndicatorBlock[];
}

/**
 * Numbers imputed and standardised, booleans and indicators 0 or 1, no category dropped: the penalty settles the
 * collinearity.
 */
export function designOf(encodings: readonly Encoding[], table: Table): Design {
  const terms: DesignTerm[] = [];
  const numbers: NumberBlock[] = [];
  const indicators: IndicatorBlock[] = [];
  const addIndicators = (codes: Int32Array, ...names: readonly DesignTerm[]): void => {
    indicators.push({ first: terms.length, count: names.length, codes });
    terms.push(...names);
  };
  for (const encoding of encodings) {
    const { name: feature } = encoding;
    if (encoding.kind === 'categories') {
      if (!encoding.usesCategories) continue;
      const names = encoding.categories.map((category) => ({ feature, term: 'category' as const, category }));
      const missing = encoding.usesMissing ? [{ feature, term: 'missing' as const }] : [];
      addIndicators(categoryCodes(encoding, categoriesOf(table, feature)), ...names, ...missing);
      continue;
    }
    const values = numbersOf(table, feature);
    if (encoding.usesValue && isTruth(encoding, values)) {
      addIndicators(booleanCodes(encoding, values), { feature, term: 'value' });
    } else if (encoding.usesValue) {
      numbers.push({ first: terms.length, values: standardised(encoding, values) });
      terms.push({ feature, term: 'value', standardDeviation: encoding.scale });
    }
    if (encoding.usesMissing) addIndicators(missingCodes(values), { feature, term: 'missing' });
  }
  return { rowCount: table.rowCount, terms, numbers, indicators };
}

/** Not scaled, and 0 or 1: a number may have mean 0 and deviation 1 too. */
function isTruth({ scale, center }: NumberEncoding, values: Float64Array): boolean {
  const isUnscaled = scale === 1 && center === 0;
  return isUnscaled && values.every((value) => value === 0 || value === 1 || Number.isNaN(value));
}

function standardised({ center, scale, imputed }: NumberEncoding, values: Float64Array): Float64Array {
  return values.map((value) => ((Number.isNaN(value) ? imputed : value) - center) / scale);
}

function booleanCodes({ imputed }: NumberEncoding, values: Float64Array): Int32Array {
  return Int32Array.from(values, (value) => (Number.isNaN(value) ? imputed : value) - 1);
}

function missingCodes(values: Float64Array): Int32Array {
  return Int32Array.from(values, (value) => (Number.isNaN(value) ? 0 : -1));
}

function categoryCodes(
  { categories, usesMissing }: CategoryEncoding,
  values: readonly (string | null)[],
): Int32Array {
  const missing = usesMissing ? categories.length : -1;
  const codes = new Map(categories.map((category, code) => [category, code]));
  return Int32Array.from(values, (value) => codes.get(value ?? '') ?? missing);
}
