import { MlError } from '../../errors.js';
import type { Attribute } from '../../onnx/node.js';
import type { Split, Tree } from '../tree.js';
import type { LeafGrid } from './leaf-grid.js';

type Attributes = Readonly<Record<string, Attribute>>;

/** A column of the tree matrix as the split it makes, but for threshold and side of missing numbers. */
export type MatrixColumn =
  { readonly kind: 'numeric'; readonly column: number } | (Split & { readonly kind: 'categories' });

/** Where a tree's nodes start and end in the attributes; its leaves stand behind its inner nodes. */
interface NodeRange {
  readonly start: number;
  readonly splitCount: number;
  readonly end: number;
}

/** The inverse of `treeAttributes`. */
export function readTrees(
  attributes: Attributes,
  matrix: readonly MatrixColumn[],
  grids: readonly LeafGrid[],
  treeCount: number,
): Tree[] {
  const treeIds = integers(attributes, 'nodes_treeids');
  const modes = attributes['nodes_modes'];
  if (modes === undefined || !('strings' in modes)) throw mismatch('the trees have no modes');
  const leafValues = readLeafValues(attributes, grids);
  const nodes: TreeNodes = {
    features: integers(attributes, 'nodes_featureids', treeIds.length),
    values: doubles(attributes, 'nodes_values_as_tensor', treeIds.length),
    covers: doubles(attributes, 'nodes_hitrates_as_tensor', treeIds.length),
    trueIds: integers(attributes, 'nodes_truenodeids', treeIds.length),
    falseIds: integers(attributes, 'nodes_falsenodeids', treeIds.length),
    missingTracksTrue:
      attributes['nodes_missing_value_tracks_true'] === undefined
        ? new Int32Array(treeIds.length)
        : integers(attributes, 'nodes_missing_value_tracks_true', treeIds.length),
  };
  const ranges = rangesOf(treeIds, modes.strings);
  if (
    leafValues.length !== ranges.reduce((sum, range) => sum + range.end - range.start - range.splitCount, 0)
  ) {
    throw mismatch('the trees have another number of leaves than of values');
  }
  let firstLeaf = 0;
  // No trees are written as one, because the operator needs a node.
  return ranges.slice(0, treeCount).map((range) => {
    const leafCount = range.end - range.start - range.splitCount;
    firstLeaf += leafCount;
    return readTree(nodes, range, matrix, leafValues.slice(firstLeaf - leafCount, firstLeaf));
  });
}

interface TreeNodes {
  readonly features: ArrayLike<number>;
  readonly values: Float64Array;
  readonly covers: Float64Array;
  readonly trueIds: ArrayLike<number>;
  readonly falseIds: ArrayLike<number>;
  readonly missingTracksTrue: ArrayLike<number>;
}

function rangesOf(treeIds: ArrayLike<number>, modes: readonly string[]): NodeRange[] {
  const ranges: NodeRange[] = [];
  for (let start = 0; start < treeIds.length; start = ranges.at(-1)?.end ?? treeIds.length) {
    let end = start;
    while (end < treeIds.length && treeIds[end] === treeIds[start]) end += 1;
    const own = modes.slice(start, end);
    const splitCount = own.indexOf('LEAF');
    if (
      own.length !== 2 * splitCount + 1 ||
      own.some((mode, node) => mode !== (node < splitCount ? 'BRANCH_LEQ' : 'LEAF'))
    ) {
      throw mismatch('the nodes of a tree are not its splits and then its leaves');
    }
    ranges.push({ start, splitCount, end });
  }
  return ranges;
}

function readTree(
  nodes: TreeNodes,
  { start, splitCount, end }: NodeRange,
  matrix: readonly MatrixColumn[],
  leafValue: Float64Array,
): Tree {
  const seen = new Set<number>([0]);
  const childOf = (ids: ArrayLike<number>, node: number): number => {
    const id = ids[start + node] ?? -1;
    if (id < 0 || id >= end - start || seen.has(id)) throw mismatch('the nodes of a tree do not form a tree');
    seen.add(id);
    return id < splitCount ? id : ~(id - splitCount);
  };
  const splits = Array.from({ length: splitCount }, (_, node): Split => {
    const column = matrix[nodes.features[start + node] ?? -1];
    if (column === undefined) throw mismatch('a split reads a column that is not there');
    if (column.kind === 'categories') return column;
    const missingGoesTrue = nodes.missingTracksTrue[start + node] === 1;
    return { ...column, threshold: nodes.values[start + node] ?? NaN, missingGoesTrue };
  });
  const trueChild = Int32Array.from(splits, (_, node) => childOf(nodes.trueIds, node));
  const falseChild = Int32Array.from(splits, (_, node) => childOf(nodes.falseIds, node));
  return {
    splits,
    trueChild,
    falseChild,
    nodeCover: nodes.covers.slice(start, start + splitCount),
    gain: new Float64Array(splitCount),
    leafValue,
    leafCover: nodes.covers.slice(start + splitCount, end),
  };
}

/** Two weights per leaf: coarse and fine units of one output. */
function readLeafValues(attributes: Attributes, grids: readonly LeafGrid[]): Float64Array {
  const weights = doubles(attributes, 'target_weights_as_tensor');
  const targets = integers(attributes, 'target_ids', weights.length);
  return Float64Array.from({ length: weights.length / 2 }, (_, leaf) => {
    const grid = grids[(targets[2 * leaf] ?? 0) / 2];
    const coarse = weights[2 * leaf] ?? NaN;
    const fine = weights[2 * leaf + 1] ?? NaN;
    if (grid === undefined || !Number.isInteger(coarse) || !Number.isInteger(fine)) {
      throw mismatch('a leaf is not on the grid of the state');
    }
    return coarse * 2 ** grid.coarseExponent + fine * 2 ** grid.fineExponent;
  });
}

function integers(attributes: Attributes, name: string, length?: number): ArrayLike<number> {
  const attribute = attributes[name];
  const values = attribute !== undefined && 'integers' in attribute ? attribute.integers : undefined;
  if (values === undefined || (length !== undefined && values.length !== length)) throw incomplete(name);
  return values;
}

function doubles(attributes: Attributes, name: string, length?: number): Float64Array {
  const attribute = attributes[name];
  const values = attribute !== undefined && 'tensor' in attribute ? attribute.tensor.values : undefined;
  if (!(values instanceof Float64Array) || (length !== undefined && values.length !== length)) {
    throw incomplete(name);
  }
  return values;
}

/** The graph is not one of ours, or not of this state. */
export function mismatch(detail: string): MlError {
  return new MlError('invalid_model', [{ field: 'file', detail }]);
}

function incomplete(name: string): MlError {
  return mismatch(`the trees lack ${name}, or it has another length`);
}
