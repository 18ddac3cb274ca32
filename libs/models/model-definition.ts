import type { DerivedFeature, Task } from '#libs/ml';

/** A named predictor on a dataset. What it learned lives in its versions. */
export interface ModelDefinition {
  /** kebab-case; part of every address. */
  readonly name: string;
  readonly description: string;
  readonly dataset: string;
  readonly task: Task;
  /** A number (regression), a boolean or a 0 or 1 (binary), a category (multiclass). */
  readonly target: string;
  /** Columns of the dataset, in the order of the schema. Sensitive columns are refused. */
  readonly features: readonly string[];
  /** Computed from features inside the model's file. */
  readonly derived?: readonly DerivedFeature[];
}
