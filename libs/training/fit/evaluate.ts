import { binaryMetrics, multiclassMetrics, regressionMetrics, type Task } from '#libs/ml';
import type { Metrics } from './fit-task.js';

/** What a version decides with. */
export interface Decision {
  /** Binary: probability from which on the answer is 1. */
  readonly threshold: number | null;
  /** Multiclass: in the order of the probabilities. */
  readonly classes: readonly string[];
}

/**
 * Metrics under the names that the API shows; those that the rows leave undefined are absent.
 *
 * @param answers as `FittedModel.predict` gives them
 */
export function evaluate(
  task: Task,
  actual: Float64Array,
  answers: Float64Array,
  { threshold, classes }: Decision,
): Metrics {
  switch (task) {
    case 'regression': {
      const { R2, ...rest } = regressionMetrics(actual, answers);
      return numbersOf({ ...rest, 'R²': R2 });
    }
    case 'binary': {
      const { confusion, threshold: _threshold, ...rest } = binaryMetrics(actual, answers, threshold ?? 0.5);
      return numbersOf({ ...rest, ...confusion });
    }
    case 'multiclass':
      return numbersOf({ ...multiclassMetrics(actual, answers, classes) });
  }
}

function numbersOf(metrics: Readonly<Record<string, unknown>>): Metrics {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

/** The metric that the gate compares; lower is better for all. */
export const decisiveMetric: Readonly<Record<Task, string>> = {
  regression: 'RMSE',
  binary: 'log_loss',
  multiclass: 'log_loss',
};
