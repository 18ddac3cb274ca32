import type { Task } from '../estimator.js';
import { CHANCE, hashOf, mix } from './random.js';

/** The rows of the table as training sees them: those that fit, then those that decide when to stop. */
export interface RowOrder {
  readonly rows: Uint32Array;
  readonly trainingCount: number;
  readonly isIdentity: boolean;
}

export function allRows(rowCount: number): RowOrder {
  return { rows: new Uint32Array(rowCount).map((_, row) => row), trainingCount: rowCount, isIdentity: true };
}

/** One value per row, in the rows' order. */
export function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let position = 0; position < rows.length; position += 1) picked[position] = values[rows[position]!]!;
  return picked;
}

/** Keeps about the given share of the rows from fitting; of each class alike, rounded down. Both parts ascend. */
export function withValidationRows(target: Float64Array, task: Task, share: number, seed: number): RowOrder {
  const key = hashOf(seed, CHANCE.validation);
  const strata = new Map<number, number[]>();
  target.forEach((value, row) => {
    const stratum = task === 'regression' ? 0 : value;
    const rows = strata.get(stratum);
    if (rows === undefined) strata.set(stratum, [row]);
    else rows.push(row);
  });
  const isKept = new Uint8Array(target.length);
  for (const rows of strata.values()) {
    const chances = Uint32Array.from(rows, (row) => mix(row ^ key));
    const cut = chances.slice().sort()[Math.floor(rows.length * share)] ?? 0;
    rows.forEach((row, index) => (isKept[row] = chances[index]! < cut ? 1 : 0));
  }
  const all = allRows(target.length).rows;
  const training = all.filter((row) => isKept[row] === 0);
  const rows = new Uint32Array(target.length);
  rows.set(training);
  rows.set(
    all.filter((row) => isKept[row] === 1),
    training.length,
  );
  return { rows, trainingCount: training.length, isIdentity: training.length === target.length };
}
