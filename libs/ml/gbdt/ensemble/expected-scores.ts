import type { Ensemble, Tree } from '../tree.js';
import { sharesOf } from './shares.js';

/** Per output the mean score of the rows that the covers count: what a row's contributions start from. */
export function expectedScores({ base, trees }: Ensemble): Float64Array {
  const expected = new Float64Array(base.length);
  for (const [index, tree] of trees.entries()) expected[index % base.length]! += expectedLeaf(tree);
  return expected.map((sum, output) => sum + (base[output] ?? 0));
}

function expectedLeaf(tree: Tree): number {
  let sum = 0;
  const pending = [{ child: tree.splits.length > 0 ? 0 : ~0, share: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { child, share } = next;
    if (child < 0) {
      sum += share * (tree.leafValue[~child] ?? 0);
    } else {
      const [whenTrue, whenFalse] = sharesOf(tree, child);
      pending.push({ child: tree.trueChild[child] ?? 0, share: share * whenTrue });
      pending.push({ child: tree.falseChild[child] ?? 0, share: share * whenFalse });
    }
  }
  return sum;
}
