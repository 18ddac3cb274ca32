import type { ScoreExplanation } from '../../pipeline/score-model.js';
import type { FeatureColumn, Table } from '../../table/table.js';
import type { Ensemble } from '../tree.js';
import type { CategorySets } from './category-sets.js';
import { RowEncoder } from './encoded-rows.js';
import { expectedScores } from './expected-scores.js';
import { shapleyLayout, type ShapleyLayout } from './shapley-layout.js';
import { addShapleyValues, shapleyScratch, type ShapleyScratch } from './tree-shap.js';

/** What is worked out once per ensemble, so that a row costs little. */
export class TreeExplainer {
  private readonly layout: ShapleyLayout;
  private readonly scratch: ShapleyScratch;
  private readonly encoder: RowEncoder;
  private readonly baseline: Float64Array;

  constructor(
    private readonly columns: readonly FeatureColumn[],
    ensemble: Ensemble,
    private readonly sets: CategorySets,
  ) {
    this.layout = shapleyLayout(ensemble, sets, columns.length);
    this.scratch = shapleyScratch(this.layout);
    this.encoder = new RowEncoder(columns, Int32Array.from(columns.keys()), ensemble);
    this.baseline = expectedScores(ensemble);
  }

  explain(table: Table): ScoreExplanation {
    const outputs = this.baseline.length;
    const width = this.columns.length;
    const contributions = new Float64Array(table.rowCount * outputs * width);
    const row = new Float64Array(width + this.sets.sets.length);
    for (let index = 0; index < table.rowCount; index += 1) {
      this.encoder.encode(table, index, index + 1, row);
      for (const [set, { column, outside }] of this.sets.sets.entries()) {
        row[width + set] = outside[row[column] ?? 0] ?? 1;
      }
      const own = contributions.subarray(index * outputs * width, (index + 1) * outputs * width);
      addShapleyValues(this.layout, row, this.scratch, own);
    }
    return { method: 'tree_shap', baseline: this.baseline.slice(), contributions };
  }
}
