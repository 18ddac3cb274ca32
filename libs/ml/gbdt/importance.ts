import type { SplitImportance } from '../estimator.js';
import type { FeatureColumn } from '../table/table.js';
import type { Tree } from './tree.js';

/** One entry per column, in their order. */
export function splitImportance(
  columns: readonly FeatureColumn[],
  trees: readonly Tree[],
): SplitImportance[] {
  const gain = new Float64Array(columns.length);
  const splits = new Float64Array(columns.length);
  for (const tree of trees) {
    tree.splits.forEach(({ column }, node) => {
      gain[column] = Math.min(gain[column]! + tree.gain[node]!, Number.MAX_VALUE);
      splits[column]! += 1;
    });
  }
  return columns.map(({ name }, column) => ({ feature: name, gain: gain[column]!, splits: splits[column]! }));
}
