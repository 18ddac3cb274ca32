import type { ThresholdRule } from '#libs/models';

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
