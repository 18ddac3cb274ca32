import { MlError } from '../errors.js';

export type FeatureKind = 'numeric' | 'categorical' | 'boolean';

/** One raw column that a model reads. `nullable`: a value may be missing, in training and in service. */
export interface FeatureColumn {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly nullable: boolean;
  /** True for a column that the model reads through derived features only. */
  readonly indirect?: boolean;
}

/** numeric and boolean (0 or 1): Float64Array, NaN where missing; categorical: strings, see `isMissingCategory`. */
export type ColumnValues = Float64Array | readonly (string | null)[];

/** Rows by column: every entry of `columns` has `rowCount` values. */
export interface Table {
  readonly rowCount: number;
  readonly columns: Readonly<Record<string, ColumnValues>>;
}

/** MLflow's pyfunc hands missing text over as "None" or "nan", CSV as "": none of them is ever a category. */
export const MISSING_TEXTS: readonly string[] = ['', 'nan', 'None'];
const MISSING_CATEGORIES: ReadonlySet<string | null> = new Set([null, ...MISSING_TEXTS]);

/** Whether a categorical value counts as missing: null, "", "nan" or "None". */
export function isMissingCategory(value: string | null): boolean {
  return MISSING_CATEGORIES.has(value);
}

/**
 * The rows at `indices`, in that order; an index may repeat. Columns are copied.
 *
 * @throws MlError `invalid_table` when an index is not a row of the table.
 */
export function selectRows(table: Table, indices: Uint32Array | readonly number[]): Table {
  const rows = Uint32Array.from(indices);
  for (const [position, index] of indices.entries()) {
    if (rows[position] === index && index < table.rowCount) continue;
    throw new MlError('invalid_table', [
      { field: 'indices', detail: `${index} is not one of the ${table.rowCount} rows` },
    ]);
  }
  const columns = Object.fromEntries(
    Object.entries(table.columns).map(([name, values]) => [name, pick(values, rows)]),
  );
  return { rowCount: rows.length, columns };
}

function pick(values: ColumnValues, rows: Uint32Array): ColumnValues {
  if (values instanceof Float64Array) return Float64Array.from(rows, (row) => values[row] ?? NaN);
  return Array.from(rows, (row) => values[row] ?? null);
}
