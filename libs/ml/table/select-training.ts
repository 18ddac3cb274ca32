import type { TrainingData } from '../estimator.js';
import { selectRows } from './table.js';

/**
 * The training data of some rows, in that order; an index may repeat. Features, derived features and classes stay
 * the same: a class can be left without a row.
 *
 * @throws MlError `invalid_table` when an index is not a row.
 */
export function selectTraining(
  training: TrainingData,
  indices: Uint32Array | readonly number[],
): TrainingData {
  const table = selectRows(training.table, indices);
  const { target, sampleWeight } = training;
  return {
    ...training,
    table,
    target: valuesAt(target, indices),
    ...(sampleWeight === undefined ? {} : { sampleWeight: valuesAt(sampleWeight, indices) }),
  };
}

/** The values of some rows, in that order. */
export function valuesAt(values: Float64Array, indices: Uint32Array | readonly number[]): Float64Array {
  return Float64Array.from(indices, (row) => values[row]!);
}
