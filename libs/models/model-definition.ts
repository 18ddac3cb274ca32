import type { DerivedFeature, Task } from '#libs/ml';
import type { DecisionPolicy, ReasonCode } from './policies/decision-policy.js';

/** A named predictor on a dataset. What it learned lives in its versions. */
export interface ModelDefinition {
  /** kebab-case; part of every address. */
  readonly name: string;
  readonly origin: ModelOrigin;
  readonly description: string;
  readonly dataset: string;
  readonly task: Task;
  /** A number (regression), a boolean or a 0 or 1 (binary), a category (multiclass). */
  readonly target: string;
  /** Binary: the value of the target, as text, whose probability is answered. Absent: true, or 1. */
  readonly positiveClass?: string;
  /** Binary: of several values of the target one is told from all others. Else there may be one other. */
  readonly isAgainstRest?: true;
  /** Columns of the dataset, in the order of the schema. */
  readonly features: readonly string[];
  /** Of the features, those that are sensitive: each has to be switched on by name. */
  readonly sensitiveFeatures?: readonly string[];
  /** Computed from features inside the model's file. */
  readonly derived?: readonly DerivedFeature[];
  /** Binary: how trainings choose the threshold unless they say otherwise. */
  readonly threshold?: ThresholdRule;
  /** Which candidates become champion by themselves. Absent: those that are not worse. */
  readonly gate?: GatePolicy;
  /** Binary: what decisions follow until somebody changes it; what is absent takes a default. */
  readonly policy?: Partial<DecisionPolicy>;
  /** Binary: what features are called as reasons until somebody changes it; absent: as the dataset describes them. */
  readonly reasons?: readonly ReasonCode[];
}

/** `built_in`: declared by a use case; `user`: made through the API. */
export type ModelOrigin = 'built_in' | 'user';

/** How the probability from which on the answer is 1 is chosen, on out-of-fold predictions. */
export type ThresholdRule =
  /** The highest F1. */
  | { readonly rule: 'f1' }
  /** The highest precision among thresholds that find at least this share of class 1. */
  | { readonly rule: 'recall'; readonly floor: number }
  /** The least total cost of the two errors. */
  | { readonly rule: 'cost'; readonly false_negative: number; readonly false_positive: number };

export interface GatePolicy {
  /** `manual`: no version becomes champion by itself, whatever it measures. */
  readonly promotion: 'automatic' | 'manual';
  /** By how much the candidate must be better than the champion, in units of the deciding metric; 0 or more. */
  readonly minimum_improvement: number;
}
