import type { Split, Tree } from '../tree.js';
import type { ColumnBins } from '../binning/column-bins.js';
import type { CandidateSplit } from './growing-leaf.js';

/** An inner node while the tree grows. A child >= 0 is an inner node, a child < 0 is leaf ~child. */
export interface GrownNode {
  readonly split: CandidateSplit;
  /** In units of the objective. */
  readonly gain: number;
  trueChild: number;
  falseChild: number;
}

/** The tree by values of the columns instead of bins. */
export function treeOf(
  nodes: readonly GrownNode[],
  bins: readonly ColumnBins[],
  leafValue: Float64Array,
  leafCover: Float64Array,
): Tree {
  const splits = nodes.map(({ split }) => splitOf(split, bins[split.column]!));
  // A set that holds missing values alone is written as its complement, with the branches exchanged.
  const isFlipped = nodes.map(
    ({ split }, node) => isMissingAlone(split) && splits[node]!.kind === 'categories',
  );
  const trueChild = Int32Array.from(nodes, (node, index) =>
    isFlipped[index] ? node.falseChild : node.trueChild,
  );
  const falseChild = Int32Array.from(nodes, (node, index) =>
    isFlipped[index] ? node.trueChild : node.falseChild,
  );
  const nodeCover = new Float64Array(nodes.length);
  const coverOf = (child: number): number => (child < 0 ? leafCover[~child]! : nodeCover[child]!);
  // Children are split after their parents and so stand behind them.
  for (let node = nodes.length - 1; node >= 0; node -= 1) {
    nodeCover[node] = coverOf(trueChild[node]!) + coverOf(falseChild[node]!);
  }
  const gain = Float64Array.from(nodes, (node) => node.gain);
  return { splits, trueChild, falseChild, nodeCover, gain, leafValue, leafCover };
}

function splitOf(split: CandidateSplit, bins: ColumnBins): Split {
  const { column, missingGoesTrue } = split;
  if (bins.kind === 'numbers') {
    // All numbers against missing: a threshold that no number exceeds.
    const threshold = bins.thresholds[split.bin - 1] ?? Number.MAX_VALUE;
    return { kind: 'numeric', column, threshold, missingGoesTrue };
  }
  const { set = new Uint8Array(32) } = split;
  const isAlone = isMissingAlone(split);
  const categories = bins.categories.filter((_, index) => isAlone || isIn(set, index + 1)).sort();
  return { kind: 'categories', column, categories, missingGoesTrue: !isAlone && isIn(set, 0) };
}

function isMissingAlone({ set }: CandidateSplit): boolean {
  return set !== undefined && set.every((byte, index) => byte === (index === 0 ? 1 : 0));
}

function isIn(set: Uint8Array, bin: number): boolean {
  return ((set[bin >> 3]! >> (bin & 7)) & 1) === 1;
}
