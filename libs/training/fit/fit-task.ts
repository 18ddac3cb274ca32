import type { DatasetColumn, SnapshotQuery } from '#libs/datasets';
import type {
  DerivedFeature,
  FeatureColumn,
  FittedFeature,
  HyperparameterValue,
  LearntConstants,
  SeenRowKeys,
  Task,
} from '#libs/ml';
import type { ModelCardDetails, ModelCardSummaryDto, SplitRule } from '#libs/models';
import type { ClientConfig } from 'pg';
import type { CopiedRows, DatasetCopyTask } from './copied-rows.js';
import type { TrainingOptions } from '../options/training-options.js';

/** Everything that a fit needs, as plain data: it crosses into a worker thread, which reads the rows itself. */
export interface FitTask {
  readonly task: Task;
  readonly algorithm: string;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly options: TrainingOptions;
  readonly seed: number;
  readonly testSize: number;
  /** That may work at once, the fitting one included. */
  readonly threads: number;
  readonly source: {
    readonly connection: ClientConfig;
    readonly query: SnapshotQuery;
  };
  readonly features: readonly FeatureColumn[];
  /** The same as the dataset declared them when the run began: what the version answers by. */
  readonly declared: readonly DatasetColumn[];
  readonly derived: readonly DerivedFeature[];
  readonly datasetName: string;
  /** The target's column, for what is said about it. */
  readonly targetName: string;
  /** Binary: which value of the target is 1. Absent: it holds 0 and 1, or false and true. */
  readonly positive?: PositiveClass;
  /** Written into the file's metadata_props. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly champion: Champion | null;
  readonly copy: DatasetCopyTask;
}

export interface PositiveClass {
  readonly name: string;
  /** Every other value is 0; else there may be one other. */
  readonly isAgainstRest: boolean;
}

/** The version that serves now, to be measured on the same held-out rows. */
export interface Champion {
  readonly version: number;
  readonly onnx: Uint8Array;
  readonly testSize: number;
  readonly split: SplitRule;
  readonly threshold: number | null;
  /** Multiclass: in the order of its outputs; else empty. */
  readonly classes: readonly string[];
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
}

export type Metrics = Readonly<Record<string, number>>;

/** Candidate and champion on rows that were held out of both. */
export type Comparison =
  | {
      readonly rows: number;
      readonly metric: string;
      readonly metrics: { readonly candidate: Metrics; readonly champion: Metrics };
    }
  /** Why there is none, as a sentence. */
  | { readonly rows: number; readonly incomparable: string };

export interface FitResult {
  readonly onnx: Uint8Array;
  readonly algorithm: string;
  readonly hyperparameters: Readonly<Record<string, HyperparameterValue>>;
  readonly features: readonly FittedFeature[];
  readonly learnt: LearntConstants;
  readonly classes: readonly string[];
  readonly split: SplitRule;
  readonly threshold: number | null;
  readonly interval: { readonly coverage: number; readonly radius: number } | null;
  readonly trainingRows: number;
  readonly heldOutRows: number;
  /** On the held-out rows. */
  readonly metrics: Metrics;
  readonly baselineMetrics: Metrics;
  /** How it is compared with giving everybody the same answer: by which metric, and which answer. */
  readonly decisive: { readonly metric: string; readonly baseline: string };
  /** Null without a champion. */
  readonly comparison: Comparison | null;
  readonly card: ModelCardSummaryDto;
  readonly cardDetails: ModelCardDetails;
  /** Null: none is wanted. */
  readonly copiedRows: CopiedRows | null;
  /** By which it can be told later whether the version learned from a row. Null: nobody knows. */
  readonly seenRows: SeenRowKeys | null;
}

export type FitPhase = 'reading' | 'validating' | 'fitting' | 'evaluating';

export type FitMessage =
  | {
      readonly type: 'progress';
      readonly phase: FitPhase;
      /** Of `auto`: the setting that is tried. */
      readonly stage?: string;
      /** Of the cross-validation, from 1 on. */
      readonly fold?: number;
      readonly folds?: number;
      readonly iteration?: number;
      readonly iterations?: number;
      readonly loss?: number;
      readonly validation_loss?: number;
    }
  | { readonly type: 'result'; readonly result: FitResult }
  | {
      readonly type: 'refused';
      readonly problems: readonly { readonly field: string; readonly detail: string }[];
    };

export type Tell = (message: FitMessage) => void;
