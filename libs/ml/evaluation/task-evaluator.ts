import type { Task } from '../estimator.js';
import { binaryEvaluator, type BinaryMetrics } from '../metrics/binary.js';
import type { Evaluator } from '../metrics/evaluator.js';
import { multiclassEvaluator, type MulticlassMetrics } from '../metrics/multiclass.js';
import { regressionEvaluator, type RegressionLosses, type RegressionMetrics } from '../metrics/regression.js';

/** What `RegressionLosses` names is for regression. */
export interface TaskEvaluatorOptions extends RegressionLosses {
  /** Binary: for the decisions `probability >= threshold`; default 0.5. */
  readonly threshold?: number;
  /** Multiclass: the names of the classes. */
  readonly classes?: readonly string[];
}

/**
 * The metrics of a task.
 *
 * @param actual the target per row, as in `TrainingData`
 * @param answers as `FittedModel.predict` gives them
 * @throws MlError `invalid_scores`.
 */
export function taskEvaluator(
  task: Task,
  actual: ArrayLike<number>,
  answers: ArrayLike<number>,
  { threshold = 0.5, classes = [], ...losses }: TaskEvaluatorOptions = {},
): Evaluator<RegressionMetrics | BinaryMetrics | MulticlassMetrics> {
  switch (task) {
    case 'regression':
      return regressionEvaluator(actual, answers, losses);
    case 'binary':
      return binaryEvaluator(actual, answers, threshold);
    case 'multiclass':
      return multiclassEvaluator(actual, answers, classes);
  }
}

/** The numbers of a metric set: without what is not defined, the threshold, and what is not one number. */
export function metricNumbers(metrics: object): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(metrics).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[0] !== 'threshold',
    ),
  );
}
