import { binaryMetrics, regressionMetrics, type Task } from '#libs/ml';
import type { Metrics } from './fit-task.js';

/** Metrics under the names that the API shows; those that the rows leave undefined are absent. */
export function evaluate(
  task: Task,
  actual: Float64Array,
  answers: Float64Array,
  threshold: number | null,
): Metrics {
  if (task === 'regression') {
    const { R2, ...rest } = regressionMetrics(actual, answers);
    return { ...rest, ...(R2 === null ? {} : { 'R²': R2 }) };
  }
  const {
    confusion,
    threshold: _threshold,
    auc,
    average_precision,
    ...rest
  } = binaryMetrics(actual, answers, threshold ?? 0.5);
  return {
    ...(auc === null ? {} : { auc }),
    ...(average_precision === null ? {} : { average_precision }),
    ...rest,
    ...confusion,
  };
}

/** The metric that the gate compares; lower is better for both. */
export const decisiveMetric: Readonly<Record<Task, string>> = {
  regression: 'RMSE',
  binary: 'log_loss',
  multiclass: 'log_loss',
};
