import { MlError } from '../errors.js';
import type { Task } from '../estimator.js';
import type { Hyperparameters } from '../hyperparameters.js';
import type { Link } from '../pipeline/score-model.js';
import {
  ABSOLUTE_ERROR,
  BINARY,
  HUBER,
  MULTICLASS,
  POISSON,
  QUANTILE,
  SQUARED_ERROR,
  TWEEDIE,
} from './layout.js';
import { quantileOf, weightedQuantileOf } from './quantile.js';
import { regressionObjective } from './regression-objective.js';

/** What is minimised, as far as TypeScript needs to know; derivatives and losses are kernels. */
export interface Objective {
  readonly kernel: number;
  readonly parameter: number;
  readonly link: Link;
  /** Every unweighted row has the hessian 1. */
  readonly hasConstantHessian: boolean;
  /** Leaves take this quantile of their rows' errors instead of a Newton step. */
  readonly renewedQuantile?: number;
}

export function objectiveOf(task: Task, hyperparameters: Hyperparameters): Objective {
  switch (task) {
    case 'binary':
      return { kernel: BINARY, parameter: 0, link: 'logit', hasConstantHessian: false };
    case 'multiclass':
      return { kernel: MULTICLASS, parameter: 0, link: 'softmax', hasConstantHessian: false };
    case 'regression':
      return kernelOf(hyperparameters);
  }
}

function kernelOf(hyperparameters: Hyperparameters): Objective {
  const { link } = regressionObjective(hyperparameters.values);
  const scored = { link, hasConstantHessian: link === 'identity' };
  switch (hyperparameters.text('objective')) {
    case 'absolute_error':
      return { ...scored, kernel: ABSOLUTE_ERROR, parameter: 0, renewedQuantile: 0.5 };
    case 'huber':
      return { ...scored, kernel: HUBER, parameter: hyperparameters.number('huber_delta') };
    case 'quantile': {
      const level = hyperparameters.number('quantile');
      return { ...scored, kernel: QUANTILE, parameter: level, renewedQuantile: level };
    }
    case 'poisson':
      return { ...scored, kernel: POISSON, parameter: 0 };
    case 'tweedie':
      return { ...scored, kernel: TWEEDIE, parameter: hyperparameters.number('tweedie_variance_power') };
    default:
      return { ...scored, kernel: SQUARED_ERROR, parameter: 0 };
  }
}

/** @throws MlError `invalid_target` when the objective is not defined for it. */
export function checkObjectiveTarget({ link }: Objective, target: Float64Array): void {
  if (link !== 'log') return;
  const negative = target.reduce((count, value) => count + (value < 0 ? 1 : 0), 0);
  if (negative === 0) return;
  throw new MlError('invalid_target', [
    {
      field: 'target',
      detail: `${negative} of ${target.length} rows are below 0, which the objectives poisson and tweedie do not allow`,
    },
  ]);
}

/** The constant score that boosting starts from: the best one (of huber: the mean, as in LightGBM). One per output. */
export function baseScores(
  objective: Objective,
  target: Float64Array,
  weights: Float64Array | undefined,
  classCount: number,
): Float64Array {
  switch (objective.kernel) {
    case ABSOLUTE_ERROR:
    case QUANTILE: {
      const level = objective.renewedQuantile ?? 0.5;
      const base =
        weights === undefined
          ? quantileOf(target.slice(), level)
          : weightedQuantileOf(target, weights, level);
      return Float64Array.of(base);
    }
    case POISSON:
    case TWEEDIE:
      return Float64Array.of(Math.log(weightedMean(target, weights)));
    case BINARY: {
      const share = weightedMean(target, weights);
      return Float64Array.of(Math.log(share / (1 - share)));
    }
    case MULTICLASS:
      return Float64Array.from({ length: classCount }, (_, index) =>
        Math.log(
          weightedMean(
            target.map((value) => (value === index ? 1 : 0)),
            weights,
          ),
        ),
      );
    default:
      return Float64Array.of(weightedMean(target, weights));
  }
}

/** Divided before it is summed, so that large values do not overflow. */
function weightedMean(values: Float64Array, weights: Float64Array | undefined): number {
  const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? values.length;
  let mean = 0;
  for (let row = 0; row < values.length; row += 1) mean += values[row]! * ((weights?.[row] ?? 1) / total);
  return mean;
}
