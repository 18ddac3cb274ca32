import type { CategorySets } from '../gbdt/ensemble/category-sets.js';
import { RowEncoder } from '../gbdt/ensemble/encoded-rows.js';
import { expectedScores } from '../gbdt/ensemble/expected-scores.js';
import type { Ensemble } from '../gbdt/tree.js';
import { compileKernels } from '../kernels/compile.js';
import type { ScoreExplanation } from '../pipeline/score-model.js';
import type { FeatureColumn, Table } from '../table/table.js';
import { kernelsBase64 } from './kernels.generated.js';
import { shapleyMemory, type ShapleyMemory } from './shapley-memory.js';

/** What assembly/index.ts exports; all are pointers but `treeCount`. */
interface ShapleyKernels {
  readonly addShapleyValues: (
    trees: number,
    treeCount: number,
    row: number,
    contributions: number,
    alive: number,
    choices: number,
    down: number,
    up: number,
  ) => void;
}

let compiled: WebAssembly.Module | undefined;

/**
 * Exact path-dependent Shapley values of an ensemble (Lundberg et al., From local explanations to global
 * understanding with explainable AI for trees, 2020), prepared once so that a row costs little.
 */
export class TreeExplainer {
  private readonly memory: ShapleyMemory;
  private readonly kernels: ShapleyKernels;
  private readonly encoder: RowEncoder;
  private readonly baseline: Float64Array;

  constructor(
    private readonly columns: readonly FeatureColumn[],
    ensemble: Ensemble,
    private readonly sets: CategorySets,
  ) {
    compiled ??= compileKernels(kernelsBase64);
    this.memory = shapleyMemory(ensemble, sets, columns.length);
    const instance = new WebAssembly.Instance(compiled, { env: { memory: this.memory.memory } });
    this.kernels = instance.exports as unknown as ShapleyKernels;
    this.encoder = new RowEncoder(columns, Int32Array.from(columns.keys()), ensemble);
    this.baseline = expectedScores(ensemble);
  }

  /** Contributions: rows × outputs × columns. */
  explain(table: Table): ScoreExplanation {
    const { treeCount, trees, alive, choices, down, up, row, contributions } = this.memory;
    const explained = new Float64Array(table.rowCount * contributions.length);
    for (let index = 0; index < table.rowCount; index += 1) {
      this.encodeRow(table, index);
      contributions.fill(0);
      this.kernels.addShapleyValues(
        trees,
        treeCount,
        row.byteOffset,
        contributions.byteOffset,
        alive,
        choices,
        down,
        up,
      );
      explained.set(contributions, index * contributions.length);
    }
    return { method: 'tree_shap', baseline: this.baseline.slice(), contributions: explained };
  }

  private encodeRow(table: Table, index: number): void {
    const { row } = this.memory;
    this.encoder.encode(table, index, index + 1, row);
    for (let set = 0; set < this.sets.sets.length; set += 1) {
      const { column, outside } = this.sets.sets[set]!;
      row[this.columns.length + set] = outside[row[column]!]!;
    }
  }
}
