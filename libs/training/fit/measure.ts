import {
  type BootstrapInterval,
  bootstrapIntervals,
  measureIntervals,
  rankingCurve,
  type RegressionObjective,
  reliabilityBins,
} from '#libs/ml';
import type { ModelCardDetails, ModelCardSummaryDto } from '#libs/models';
import type { Decisions } from './decide.js';
import { describeResiduals } from './describe-residuals.js';
import { apiName, evaluatorOf, type MetricSet, numbersOf } from './evaluate.js';
import type { FitTask, Metrics } from './fit-task.js';
import type { HeldOut } from './hold-out.js';

export interface Measured {
  readonly metrics: Metrics;
  readonly intervals: NonNullable<ModelCardSummaryDto['metric_intervals']>;
  readonly details: ModelCardDetails;
}

/**
 * What the answers are worth on rows that nothing in their making has seen.
 *
 * @param objective of a regression: what the answers minimise
 */
export function measure(
  task: FitTask,
  { heldOut, classes }: HeldOut,
  answers: Float64Array,
  { threshold, interval }: Decisions,
  objective: RegressionObjective | null,
): Measured {
  const { target } = heldOut;
  const evaluator = evaluatorOf(task.task, target, answers, { threshold, classes, objective });
  const metrics = evaluator.metrics();
  return {
    metrics: {
      ...numbersOf(metrics),
      ...(interval ? intervalMetrics(target, answers, interval.radius) : {}),
    },
    intervals: Object.fromEntries(
      Object.entries<BootstrapInterval>(bootstrapIntervals(evaluator, { seed: task.seed })).map(
        ([name, { lower, upper }]) => [apiName(name), { lower, upper }],
      ),
    ),
    details: detailsOf(task, target, answers, metrics),
  };
}

function detailsOf(
  { task }: FitTask,
  target: Float64Array,
  answers: Float64Array,
  metrics: MetricSet,
): ModelCardDetails {
  switch (task) {
    case 'regression':
      return { residuals: describeResiduals(target, answers) };
    case 'binary':
      return binaryDetails(target, answers);
    case 'multiclass':
      return classDetails(metrics);
  }
}

function intervalMetrics(target: Float64Array, answers: Float64Array, radius: number): Metrics {
  const { coverage, mean_width } = measureIntervals(target, answers, radius);
  return { interval_coverage: coverage, interval_width: mean_width };
}

/** Curves need rows of both classes. */
function binaryDetails(target: Float64Array, probabilities: Float64Array): ModelCardDetails {
  const isMixed = target.includes(0) && target.includes(1);
  return {
    reliability: reliabilityBins(target, probabilities),
    ...(isMixed ? { ranking_curve: rankingCurve(target, probabilities) } : {}),
  };
}

function classDetails(metrics: MetricSet): ModelCardDetails {
  if (!('per_class' in metrics)) return {};
  return {
    class_metrics: metrics.per_class.map(({ auc, ...rest }) => ({
      ...rest,
      ...(auc === null ? {} : { auc }),
    })),
    confusion: metrics.confusion.map((counts) => [...counts]),
  };
}
