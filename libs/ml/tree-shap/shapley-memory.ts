import type { CategorySets } from '../gbdt/ensemble/category-sets.js';
import { sharesOf } from '../gbdt/ensemble/shares.js';
import type { Ensemble, Tree } from '../gbdt/tree.js';
import { columnPaths, type ColumnPaths } from './column-paths.js';
import { pathVectors, type PathVectors } from './path-vectors.js';

/** Sizes in bytes of the records that assembly/index.ts describes. */
const TREE_BYTES = 24;
const NODE_BYTES = 56;
const CHOICE_BYTES = 24;
const PAGE_BYTES = 65536;
/** The compiler keeps the beginning to itself. */
const FIRST_BYTE = 1024;

/** The memory of the kernel: what it reads about the trees, where a row goes in and its contributions come out. */
export interface ShapleyMemory {
  readonly memory: WebAssembly.Memory;
  readonly treeCount: number;
  /** Pointers, in the order of the kernel's arguments. */
  readonly trees: number;
  readonly alive: number;
  readonly choices: number;
  readonly down: number;
  readonly up: number;
  /** Numbers of the model columns, then one indicator per category set. */
  readonly row: Float64Array;
  /** outputs × columns. */
  readonly contributions: Float64Array;
}

interface PreparedTree {
  readonly index: number;
  readonly tree: Tree;
  readonly paths: ColumnPaths;
  readonly vectors: PathVectors;
}

export function shapleyMemory(ensemble: Ensemble, sets: CategorySets, columnCount: number): ShapleyMemory {
  const trees = ensemble.trees.flatMap((tree, index): PreparedTree[] => {
    const paths = columnPaths(tree);
    // A tree of one leaf explains nothing.
    return paths.nodes.length > 0 ? [{ index, tree, paths, vectors: pathVectors(paths) }] : [];
  });
  const most = (sizeOf: (tree: PreparedTree) => number): number => Math.max(0, ...trees.map(sizeOf));
  const walkBytes = most(({ tree, vectors }) => (2 * tree.splits.length + 1) * vectors.points * 8);
  const nodes = most(({ tree }) => tree.splits.length);

  let end = FIRST_BYTE;
  const reserve = (bytes: number): number => {
    const start = end;
    end += Math.ceil(bytes / 16) * 16;
    return start;
  };
  const rowLength = columnCount + sets.sets.length;
  const contributionCount = ensemble.base.length * columnCount;
  const places = {
    trees: reserve(trees.length * TREE_BYTES),
    row: reserve(rowLength * 8),
    contributions: reserve(contributionCount * 8),
    alive: reserve(2 * nodes + 1),
    choices: reserve(nodes * CHOICE_BYTES),
    down: reserve(walkBytes),
    up: reserve(walkBytes),
  };
  const parts = trees.map((prepared) => ({
    ...prepared,
    nodesAt: reserve(prepared.tree.splits.length * NODE_BYTES),
    leavesAt: reserve(prepared.tree.leafValue.length * 8),
    vectorsAt: reserve(prepared.vectors.vectors.length * 8),
  }));

  const pages = Math.ceil(end / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const { buffer } = memory;
  const view = new DataView(buffer);
  for (const [position, part] of parts.entries()) {
    const { index, tree, paths, vectors, nodesAt, leavesAt, vectorsAt } = part;
    const words = [
      nodesAt,
      tree.splits.length,
      leavesAt,
      tree.leafValue.length,
      vectorsAt,
      vectors.points * 8,
    ];
    for (const [word, value] of words.entries()) {
      view.setUint32(places.trees + position * TREE_BYTES + word * 4, value, true);
    }
    new Float64Array(buffer, leavesAt, tree.leafValue.length).set(tree.leafValue);
    new Float64Array(buffer, vectorsAt, vectors.vectors.length).set(vectors.vectors);
    const firstContribution = (index % ensemble.base.length) * columnCount;
    for (const [place, path] of paths.nodes.entries()) {
      const split = tree.splits[path.node];
      if (split === undefined) continue;
      const isNumeric = split.kind === 'numeric';
      const feature = isNumeric ? split.column : columnCount + (sets.setOfNode[index]?.[path.node] ?? 0);
      const at = nodesAt + place * NODE_BYTES;
      const doubles = [isNumeric ? split.threshold : 0.5, ...sharesOf(tree, path.node)];
      const integers = [
        feature * 8,
        split.missingGoesTrue ? 1 : 0,
        path.truePlace * vectors.points * 8,
        path.falsePlace * vectors.points * 8,
        path.branchAbove,
        vectorsAt + (vectors.pairOfNode[place] ?? 0) * 8,
        (firstContribution + split.column) * 8,
      ];
      for (const [word, value] of doubles.entries()) view.setFloat64(at + word * 8, value, true);
      for (const [word, value] of integers.entries()) view.setUint32(at + 24 + word * 4, value, true);
    }
  }
  view.setUint8(places.alive, 1);
  return {
    memory,
    treeCount: trees.length,
    ...places,
    row: new Float64Array(buffer, places.row, rowLength),
    contributions: new Float64Array(buffer, places.contributions, contributionCount),
  };
}
