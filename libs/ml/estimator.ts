import type { FeatureColumn, FeatureKind, Table } from './table/table.js';

/** `binary`: the target is 0 or 1 and the answer is the probability of 1. */
export type Task = 'regression' | 'binary';

export interface TrainingData {
  readonly features: readonly FeatureColumn[];
  readonly table: Table;
  /** One per row: the value (regression), or 0 or 1 (binary). */
  readonly target: Float64Array;
}

export interface FitProgress {
  readonly iteration: number;
  /** The most iterations there can be; training may converge earlier. */
  readonly iterations: number;
  readonly loss: number;
}

export interface FitOptions {
  /** Any integer. Equal data, hyperparameters and seed give equal bytes. */
  readonly seed: number;
  readonly onProgress?: (progress: FitProgress) => void;
}

/** The factory stores and checks hyperparameters; `fit` learns and returns an immutable fitted model. */
export interface Estimator {
  readonly algorithm: string;
  readonly task: Task;
  /** Complete: defaults are filled in. */
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  /**
   * @throws MlError `invalid_table`, `too_few_rows`, `invalid_target`, `constant_target`, `single_class`,
   * `no_informative_feature`, `not_solvable`.
   */
  fit(training: TrainingData, options: FitOptions): FittedModel;
}

export type HyperparameterValue = number | string | boolean;

/** A feature and what training saw of it: for forms, for validation ranges and for model cards. */
export interface FittedFeature {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly nullable: boolean;
  readonly missingCount: number;
  /** Numeric and boolean columns with at least one value; the mean of a boolean is the share of true. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly mean?: number;
  /** Categorical: the values of the training rows, sorted by code unit, without the missing ones. */
  readonly categories?: readonly string[];
}

export interface FitReport {
  /** False when the iterations ran out, or when no step improved the loss before the tolerance was met. */
  readonly converged: boolean;
  readonly iterations: number;
  /** On the training rows, without the penalty: mean squared error (regression), mean log loss in nats (binary). */
  readonly loss: number;
  readonly rowCount: number;
  readonly seed: number;
}

/** What a column's value adds to the answer (regression) or to its log-odds (binary). */
export interface Coefficient {
  readonly feature: string;
  /**
   * `value`: per standard deviation of a numeric column, or for true of a boolean; `category`: for rows of this
   * category; `missing`: added when the column has no value (for numbers on top of the imputed value's share).
   */
  readonly term: 'value' | 'category' | 'missing';
  readonly category?: string;
  readonly coefficient: number;
  /** For `value` of a numeric column: coefficient / standardDeviation is the effect per raw unit. */
  readonly standardDeviation?: number;
}

export interface Coefficients {
  /** The answer or log-odds of a row with every number at its mean, every boolean false, and no category. */
  readonly intercept: number;
  readonly terms: readonly Coefficient[];
}

export interface OnnxOptions {
  /** Binary only: label is 1 when probability >= threshold. Default 0.5; in [0, 1]. */
  readonly threshold?: number;
}

export interface FittedModel {
  readonly algorithm: string;
  readonly task: Task;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly features: readonly FittedFeature[];
  /** Sentences for the model card, for example about columns that do not contribute. */
  readonly warnings: readonly string[];
  readonly report: FitReport;
  /**
   * The raw answer per row: the value (regression) or the probability of class 1 (binary). Missing values and
   * unseen categories are treated as the graph treats them, whether or not the column is nullable.
   *
   * @throws MlError `invalid_table` when a column is absent or misshaped.
   */
  predict(table: Table): Float64Array;
  /** Undefined for families without coefficients. */
  coefficients(): Coefficients | undefined;
  /**
   * The model as an ONNX file (IR 8, ai.onnx 17, ai.onnx.ml 3), raw columns in, answer out. Inputs: one of shape
   * [N] per feature under its name; double for numeric and nullable boolean (NaN is missing), bool for boolean,
   * string for categorical ("", "nan", "None" and unseen values are missing). Outputs of shape [N]: `prediction`
   * (double), or `label` (int64) and `probability` (double). `metadata` becomes metadata_props, next to
   * `algorithm`, `task` and, for binary, `threshold`. Equal arguments give equal bytes.
   *
   * @throws MlError `invalid_metadata` when a key of ours is given another value, `invalid_threshold`.
   */
  toOnnx(metadata: Readonly<Record<string, string>>, options?: OnnxOptions): Uint8Array;
}
