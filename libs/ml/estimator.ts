import type { Calibration } from './calibration/calibration.js';
import type { DerivedFeature } from './derived/derived-feature.js';
import type { LearntConstants } from './derived/learnt-constants.js';
import type { Explanation } from './explain/explanation.js';
import type { FeatureColumn, FeatureKind, Table } from './table/table.js';

/**
 * `regression`: the target is a number and so is the answer. `binary`: the target is 0 or 1 and the answer is the
 * probability of 1. `multiclass`: the target is the index of a class and the answer is one probability per class.
 */
export type Task = 'regression' | 'binary' | 'multiclass';

export interface TrainingData {
  /** Raw columns, of which the model's inputs are made. */
  readonly features: readonly FeatureColumn[];
  /** Computed from raw columns inside the model, after them in order. */
  readonly derived?: readonly DerivedFeature[];
  readonly table: Table;
  /** One per row: the value (regression), 0 or 1 (binary), or an index into `classes` (multiclass). */
  readonly target: Float64Array;
  /** Multiclass only: at least two names, each with at least one row. */
  readonly classes?: readonly string[];
  /** One positive finite number per row: how much the row counts. Absent: 1 each. */
  readonly sampleWeight?: Float64Array;
}

export interface FitProgress {
  /** Where several models are fitted, which: `gbdt (2 of 8)`. */
  readonly stage?: string;
  readonly iteration: number;
  /** The most iterations there can be; training may converge or stop earlier. */
  readonly iterations: number;
  readonly loss: number;
  /** On rows kept from fitting, where the algorithm stops early by them. */
  readonly validationLoss?: number;
}

export interface FitOptions {
  /** Any integer. Equal data, hyperparameters and seed give equal bytes, on any number of threads. */
  readonly seed: number;
  /** Threads that may work at once, the caller's included. Default 1. */
  readonly threads?: number;
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
   * `no_informative_feature`, `not_solvable`, `invalid_hyperparameters` (those that name columns).
   */
  fit(training: TrainingData, options: FitOptions): FittedModel;
}

/** A record maps feature names to numbers, as monotone constraints do. */
export type HyperparameterValue = number | string | boolean | Readonly<Record<string, number>>;

/** A feature and what training saw of it: for forms, for validation ranges and for model cards. */
export interface FittedFeature {
  readonly name: string;
  readonly kind: FeatureKind;
  readonly nullable: boolean;
  readonly indirect?: boolean;
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
  /** Of the model that was kept: fewer than were run when training stopped early. */
  readonly iterations: number;
  /**
   * On the training rows, without the penalty: mean squared error or the objective's mean loss (regression), mean
   * log loss in nats (classification).
   */
  readonly loss: number;
  readonly rowCount: number;
  readonly seed: number;
  /** The loss after each iteration; absent where a closed form is solved. Long curves are thinned to 200 points. */
  readonly curve?: readonly FitProgress[];
}

/** What a column's value adds to the raw score: the answer (regression) or the log-odds. */
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
  /** Multiclass: the class whose score it adds to. */
  readonly class?: string;
}

export interface Coefficients {
  /**
   * The raw score of a row with every number at its mean, every boolean false, and no category; one per class for
   * multiclass, else one.
   */
  readonly intercepts: readonly number[];
  readonly terms: readonly Coefficient[];
}

/** What the splits of a tree ensemble did for a feature (raw or derived). */
export interface SplitImportance {
  readonly feature: string;
  /** Sum of the improvements of the objective. */
  readonly gain: number;
  readonly splits: number;
}

/** One setting that `auto` tried. */
export interface Trial {
  readonly algorithm: string;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  /** What is compared, on rows held out of each fold: `log_loss`, or `MSE` for regression. Lower is better. */
  readonly metric: string;
  /** Over the folds; absent when the setting could not be fitted. */
  readonly mean?: number;
  readonly standardDeviation?: number;
  /** Why it could not be fitted. */
  readonly problem?: string;
  readonly chosen: boolean;
}

export interface OnnxOptions {
  /** Binary only: label is 1 when probability >= threshold. Default 0.5; in [0, 1]. */
  readonly threshold?: number;
}

export interface FittedModel {
  readonly algorithm: string;
  readonly task: Task;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  /** The raw columns. */
  readonly features: readonly FittedFeature[];
  readonly derived: readonly DerivedFeature[];
  /** The constants of derived features, learnt from the training rows; empty without such. */
  readonly learnt: LearntConstants;
  /** Multiclass: the names, in the order of the outputs. Else empty. */
  readonly classes: readonly string[];
  /** Sentences for the model card, for example about columns that do not contribute. */
  readonly warnings: readonly string[];
  readonly report: FitReport;
  readonly calibration: Calibration | undefined;
  /** What `auto` tried before it chose this; else empty. */
  readonly trials: readonly Trial[];
  /** Undefined for families without splits. */
  readonly splitImportance: readonly SplitImportance[] | undefined;
  /** Undefined for families without coefficients. */
  coefficients(): Coefficients | undefined;
  /**
   * The answers: one value (regression) or probability of class 1 (binary) per row, or rows × classes
   * probabilities, row by row (multiclass). Missing values and unseen categories are treated as the graph treats
   * them, whether or not the column is nullable.
   *
   * @throws MlError `invalid_table` when a column is absent or misshaped.
   */
  predict(table: Table): Float64Array;
  /** Raw scores, before link and calibration: one per row, or rows × classes, row by row. */
  score(table: Table): Float64Array;
  /** What each raw column adds to the raw score of each row. */
  explain(table: Table): Explanation;
  /** The same model with its probabilities corrected (binary only). */
  withCalibration(calibration: Calibration): FittedModel;
  /** The same model with the record of what was tried. */
  withTrials(trials: readonly Trial[]): FittedModel;
  /**
   * The model as an ONNX file (IR 8, ai.onnx 17, ai.onnx.ml 3), raw columns in, answer out. Inputs: one of shape
   * [N] per raw column under its name; double for numeric and nullable boolean (NaN is missing), bool for boolean,
   * string for categorical ("", "nan", "None" and unseen values are missing). Outputs of shape [N]: `prediction`
   * (double); `label` (int64) and `probability` (double); or `label` (string) and `probability_<class>` (double)
   * per class. `metadata` becomes metadata_props, next to `algorithm`, `task`, what `readExplainer` needs and, for
   * binary, `threshold`. Equal arguments give equal bytes.
   *
   * @throws MlError `invalid_metadata` when a key of ours is given another value, `invalid_threshold`.
   */
  toOnnx(metadata: Readonly<Record<string, string>>, options?: OnnxOptions): Uint8Array;
}
