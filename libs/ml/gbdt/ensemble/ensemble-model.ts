import type { Graph } from '../../onnx/graph.js';
import type { GraphColumn, ScoreExplanation, ScoreModel } from '../../pipeline/score-model.js';
import type { FeatureColumn, Table } from '../../table/table.js';
import type { Ensemble } from '../tree.js';
import { categorySets, type CategorySets } from './category-sets.js';
import { RowEncoder } from './encoded-rows.js';
import { addEnsembleScores } from './ensemble-graph.js';
import { ensembleState } from './ensemble-state.js';
import { flattenTrees, type FlatTrees } from './flat-trees.js';
import { leafGrid, onGrid, treesOfOutput, type LeafGrid } from './leaf-grid.js';
import { leavesOfRows, scoreRows } from './score-rows.js';
import { TreeExplainer } from '../../tree-shap/tree-explainer.js';

/** A trained ensemble as it scores, explains and is written. Immutable. */
export class EnsembleModel implements ScoreModel {
  /** The trained trees with their leaves on the grid that the file can hold, see `LeafGrid`. */
  readonly ensemble: Ensemble;
  readonly outputCount: number;
  private readonly sets: CategorySets;
  private readonly grids: readonly LeafGrid[];
  private readonly trees: FlatTrees;
  private readonly encoder: RowEncoder;
  private explainer: TreeExplainer | undefined;

  /** `columns` are the model columns that the splits count in. */
  constructor(
    readonly columns: readonly FeatureColumn[],
    trained: Ensemble,
  ) {
    this.outputCount = trained.base.length;
    this.grids = Array.from({ length: this.outputCount }, (_, output) =>
      leafGrid(treesOfOutput(trained, output)),
    );
    this.ensemble = onGrids(trained, this.grids);
    this.sets = categorySets(this.ensemble);
    this.trees = flattenTrees(this.ensemble, this.sets);
    this.encoder = new RowEncoder(columns, this.trees.columns, this.ensemble);
  }

  score(table: Table): Float64Array {
    return scoreRows(this.trees, this.encoder, this.ensemble.base, table);
  }

  /** The leaf of each row in each tree, counted in the tree: rows × trees, row by row. */
  leaves(table: Table): Int32Array {
    return leavesOfRows(this.trees, this.encoder, table);
  }

  addScores(graph: Graph, columns: readonly GraphColumn[]): readonly string[] {
    return addEnsembleScores(graph, columns, this.ensemble, this.sets, this.grids);
  }

  /** Exact Shapley values, path-dependent: `baseline` is the mean score by the covers of the trees. */
  explain(table: Table): ScoreExplanation {
    this.explainer ??= new TreeExplainer(this.columns, this.ensemble, this.sets);
    return this.explainer.explain(table);
  }

  state(): string {
    return ensembleState(this.columns, this.ensemble, this.sets, this.grids);
  }
}

function onGrids(trained: Ensemble, grids: readonly LeafGrid[]): Ensemble {
  const trees = trained.trees.map((tree, index) => {
    const grid = grids[index % grids.length];
    return grid === undefined
      ? tree
      : { ...tree, leafValue: tree.leafValue.map((value) => onGrid(grid, value)) };
  });
  return { ...trained, trees };
}
