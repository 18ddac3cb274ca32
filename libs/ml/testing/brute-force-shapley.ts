import type { Ensemble, Tree } from '../gbdt/tree.js';
import type { FeatureColumn, Table } from '../table/table.js';
import { branchOf } from './random-ensemble.js';

/**
 * Shapley values by their definition, over all subsets of columns: outputs × columns. The value of a subset is what
 * the trees expect when they know these columns only: at a split of an unknown column both branches count, by
 * their covers (Lundberg et al. 2020, algorithm 1).
 */
export function bruteForceShapley(
  columns: readonly FeatureColumn[],
  ensemble: Ensemble,
  table: Table,
  row: number,
): Float64Array {
  const rowBranches = ensemble.trees.map((tree) =>
    tree.splits.map((split) => branchOf(columns, ensemble.categories, table, split)(row)),
  );
  const width = columns.length;
  const outputs = ensemble.base.length;
  const values = Array.from({ length: 2 ** width }, (_, subset) => {
    const sums = new Float64Array(outputs);
    for (const [index, tree] of ensemble.trees.entries()) {
      const output = index % outputs;
      const goesTrue = tree.splits.map((split, node) =>
        (subset >> split.column) & 1 ? rowBranches[index]?.[node] : undefined,
      );
      sums[output] = (sums[output] ?? NaN) + expected(tree, goesTrue, tree.splits.length > 0 ? 0 : ~0);
    }
    return sums;
  });
  const contributions = new Float64Array(outputs * width);
  for (const [subset, without] of values.entries()) {
    for (let column = 0; column < width; column += 1) {
      if ((subset >> column) & 1) continue;
      const weight = (factorial(bits(subset)) * factorial(width - bits(subset) - 1)) / factorial(width);
      for (let output = 0; output < outputs; output += 1) {
        const added = (values[subset | (1 << column)]?.[output] ?? NaN) - (without[output] ?? NaN);
        contributions[output * width + column]! += weight * added;
      }
    }
  }
  return contributions;
}

function expected(tree: Tree, goesTrue: readonly (boolean | undefined)[], child: number): number {
  if (child < 0) return tree.leafValue[~child] ?? NaN;
  const sides = [tree.trueChild[child] ?? NaN, tree.falseChild[child] ?? NaN] as const;
  const known = goesTrue[child];
  if (known !== undefined) return expected(tree, goesTrue, sides[known ? 0 : 1]);
  const [whenTrue, whenFalse] = sides.map((side) => coverOf(tree, side));
  const sum = (whenTrue ?? NaN) + (whenFalse ?? NaN);
  const share = sum === 0 ? 0.5 : (whenTrue ?? NaN) / sum;
  return share * expected(tree, goesTrue, sides[0]) + (1 - share) * expected(tree, goesTrue, sides[1]);
}

function coverOf(tree: Tree, child: number): number {
  return (child >= 0 ? tree.nodeCover[child] : tree.leafCover[~child]) ?? NaN;
}

function bits(subset: number): number {
  return subset === 0 ? 0 : (subset & 1) + bits(subset >> 1);
}

function factorial(count: number): number {
  return count <= 1 ? 1 : count * factorial(count - 1);
}
