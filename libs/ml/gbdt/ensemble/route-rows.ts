import type { FlatTrees } from './flat-trees.js';

/**
 * Writes the leaf that each of `rowCount` encoded rows reaches in one tree, counted over the ensemble. Tree after
 * tree over a block of rows keeps the tree in the cache.
 */
export function routeRows(
  trees: FlatTrees,
  tree: number,
  rows: Float64Array,
  rowCount: number,
  leaves: Int32Array,
): void {
  const { slot, threshold, missingGoesTrue, setStart, outside, children } = trees;
  const root = trees.root[tree]!;
  const width = trees.columns.length;
  for (let row = 0, offset = 0; row < rowCount; row += 1, offset += width) {
    let child = root;
    while (child >= 0) {
      const value = rows[offset + slot[child]!]!;
      const set = setStart[child]!;
      let isFalse: number;
      // NaN is neither above nor at or below a threshold.
      if (set >= 0) isFalse = outside[set + value]!;
      else if (missingGoesTrue[child] === 1) isFalse = value > threshold[child]! ? 1 : 0;
      else isFalse = value <= threshold[child]! ? 0 : 1;
      child = children[2 * child + isFalse]!;
    }
    leaves[row] = ~child;
  }
}
