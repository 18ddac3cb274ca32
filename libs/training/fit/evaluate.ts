import {
  type BinaryMetrics,
  type Evaluator,
  type MulticlassMetrics,
  type RegressionLosses,
  type RegressionMetrics,
  type RegressionObjective,
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
  /** Regression: what the answers minimise; absent: the squared error. */
  readonly objective?: RegressionObjective | null;
}

export type MetricSet = RegressionMetrics | BinaryMetrics | MulticlassMetrics;

/** @param answers as `FittedModel.predict` gives them */
export function evaluatorOf(
  task: Task,
  actual: Float64Array,
  answers: Float64Array,
  { threshold, classes, objective }: Decision,
): Evaluator<MetricSet> {
  return taskEvaluator(task, actual, answers, {
    ...(threshold === null ? {} : { threshold }),
    ...lossesOf(objective),
    classes,
  });
}

function lossesOf(objective: RegressionObjective | null | undefined): RegressionLosses {
  const { metric, quantile, variancePower } = objective ?? {};
  if (metric === 'pinball' && quantile !== undefined) return { quantile };
  return variancePower === undefined ? {} : { variancePower };
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

/** The metric that versions are compared by; lower is better for all. */
export function decisiveMetric(task: Task, objective: RegressionObjective | null): string {
  return task === 'regression' ? (objective?.metric ?? 'RMSE') : 'log_loss';
}
