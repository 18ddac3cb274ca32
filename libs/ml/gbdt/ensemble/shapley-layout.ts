import type { Ensemble, Tree } from '../tree.js';
import type { CategorySets } from './category-sets.js';
import { gaussLegendre } from './gauss-legendre.js';
import { sharesOf } from './shares.js';

/** Where a tree stands in the arrays of `ShapleyLayout`. */
export interface ShapleyTree {
  readonly firstNode: number;
  readonly nodeCount: number;
  readonly firstLeaf: number;
  readonly leafCount: number;
  /** Points of the quadrature, even. */
  readonly points: number;
  /** Vectors of this tree start here in `vectors`: the weights, then pairs. */
  readonly firstVector: number;
}

/**
 * Everything about the trees that does not depend on the row, in flat arrays. The nodes of a tree stand in
 * pre-order; place p of a tree is node p, or leaf p - nodeCount.
 */
export interface ShapleyLayout {
  readonly trees: readonly ShapleyTree[];
  /** Index into the row's numbers; category sets follow the columns, as indicators. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly missingGoesTrue: Uint8Array;
  /** Per node the places of the true and of the false child. */
  readonly children: Int32Array;
  /** Per node the shares of its cover that its children got. */
  readonly share: Float64Array;
  /**
   * The branch of the nearest node above that tests the same column: 2·node + side + 1, counted in the tree, or 0.
   */
  readonly branchAbove: Int32Array;
  /** Where the node's pair of vectors starts, see `addPair`. */
  readonly pair: Int32Array;
  /** Index into the contributions of a row: output · columns + column. */
  readonly contribution: Int32Array;
  readonly leafValue: Float64Array;
  readonly vectors: Float64Array;
}

interface OrderedNode {
  readonly node: number;
  readonly branchAbove: number;
  /** Product of the shares along the branches above that test the same column; 1 when there are none. */
  readonly shareAbove: number;
}

/** `columnCount` is the number of model columns. */
export function shapleyLayout(
  ensemble: Ensemble,
  { setOfNode }: CategorySets,
  columnCount: number,
): ShapleyLayout {
  const nodeCount = ensemble.trees.reduce((sum, { splits }) => sum + splits.length, 0);
  const vectors: number[] = [];
  const trees: ShapleyTree[] = [];
  const layout = {
    feature: new Int32Array(nodeCount),
    threshold: new Float64Array(nodeCount),
    missingGoesTrue: new Uint8Array(nodeCount),
    children: new Int32Array(2 * nodeCount),
    share: new Float64Array(2 * nodeCount),
    branchAbove: new Int32Array(nodeCount),
    pair: new Int32Array(nodeCount),
    contribution: new Int32Array(nodeCount),
    leafValue: Float64Array.from(ensemble.trees.flatMap(({ leafValue }) => [...leafValue])),
  };
  let firstNode = 0;
  let firstLeaf = 0;
  for (const [index, tree] of ensemble.trees.entries()) {
    const { order, distinctColumns } = preOrder(tree);
    const points = Math.max(2, 2 * Math.ceil(distinctColumns / 4));
    const { nodes, weights } = gaussLegendre(points);
    const firstVector = vectors.length;
    vectors.push(...weights.map((weight, point) => weight / (1 - (nodes[point] ?? 0))));
    // Branches that the row left: only the share counts, and the column's contribution is settled further up.
    vectors.push(...nodes.map(() => 1), ...nodes.map(() => 0));
    const shared = vectors.length;
    addPair(vectors, nodes, 1);
    const placeOf = new Map(order.map(({ node }, place) => [node, place]));
    const output = index % ensemble.base.length;
    for (const [place, { node, branchAbove, shareAbove }] of order.entries()) {
      const split = tree.splits[node];
      if (split === undefined) continue;
      const target = firstNode + place;
      const set = setOfNode[index]?.[node] ?? -1;
      layout.feature[target] = set < 0 ? split.column : columnCount + set;
      layout.threshold[target] = split.kind === 'numeric' ? split.threshold : 0.5;
      layout.missingGoesTrue[target] = split.missingGoesTrue ? 1 : 0;
      layout.contribution[target] = output * columnCount + split.column;
      layout.branchAbove[target] = branchAbove;
      layout.pair[target] = branchAbove === 0 ? shared : vectors.length;
      if (branchAbove !== 0) addPair(vectors, nodes, shareAbove);
      const childOf = (child: number): number =>
        child >= 0 ? (placeOf.get(child) ?? 0) : order.length + ~child;
      layout.children[2 * target] = childOf(tree.trueChild[node] ?? 0);
      layout.children[2 * target + 1] = childOf(tree.falseChild[node] ?? 0);
      layout.share.set(sharesOf(tree, node), 2 * target);
    }
    trees.push({
      firstNode,
      nodeCount: order.length,
      firstLeaf,
      leafCount: tree.leafValue.length,
      points,
      firstVector,
    });
    firstNode += order.length;
    firstLeaf += tree.leafValue.length;
  }
  return { trees, ...layout, vectors: Float64Array.from(vectors) };
}

/**
 * A column with the share z so far, still on the row's branches, has the factor f = t + z(1 - t). The pair is
 * z(1 - t) / f and 1 / f: times the share of the branch that the row does not take, the first is that branch's part
 * of the factor.
 */
function addPair(vectors: number[], nodes: Float64Array, share: number): void {
  for (const node of nodes) vectors.push((share * (1 - node)) / (node + share * (1 - node)));
  for (const node of nodes) vectors.push(1 / (node + share * (1 - node)));
}

function preOrder(tree: Tree): { readonly order: readonly OrderedNode[]; readonly distinctColumns: number } {
  type Branch = ReadonlyMap<number, { readonly branch: number; readonly share: number }>;
  const order: OrderedNode[] = [];
  let distinctColumns = 0;
  const pending: { readonly node: number; readonly above: Branch }[] = [];
  if (tree.splits.length > 0) pending.push({ node: 0, above: new Map() });
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, above } = next;
    const column = tree.splits[node]?.column ?? 0;
    const known = above.get(column);
    const place = order.length;
    const shareAbove = known?.share ?? 1;
    order.push({ node, branchAbove: known?.branch ?? 0, shareAbove });
    const shares = sharesOf(tree, node);
    const sides = [tree.trueChild[node] ?? 0, tree.falseChild[node] ?? 0];
    for (const side of [1, 0]) {
      const below = new Map(above).set(column, {
        branch: 2 * place + side + 1,
        share: shareAbove * (shares[side] ?? 0),
      });
      distinctColumns = Math.max(distinctColumns, below.size);
      const child = sides[side] ?? -1;
      if (child >= 0) pending.push({ node: child, above: below });
    }
  }
  return { order, distinctColumns };
}
