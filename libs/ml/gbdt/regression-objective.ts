import type { HyperparameterValue } from '../estimator.js';

/** What a regression minimises, as far as whoever reads its answers has to know. */
export interface RegressionObjective {
  /** `log`: the raw score is the logarithm of the answer. */
  readonly link: 'identity' | 'log';
  /** Lowest for the best answers under this objective; of huber, which has none of its own, that of the mean. */
  readonly metric: 'RMSE' | 'MAE' | 'pinball' | 'deviance';
  /** Which quantile the answers estimate, the median of absolute_error included; absent: the mean. */
  readonly quantile?: number;
  /** Of the deviance: the variance grows with this power of the mean; 1 is Poisson. */
  readonly variancePower?: number;
}

/** @param hyperparameters resolved ones of a regression; algorithms without a choice of objective minimise the squared error */
export function regressionObjective(
  hyperparameters: Readonly<Record<string, HyperparameterValue>>,
): RegressionObjective {
  const { objective, quantile, tweedie_variance_power: power } = hyperparameters;
  switch (objective) {
    case 'absolute_error':
      return { link: 'identity', metric: 'MAE', quantile: 0.5 };
    case 'quantile':
      return { link: 'identity', metric: 'pinball', quantile: Number(quantile) };
    case 'poisson':
      return { link: 'log', metric: 'deviance', variancePower: 1 };
    case 'tweedie':
      return { link: 'log', metric: 'deviance', variancePower: Number(power) };
    default:
      return { link: 'identity', metric: 'RMSE' };
  }
}
