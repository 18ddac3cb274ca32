import type { SplitImportance } from '../../estimator.js';
import type { FeatureColumn } from '../../table/table.js';
import type { Tree } from '../tree.js';

/**
 * How often each model column is split and by how much its splits improved the objective, in the order of the
 * columns; zeros where none of them is used. Of a trained ensemble: files do not keep gains.
 */
export function splitImportance(
  trees: readonly Tree[],
  columns: readonly Pick<FeatureColumn, 'name'>[],
): SplitImportance[] {
  const gains = new Float64Array(columns.length);
  const splits = new Int32Array(columns.length);
  for (const tree of trees) {
    for (const [node, { column }] of tree.splits.entries()) {
      gains[column] = Math.min(gains[column]! + tree.gain[node]!, Number.MAX_VALUE);
      splits[column]! += 1;
    }
  }
  return columns.map(({ name }, column) => ({
    feature: name,
    gain: gains[column]!,
    splits: splits[column]!,
  }));
}
