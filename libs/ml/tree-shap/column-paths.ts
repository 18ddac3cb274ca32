import { sharesOf } from '../gbdt/ensemble/shares.js';
import type { Tree } from '../gbdt/tree.js';

/** A node in pre-order, so that its place is greater than its parent's. */
export interface PathNode {
  /** Index in the tree. */
  readonly node: number;
  /** Of its children in pre-order; leaf l stands at (number of nodes) + l. */
  readonly truePlace: number;
  readonly falsePlace: number;
  /**
   * The branch that leads here from the nearest node above that tests the same column: 2·place + 1 when it is the
   * true one, 2·place + 2 when it is the false one, 0 when there is none.
   */
  readonly branchAbove: number;
  /** The product of the shares along all branches above that test the same column. */
  readonly shareAbove: number;
}

export interface ColumnPaths {
  readonly nodes: readonly PathNode[];
  /** On the path that tests the most. */
  readonly distinctColumns: number;
}

interface Branch {
  readonly branch: number;
  readonly share: number;
}

/** How the columns repeat along the paths of a tree. */
export function columnPaths(tree: Tree): ColumnPaths {
  const order: Omit<PathNode, 'truePlace' | 'falsePlace'>[] = [];
  const placeOf = new Int32Array(tree.splits.length);
  let distinctColumns = 0;
  const pending: { readonly node: number; readonly above: ReadonlyMap<number, Branch> }[] = [];
  if (tree.splits.length > 0) pending.push({ node: 0, above: new Map() });
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, above } = next;
    const column = tree.splits[node]?.column ?? 0;
    const { branch: branchAbove, share: shareAbove } = above.get(column) ?? { branch: 0, share: 1 };
    const place = order.push({ node, branchAbove, shareAbove }) - 1;
    placeOf[node] = place;
    distinctColumns = Math.max(distinctColumns, above.size + (branchAbove === 0 ? 1 : 0));
    const shares = sharesOf(tree, node);
    const children = [tree.trueChild[node] ?? ~0, tree.falseChild[node] ?? ~0];
    for (const [side, child] of children.entries()) {
      if (child < 0) continue;
      const own = { branch: 2 * place + side + 1, share: shareAbove * (shares[side] ?? 0) };
      pending.push({ node: child, above: new Map(above).set(column, own) });
    }
  }
  const place = (child: number): number => (child >= 0 ? (placeOf[child] ?? 0) : order.length + ~child);
  return {
    distinctColumns,
    nodes: order.map((own) => ({
      ...own,
      truePlace: place(tree.trueChild[own.node] ?? ~0),
      falsePlace: place(tree.falseChild[own.node] ?? ~0),
    })),
  };
}
