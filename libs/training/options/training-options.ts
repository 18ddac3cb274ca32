/** What a run chooses beside algorithm and hyperparameters; what does not apply to the model's task is absent. */
export interface TrainingOptions {
  /** Binary. */
  readonly calibration?: CalibrationChoice;
  /** Binary. */
  readonly threshold?: ThresholdRule;
  /** Regression: share of rows whose true value the interval should hold. */
  readonly interval_coverage?: number;
  readonly split: SplitRequest;
}

export const calibrationChoices = ['auto', 'none', 'platt', 'isotonic'] as const;
export type CalibrationChoice = (typeof calibrationChoices)[number];

/** How the probability from which on the answer is 1 is chosen, on out-of-fold predictions. */
export type ThresholdRule =
  /** The highest F1. */
  | { readonly rule: 'f1' }
  /** The highest precision among thresholds that find at least this share of class 1. */
  | { readonly rule: 'recall'; readonly floor: number }
  /** The least total cost of the two errors. */
  | { readonly rule: 'cost'; readonly false_negative: number; readonly false_positive: number };

export type SplitRequest =
  | { readonly method: 'identifier' }
  | { readonly method: 'stratified' }
  | { readonly method: 'group'; readonly column: string }
  | { readonly method: 'time'; readonly column: string };

export const defaultOptions = {
  calibration: 'auto',
  threshold: { rule: 'f1' },
  intervalCoverage: 0.9,
  split: { method: 'identifier' },
} as const;
