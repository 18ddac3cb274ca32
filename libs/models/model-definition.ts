export const tasks = ['regression', 'binary'] as const;
export type Task = (typeof tasks)[number];

/** A named predictor on a dataset. What it learned lives in its versions. */
export interface ModelDefinition {
  /** kebab-case; part of every address. */
  readonly name: string;
  readonly description: string;
  readonly dataset: string;
  readonly task: Task;
  readonly target: string;
  /** Columns of the dataset, in the order of the schema. Sensitive columns are refused. */
  readonly features: readonly string[];
}
