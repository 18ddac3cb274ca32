import type { Tree } from '../tree.js';

/**
 * The shares of a node's cover that went to its true and to its false child. They add up to 1 even where covers do
 * not; a node that no row reached is halved.
 */
export function sharesOf(tree: Tree, node: number): [number, number] {
  const coverOf = (child: number): number =>
    (child >= 0 ? tree.nodeCover[child] : tree.leafCover[~child]) ?? 0;
  const whenTrue = coverOf(tree.trueChild[node] ?? 0);
  const whenFalse = coverOf(tree.falseChild[node] ?? 0);
  const sum = whenTrue + whenFalse;
  return sum > 0 ? [whenTrue / sum, whenFalse / sum] : [0.5, 0.5];
}
