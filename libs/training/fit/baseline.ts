import { quantileOf, type RegressionObjective, type Task } from '#libs/ml';
import { decisiveMetric, evaluate } from './evaluate.js';
import type { FitResult, Metrics } from './fit-task.js';
import type { HeldOut } from './hold-out.js';
import { estimateOf } from './shared-objective.js';

/**
 * The metrics of always giving the answer that is best without looking at a row: the training rows' mean, or the
 * quantile of theirs that the objective asks for; for classes, their shares.
 */
export function baselineMetrics(
  task: Task,
  { training, heldOut, classes }: HeldOut,
  objective: RegressionObjective | null,
): Metrics {
  const answer =
    task === 'multiclass' ? shares(training.target, classes) : [constant(training.target, objective)];
  const answers = Float64Array.from(
    { length: heldOut.target.length * answer.length },
    (_, place) => answer[place % answer.length]!,
  );
  return evaluate(task, heldOut.target, answers, { threshold: 0.5, classes, objective });
}

/** How a version is compared with its baseline. */
export function decisive(task: Task, objective: RegressionObjective | null): FitResult['decisive'] {
  return { metric: decisiveMetric(task, objective), baseline: estimateOf(objective ?? {}) };
}

function constant(target: Float64Array, objective: RegressionObjective | null): number {
  if (objective?.quantile !== undefined) return quantileOf(target.slice(), objective.quantile);
  return target.reduce((sum, value) => sum + value, 0) / target.length;
}

function shares(target: Float64Array, classes: readonly string[]): number[] {
  return classes.map((_, index) => target.filter((value) => value === index).length / target.length);
}
