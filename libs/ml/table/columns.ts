import { MlError, type Problem } from '../errors.js';
import type { FeatureColumn, Table } from './table.js';

/** A numeric or boolean column; the table must have been checked. */
export function numbersOf(table: Table, name: string): Float64Array {
  const values = column(table, name);
  if (values instanceof Float64Array) return values;
  throw new MlError('invalid_table', [{ field: name, detail: 'expected numbers (Float64Array)' }]);
}

/** A categorical column; the table must have been checked. */
export function categoriesOf(table: Table, name: string): readonly (string | null)[] {
  const values = column(table, name);
  if (!(values instanceof Float64Array)) return values;
  throw new MlError('invalid_table', [
    { field: name, detail: 'expected text (an array of strings or null)' },
  ]);
}

/**
 * Refuses a table that lacks a feature, holds it in the wrong shape or at the wrong length. This is all that
 * `predict` needs; values are not looked at.
 *
 * @throws MlError `invalid_table` with every problem.
 */
export function checkColumns(features: readonly Pick<FeatureColumn, 'name' | 'kind'>[], table: Table): void {
  const problems = features.flatMap((feature) => columnProblems(feature, table));
  if (problems.length > 0) throw new MlError('invalid_table', problems);
}

export function columnProblems(
  { name, kind }: Pick<FeatureColumn, 'name' | 'kind'>,
  table: Table,
): Problem[] {
  if (!Object.hasOwn(table.columns, name)) return [{ field: name, detail: 'the column is not in the table' }];
  const values = column(table, name);
  const holdsNumbers = values instanceof Float64Array;
  if (holdsNumbers === (kind === 'categorical')) {
    const expected = holdsNumbers ? 'an array of strings or null' : 'a Float64Array';
    return [{ field: name, detail: `a ${kind} column is ${expected}` }];
  }
  if (values.length !== table.rowCount) {
    return [{ field: name, detail: `has ${values.length} values, the table has ${table.rowCount} rows` }];
  }
  return [];
}

function column(table: Table, name: string): Table['columns'][string] {
  const values = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (values !== undefined) return values;
  throw new MlError('invalid_table', [{ field: name, detail: 'the column is not in the table' }]);
}
