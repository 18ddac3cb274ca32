import type { ColumnValues, Table } from '#libs/ml';
import type { FeatureSchema } from '../versions/fitted-schema.js';
import { numberOf } from './number-of.js';
import type { FeatureRow } from './onnx-session.js';

/** Rows of a request in the form that libs/ml takes: NaN and null are missing. */
export function featureTable(features: readonly FeatureSchema[], rows: readonly FeatureRow[]): Table {
  const columns = features.map(({ name, kind }): [string, ColumnValues] => [
    name,
    kind === 'categorical'
      ? rows.map((row) => (row[name] ?? null) as string | null)
      : Float64Array.from(rows, (row) => numberOf(row[name] ?? NaN)),
  ]);
  return { rowCount: rows.length, columns: Object.fromEntries(columns) };
}
