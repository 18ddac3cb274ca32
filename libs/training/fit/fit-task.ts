import type {
  Coefficients,
  ColumnValues,
  FeatureColumn,
  FittedFeature,
  FitReport,
  HyperparameterValue,
  Task,
} from '#libs/ml';

/** Everything that a fit needs, as plain data: it crosses into a worker thread. */
export interface FitTask {
  readonly task: Task;
  readonly algorithm: string;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly seed: number;
  readonly testSize: number;
  readonly features: readonly FeatureColumn[];
  readonly identifiers: readonly string[];
  readonly columns: Readonly<Record<string, ColumnValues>>;
  readonly target: Float64Array;
  /** Its column, for what is said about it. */
  readonly targetName: string;
  /** Written into the file's metadata_props. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The version that serves now, to be measured on the same held-out rows. */
  readonly champion: {
    readonly version: number;
    readonly onnx: Uint8Array;
    readonly testSize: number;
    readonly threshold: number | null;
  } | null;
}

export type Metrics = Readonly<Record<string, number>>;

export interface FitResult {
  readonly onnx: Uint8Array;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly features: readonly FittedFeature[];
  readonly report: FitReport;
  readonly coefficients: Coefficients | undefined;
  readonly warnings: readonly string[];
  readonly threshold: number | null;
  readonly trainingRows: number;
  readonly heldOutRows: number;
  /** sha-256 over the training rows, identifiers and targets. */
  readonly trainingFingerprint: string;
  /** On the held-out rows. */
  readonly metrics: Metrics;
  readonly baselineMetrics: Metrics;
  /** Candidate and champion on the rows that were held out of both; null without a champion. */
  readonly comparison: {
    readonly rows: number;
    readonly candidate: Metrics;
    readonly champion: Metrics;
  } | null;
}

export type FitMessage =
  | {
      readonly type: 'progress';
      readonly phase: 'fitting' | 'evaluating';
      readonly iteration?: number;
      readonly iterations?: number;
      readonly loss?: number;
    }
  | { readonly type: 'result'; readonly result: FitResult }
  | {
      readonly type: 'refused';
      readonly problems: readonly { readonly field: string; readonly detail: string }[];
    };
