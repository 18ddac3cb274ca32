import type {
  Coefficients,
  FitOptions,
  FitReport,
  HyperparameterValue,
  SplitImportance,
  Task,
} from '../estimator.js';
import type { ExplanationMethod } from '../explain/explanation.js';
import type { Graph } from '../onnx/graph.js';
import type { FeatureColumn, Table } from '../table/table.js';

/** A model column inside the graph: a raw input or a derived value, both of shape [N]. */
export interface GraphColumn extends FeatureColumn {
  /** The name of the value that holds it. */
  readonly value: string;
  /** NaN is missing in `double`; "", "nan" and "None" in `string`; `bool` has no missing value. */
  readonly type: 'double' | 'bool' | 'string';
}

/** Contributions to raw scores per model column (raw and derived ones), before they are mapped to raw columns. */
export interface ScoreExplanation {
  readonly method: ExplanationMethod;
  /** One per output. */
  readonly baseline: Float64Array;
  /** rows × outputs × model columns, row by row. */
  readonly contributions: Float64Array;
  readonly standardError?: Float64Array;
}

/**
 * What a family of models learns: raw scores from model columns (the features of the training data, in order, then
 * the derived ones). The pipeline around it knows derived features, links, calibration, labels and files.
 */
export interface ScoreModel {
  /** 1, or the number of classes. */
  readonly outputCount: number;
  /** rows × outputs, row by row. The table holds the derived columns too; nothing needs to be checked. */
  score(table: Table): Float64Array;
  /**
   * Adds the nodes that compute the scores and returns one value per output, each double of shape [N]. A row's
   * scores must be the same to the last bit alone and in any batch.
   */
  addScores(graph: Graph, columns: readonly GraphColumn[]): readonly string[];
  explain(table: Table): ScoreExplanation;
  /**
   * What `read` of the family needs besides the graph to make this score model again: text that goes into the
   * file's metadata. It must hold no value of a single training row.
   */
  state(): string;
}

/** From raw score to answer: `log` is exp(score). Binary: `logit`, multiclass: `softmax`. */
export type Link = 'identity' | 'log' | 'logit' | 'softmax';

/** Checked training rows with the derived columns added to `columns` and `table`. */
export interface FamilyData {
  readonly columns: readonly FeatureColumn[];
  readonly table: Table;
  readonly target: Float64Array;
  readonly classCount: number;
  /** Multiclass: the names, for coefficients. Else empty. */
  readonly classes: readonly string[];
  /** One per row, positive; undefined when every row counts alike. */
  readonly sampleWeight: Float64Array | undefined;
}

export interface FamilyFit {
  readonly scoreModel: ScoreModel;
  readonly link: Link;
  readonly warnings: readonly string[];
  readonly report: FitReport;
  readonly coefficients?: Coefficients;
  readonly splitImportance?: readonly SplitImportance[];
}

export interface Family {
  readonly algorithm: string;
  readonly task: Task;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  fit(data: FamilyData, options: FitOptions): FamilyFit;
}
