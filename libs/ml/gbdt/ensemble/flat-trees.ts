import type { Ensemble } from '../tree.js';
import type { CategorySets } from './category-sets.js';

/**
 * All trees in flat arrays, the nodes of one tree side by side. A child >= 0 is a node, a child < 0 is leaf ~child,
 * both counted over the whole ensemble.
 */
export interface FlatTrees {
  readonly treeCount: number;
  /** Model columns that some split reads; `slot` counts in them. */
  readonly columns: Int32Array;
  /** One per tree: its first node, or ~leaf. */
  readonly root: Int32Array;
  /** treeCount + 1 each. */
  readonly firstNode: Int32Array;
  readonly firstLeaf: Int32Array;
  readonly slot: Int32Array;
  readonly threshold: Float64Array;
  readonly missingGoesTrue: Uint8Array;
  /** Where the node's set starts in `outside`, or -1 for a numeric split. */
  readonly setStart: Int32Array;
  readonly outside: Uint8Array;
  /** True child at 2·node, false child behind it. */
  readonly children: Int32Array;
  readonly leafValue: Float64Array;
}

export function flattenTrees({ trees }: Ensemble, { sets, setOfNode }: CategorySets): FlatTrees {
  const used = new Set(trees.flatMap(({ splits }) => splits.map(({ column }) => column)));
  const columns = Int32Array.from([...used].sort((a, b) => a - b));
  const slotOf = new Map([...columns].map((column, slot) => [column, slot]));
  const firstNode = startsOf(trees.map(({ splits }) => splits.length));
  const firstLeaf = startsOf(trees.map(({ leafValue }) => leafValue.length));
  const firstOutside = startsOf(sets.map(({ outside }) => outside.length));
  const nodeCount = firstNode.at(-1) ?? 0;
  const flat: FlatTrees = {
    treeCount: trees.length,
    columns,
    root: Int32Array.from(trees, ({ splits }, tree) =>
      splits.length > 0 ? (firstNode[tree] ?? 0) : ~(firstLeaf[tree] ?? 0),
    ),
    firstNode,
    firstLeaf,
    slot: new Int32Array(nodeCount),
    threshold: new Float64Array(nodeCount),
    missingGoesTrue: new Uint8Array(nodeCount),
    setStart: new Int32Array(nodeCount),
    outside: new Uint8Array(firstOutside.at(-1) ?? 0),
    children: new Int32Array(nodeCount * 2),
    leafValue: new Float64Array(firstLeaf.at(-1) ?? 0),
  };
  for (const [index, { outside }] of sets.entries()) flat.outside.set(outside, firstOutside[index]);
  for (const [index, tree] of trees.entries()) {
    const nodes = firstNode[index] ?? 0;
    const leaves = firstLeaf[index] ?? 0;
    flat.leafValue.set(tree.leafValue, leaves);
    const global = (child: number): number => (child >= 0 ? nodes + child : child - leaves);
    for (const [own, split] of tree.splits.entries()) {
      const node = nodes + own;
      const set = setOfNode[index]?.[own] ?? -1;
      flat.slot[node] = slotOf.get(split.column) ?? 0;
      flat.threshold[node] = split.kind === 'numeric' ? split.threshold : NaN;
      flat.missingGoesTrue[node] = split.missingGoesTrue ? 1 : 0;
      flat.setStart[node] = set < 0 ? -1 : (firstOutside[set] ?? -1);
      flat.children[2 * node] = global(tree.trueChild[own] ?? 0);
      flat.children[2 * node + 1] = global(tree.falseChild[own] ?? 0);
    }
  }
  return flat;
}

function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  for (const [index, length] of lengths.entries()) starts[index + 1] = (starts[index] ?? 0) + length;
  return starts;
}
