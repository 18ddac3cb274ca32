import type { Attribute } from '../../onnx/node.js';
import type { Ensemble, Tree } from '../tree.js';
import type { CategorySets } from './category-sets.js';
import { coarseUnits, fineUnits, type LeafGrid } from './leaf-grid.js';

/** Outside the set is 1, inside 0. */
const INDICATOR_THRESHOLD = 0.5;

/**
 * The attributes of TreeEnsembleRegressor 3. In each tree the inner nodes keep their indices and leaf l is node
 * (number of splits) + l. Gains are not needed to predict or explain and not written.
 */
export function treeAttributes(
  { trees, base }: Ensemble,
  { setOfNode }: CategorySets,
  grids: readonly LeafGrid[],
  featureOfColumn: ReadonlyMap<number, number>,
  featureOfSet: Int32Array,
): Readonly<Record<string, Attribute>> {
  // The operator needs a node, so no trees become one leaf that adds nothing.
  const written = trees.length > 0 ? trees : [emptyTree];
  const treeIds: number[] = [];
  const nodeIds: number[] = [];
  const features: number[] = [];
  const modes: string[] = [];
  const values: number[] = [];
  const trueIds: number[] = [];
  const falseIds: number[] = [];
  const missingTracksTrue: number[] = [];
  const covers: number[] = [];
  const targetTrees: number[] = [];
  const targetNodes: number[] = [];
  const targetIds: number[] = [];
  const targetWeights: number[] = [];
  for (const [treeId, tree] of written.entries()) {
    const nodeOf = (child: number): number => (child >= 0 ? child : tree.splits.length + ~child);
    for (const [node, split] of tree.splits.entries()) {
      const set = setOfNode[treeId]?.[node] ?? -1;
      treeIds.push(treeId);
      nodeIds.push(node);
      features.push((split.kind === 'numeric' ? featureOfColumn.get(split.column) : featureOfSet[set]) ?? 0);
      modes.push('BRANCH_LEQ');
      values.push(split.kind === 'numeric' ? split.threshold : INDICATOR_THRESHOLD);
      trueIds.push(nodeOf(tree.trueChild[node] ?? 0));
      falseIds.push(nodeOf(tree.falseChild[node] ?? 0));
      missingTracksTrue.push(split.kind === 'numeric' && split.missingGoesTrue ? 1 : 0);
      covers.push(tree.nodeCover[node] ?? 0);
    }
    const output = treeId % base.length;
    const grid = grids[output] ?? { coarseExponent: 0, fineExponent: 0 };
    for (const [leaf, value] of tree.leafValue.entries()) {
      const node = tree.splits.length + leaf;
      treeIds.push(treeId);
      nodeIds.push(node);
      features.push(0);
      modes.push('LEAF');
      values.push(0);
      trueIds.push(0);
      falseIds.push(0);
      missingTracksTrue.push(0);
      covers.push(tree.leafCover[leaf] ?? 0);
      targetTrees.push(treeId, treeId);
      targetNodes.push(node, node);
      targetIds.push(2 * output, 2 * output + 1);
      targetWeights.push(coarseUnits(grid, value), fineUnits(grid, value));
    }
  }
  return {
    n_targets: { integer: 2 * base.length },
    nodes_treeids: { integers: treeIds },
    nodes_nodeids: { integers: nodeIds },
    nodes_featureids: { integers: features },
    nodes_modes: { strings: modes },
    nodes_values_as_tensor: doubles(values),
    nodes_truenodeids: { integers: trueIds },
    nodes_falsenodeids: { integers: falseIds },
    // The runtime walks faster when no node tracks missing values to its true branch.
    ...(missingTracksTrue.includes(1) && {
      nodes_missing_value_tracks_true: { integers: missingTracksTrue },
    }),
    nodes_hitrates_as_tensor: doubles(covers),
    target_treeids: { integers: targetTrees },
    target_nodeids: { integers: targetNodes },
    target_ids: { integers: targetIds },
    target_weights_as_tensor: doubles(targetWeights),
  };
}

const emptyTree: Tree = {
  splits: [],
  trueChild: new Int32Array(0),
  falseChild: new Int32Array(0),
  nodeCover: new Float64Array(0),
  gain: new Float64Array(0),
  leafValue: new Float64Array(1),
  leafCover: new Float64Array(1),
};

function doubles(values: readonly number[]): Attribute {
  return { tensor: { type: 'double', shape: [values.length], values } };
}
