import type { Table } from '../../table/table.js';
import type { RowEncoder } from './encoded-rows.js';
import type { FlatTrees } from './flat-trees.js';
import { routeRows } from './route-rows.js';

/** Rows that are encoded and walked together: they and a tree fit into the cache. */
const BLOCK_ROWS = 256;

/** rows × outputs: base plus the leaves of the output's trees, which add up exactly (see `LeafGrid`). */
export function scoreRows(
  trees: FlatTrees,
  encoder: RowEncoder,
  base: Float64Array,
  table: Table,
): Float64Array {
  const outputs = base.length;
  const scores = new Float64Array(table.rowCount * outputs);
  forEachTree(trees, encoder, table, (tree, start, leaves, rowCount) => {
    let place = start * outputs + (tree % outputs);
    for (let row = 0; row < rowCount; row += 1, place += outputs) {
      scores[place]! += trees.leafValue[leaves[row]!]!;
    }
  });
  for (let place = 0; place < scores.length; place += 1) scores[place]! += base[place % outputs]!;
  return scores;
}

/** rows × trees: the index of the leaf in its tree. */
export function leavesOfRows(trees: FlatTrees, encoder: RowEncoder, table: Table): Int32Array {
  const answer = new Int32Array(table.rowCount * trees.treeCount);
  forEachTree(trees, encoder, table, (tree, start, leaves, rowCount) => {
    const first = trees.firstLeaf[tree]!;
    for (let row = 0; row < rowCount; row += 1) {
      answer[(start + row) * trees.treeCount + tree] = leaves[row]! - first;
    }
  });
  return answer;
}

function forEachTree(
  trees: FlatTrees,
  encoder: RowEncoder,
  table: Table,
  visit: (tree: number, start: number, leaves: Int32Array, rowCount: number) => void,
): void {
  const blockRows = Math.min(BLOCK_ROWS, table.rowCount);
  const rows = new Float64Array(blockRows * encoder.width);
  const leaves = new Int32Array(blockRows);
  for (let start = 0; start < table.rowCount; start += BLOCK_ROWS) {
    const rowCount = Math.min(BLOCK_ROWS, table.rowCount - start);
    encoder.encode(table, start, start + rowCount, rows);
    for (let tree = 0; tree < trees.treeCount; tree += 1) {
      routeRows(trees, tree, rows, rowCount, leaves);
      visit(tree, start, leaves, rowCount);
    }
  }
}
