import type { KernelTeam } from '../../kernels/kernel-team.js';
import type { ColumnBins } from '../binning/column-bins.js';
import type { KernelParameters } from '../kernel-parameters.js';
import {
  BINS_PER_COLUMN,
  FALSE_CHILDREN,
  KIND_MANY_CATEGORIES,
  NODE_COLUMNS,
  NODE_TRUE_BINS,
  SPLIT_COLUMN,
  TRUE_BINS,
  TRUE_CHILDREN,
} from '../layout.js';
import type { Quanta } from '../quanta.js';
import type { GrowthSettings } from '../settings.js';
import type { GrownNode } from './grown-tree.js';
import { trueBins, type CandidateSplit, type GrowingLeaf } from './growing-leaf.js';
import { leafOutput } from './leaf-output.js';
import type { LeafRows } from './leaf-rows.js';
import { SplitSearch } from './split-search.js';

/** The sums of the packed gradients over the rows of a tree, in quanta. */
export interface RootSums {
  readonly count: number;
  readonly gradient: number;
  readonly hessian: number;
}

/** Grows trees leaf by leaf: always the leaf whose split gains most (Shi 2007, "Best-first decision tree learning"). */
export class TreeGrower {
  readonly #search: SplitSearch;
  readonly #columns: Int32Array;
  readonly #trueBins: Uint8Array;
  readonly #trueChildren: Int32Array;
  readonly #falseChildren: Int32Array;

  constructor(
    readonly team: KernelTeam,
    readonly parameters: KernelParameters,
    readonly settings: GrowthSettings,
    readonly bins: readonly ColumnBins[],
    readonly monotone: Int8Array,
    readonly rows: LeafRows,
  ) {
    const { memory } = team;
    const nodeCount = settings.leafCount - 1;
    const place = (slot: number, bytes: number): number => {
      const address = memory.allocate(bytes);
      parameters.setAddress(slot, address);
      return address;
    };
    this.#search = new SplitSearch(team, parameters, settings, bins.length, monotone);
    this.#columns = memory.integers(place(NODE_COLUMNS, nodeCount * 4), nodeCount);
    const bytes = nodeCount * BINS_PER_COLUMN;
    this.#trueBins = memory.bytes(place(NODE_TRUE_BINS, bytes), bytes);
    this.#trueChildren = memory.integers(place(TRUE_CHILDREN, nodeCount * 4), nodeCount);
    this.#falseChildren = memory.integers(place(FALSE_CHILDREN, nodeCount * 4), nodeCount);
  }

  /**
   * Grows one tree on the first rows. Its nodes also stand in the shared memory, for the kernel that routes rows.
   *
   * @param columns that it may use, ascending
   */
  grow(root: RootSums, quanta: Quanta, columns: Uint32Array): { nodes: GrownNode[]; leaves: GrowingLeaf[] } {
    const nodes: GrownNode[] = [];
    const leaves: GrowingLeaf[] = [
      {
        ...root,
        ...{ index: 0, start: 0, depth: 0, minimum: -Infinity, maximum: Infinity, additionalLambda: 0 },
        ...{ histogram: undefined, split: undefined },
      },
    ];
    this.#search.startTree(quanta, columns);
    if (root.count > 0) this.#search.searchAlone(leaves[0]!, quanta);
    while (leaves.length < this.settings.leafCount) {
      const leaf = richest(leaves);
      if (leaf?.split === undefined) break;
      const children = this.#divide(leaf, leaf.split, leaves.length, nodes, quanta);
      leaves[leaf.index] = children[0];
      leaves.push(children[1]);
      const mayGrow = leaves.length < this.settings.leafCount;
      if (mayGrow) this.#search.searchPair(leaf, children, quanta);
      else this.#search.endTree([leaf]);
    }
    this.#search.endTree(leaves);
    nodes.forEach(({ trueChild, falseChild }, node) => {
      this.#trueChildren[node] = trueChild;
      this.#falseChildren[node] = falseChild;
    });
    return { nodes, leaves };
  }

  /** The true branch keeps the leaf's number, the false branch gets the next. */
  #divide(
    leaf: GrowingLeaf,
    split: CandidateSplit,
    nextIndex: number,
    nodes: GrownNode[],
    { gradientUnit, hessianUnit }: Quanta,
  ): [GrowingLeaf, GrowingLeaf] {
    const node = nodes.length;
    this.#columns[node] = split.column;
    const place = this.#trueBins.subarray(node * BINS_PER_COLUMN, (node + 1) * BINS_PER_COLUMN);
    trueBins(split, place);
    this.parameters.setAddress(TRUE_BINS, place.byteOffset);
    this.parameters.setInteger(SPLIT_COLUMN, split.column);
    const trueCount = this.rows.partition(leaf);
    for (const earlier of nodes) {
      if (earlier.trueChild === ~leaf.index) earlier.trueChild = node;
      if (earlier.falseChild === ~leaf.index) earlier.falseChild = node;
    }
    const gain = Math.min((split.gain * gradientUnit * gradientUnit) / hessianUnit, Number.MAX_VALUE);
    nodes.push({ split, gain, trueChild: ~leaf.index, falseChild: ~nextIndex });
    const additionalLambda = split.kind === KIND_MANY_CATEGORIES ? this.settings.categories.lambda : 0;
    const child = {
      ...{ depth: leaf.depth + 1, minimum: leaf.minimum, maximum: leaf.maximum, additionalLambda },
      ...{ histogram: undefined, split: undefined },
    };
    const trueLeaf: GrowingLeaf = {
      ...child,
      ...{ index: leaf.index, start: leaf.start, count: trueCount },
      ...{ gradient: split.trueGradient, hessian: split.trueHessian },
    };
    const falseLeaf: GrowingLeaf = {
      ...child,
      ...{ index: nextIndex, start: leaf.start + trueCount, count: leaf.count - trueCount },
      ...{ gradient: leaf.gradient - split.trueGradient, hessian: leaf.hessian - split.trueHessian },
    };
    return this.#bounded(trueLeaf, falseLeaf, split.column, gradientUnit, hessianUnit);
  }

  /**
   * Whatever grows below a monotone split stays on its side of the middle between the two outputs, so that the
   * whole tree is monotone (LightGBM's basic method).
   */
  #bounded(
    trueLeaf: GrowingLeaf,
    falseLeaf: GrowingLeaf,
    column: number,
    gradientUnit: number,
    hessianUnit: number,
  ): [GrowingLeaf, GrowingLeaf] {
    const direction = this.monotone[column]!;
    if (direction === 0) return [trueLeaf, falseLeaf];
    const alpha = this.settings.alpha / gradientUnit;
    const lambda = this.settings.lambda / hessianUnit;
    const [low, high] = [trueLeaf, falseLeaf].map(({ gradient, hessian, minimum, maximum }) =>
      leafOutput(gradient, hessian, alpha, lambda, minimum, maximum),
    );
    const middle = low! / 2 + high! / 2;
    const below = { maximum: middle };
    const above = { minimum: middle };
    return direction > 0
      ? [
          { ...trueLeaf, ...below },
          { ...falseLeaf, ...above },
        ]
      : [
          { ...trueLeaf, ...above },
          { ...falseLeaf, ...below },
        ];
  }
}

/** The lowest number wins a tie. */
function richest(leaves: readonly GrowingLeaf[]): GrowingLeaf | undefined {
  let best: GrowingLeaf | undefined;
  for (const leaf of leaves) {
    if (leaf.split !== undefined && leaf.split.gain > (best?.split?.gain ?? 0)) best = leaf;
  }
  return best;
}
