import type { Graph } from '../../onnx/graph.js';
import type { GraphColumn } from '../../pipeline/score-model.js';
import type { Ensemble } from '../tree.js';
import type { CategorySets } from './category-sets.js';
import type { LeafGrid } from './leaf-grid.js';
import { treeAttributes } from './tree-attributes.js';
import { addTreeMatrix } from './tree-matrix.js';

/**
 * Adds TreeEnsembleRegressor (ai.onnx.ml 3) with double thresholds on a double matrix, so that rows are routed as
 * in training, and returns one score of shape [N] per output. Each output has two targets, the coarse and the fine
 * units of its leaves (see `LeafGrid`): whole numbers that the runtime's float output holds exactly. Scaled by
 * powers of two and added they are the exact sum of the leaves; only the addition of the base rounds. So the score
 * is the same double alone, in any batch, on any number of threads, and in `EnsembleModel.score`.
 */
export function addEnsembleScores(
  graph: Graph,
  columns: readonly GraphColumn[],
  ensemble: Ensemble,
  sets: CategorySets,
  grids: readonly LeafGrid[],
): readonly string[] {
  const { matrix, featureOfColumn, featureOfSet } = addTreeMatrix(graph, columns, ensemble, sets);
  const units = graph.node('leaf_units', {
    operator: 'TreeEnsembleRegressor',
    domain: 'ai.onnx.ml',
    inputs: [matrix],
    attributes: treeAttributes(ensemble, sets, grids, featureOfColumn, featureOfSet),
  });
  const exactUnits = graph.node('leaf_units_as_double', {
    operator: 'Cast',
    inputs: [units],
    attributes: { to: { integer: 11 } },
  });
  const outputs = grids.length;
  const unitValues = new Float64Array(2 * outputs * outputs);
  for (const [output, { coarseExponent, fineExponent }] of grids.entries()) {
    unitValues[2 * output * outputs + output] = 2 ** coarseExponent;
    unitValues[(2 * output + 1) * outputs + output] = 2 ** fineExponent;
  }
  // Products with zeros and powers of two are exact, so it does not matter in which order MatMul adds them.
  const unit = graph.constant('leaf_unit', {
    type: 'double',
    shape: [2 * outputs, outputs],
    values: unitValues,
  });
  const sums = graph.node('leaf_sums', { operator: 'MatMul', inputs: [exactUnits, unit] });
  // Not MatMul and Add: optimisers fuse these into Gemm, which starts from the base and would round twice.
  const negativeBase = graph.constant('negative_base', {
    type: 'double',
    shape: [outputs],
    values: ensemble.base.map((value) => -value),
  });
  const scores = graph.node('scores', { operator: 'Sub', inputs: [sums, negativeBase] });
  return grids.map((_, output) => {
    const index = graph.constant('output', { type: 'int64', shape: [], values: [output] });
    return graph.node('score', {
      operator: 'Gather',
      inputs: [scores, index],
      attributes: { axis: { integer: 1 } },
    });
  });
}
