import {
  type BinaryMetrics,
  type Evaluator,
  type MulticlassMetrics,
  type RegressionMetrics,
  type Task,
  taskEvaluator,
} from '#libs/ml';
import type { Metrics } from './fit-task.js';

/** What a version decides with. */
export interface Decision {
  /** Binary: probability from which on the answer is 1. */
  readonly threshold: number | null;
  /** Multiclass: in the order of the probabilities. */
  readonly classes: readonly string[];
  /** Regression: which quantile the answers estimate, where they estimate one. */
  readonly quantile?: number | undefined;
}

export type MetricSet = RegressionMetrics | BinaryMetrics | MulticlassMetrics;

/** @param answers as `FittedModel.predict` gives them */
export function evaluatorOf(
  task: Task,
  actual: Float64Array,
  answers: Float64Array,
  { threshold, classes, quantile }: Decision,
): Evaluator<MetricSet> {
  return taskEvaluator(task, actual, answers, {
    ...(threshold === null ? {} : { threshold }),
    ...(quantile === undefined ? {} : { quantile }),
    classes,
  });
}

/** Metrics under the names that the API shows; those that the rows leave undefined are absent. */
export function evaluate(
  task: Task,
  actual: Float64Array,
  answers: Float64Array,
  decision: Decision,
): Metrics {
  return numbersOf(evaluatorOf(task, actual, answers, decision).metrics());
}

/** The threshold is no metric; the counts of the two kinds of error are. */
export function numbersOf(metrics: MetricSet): Metrics {
  const counts = 'confusion' in metrics && !Array.isArray(metrics.confusion) ? metrics.confusion : {};
  return Object.fromEntries(
    [...Object.entries(metrics), ...Object.entries(counts)].flatMap(([name, value]) =>
      typeof value === 'number' && name !== 'threshold' ? [[apiName(name), value]] : [],
    ),
  );
}

export function apiName(metric: string): string {
  return metric === 'R2' ? 'R²' : metric;
}

/** The metric that the gate compares; lower is better for all. */
export const decisiveMetric: Readonly<Record<Task, string>> = {
  regression: 'RMSE',
  binary: 'log_loss',
  multiclass: 'log_loss',
};
