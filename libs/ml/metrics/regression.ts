import { checkScores } from './check-scores.js';

/** MAE and RMSE are in the target's unit, MSE in its square; R2 and MAPE are shares. */
export interface RegressionMetrics {
  readonly MAE: number;
  readonly MSE: number;
  readonly RMSE: number;
  /** Null when the actual values do not differ: the share of explained variance is then not defined. */
  readonly R2: number | null;
  /** Mean of |error| / |actual| as a share (0.1 is ten per cent); absent when an actual value is 0. */
  readonly MAPE?: number;
}

/**
 * Mean absolute error, mean squared error and its root, coefficient of determination 1 - Σ(y - ŷ)² / Σ(y - ȳ)²
 * and mean absolute percentage error, as scikit-learn's user guide, "Regression metrics", defines them.
 *
 * @param actual one value per row
 * @param predicted one value per row
 * @throws MlError `invalid_scores`: no rows, unequal lengths, values that are not finite.
 */
export function regressionMetrics(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): RegressionMetrics {
  checkScores(actual, predicted);
  const errors = Array.from(actual, (value, row) => value - (predicted[row] ?? NaN));
  const mean = meanOf(Array.from(actual));
  const MSE = meanOf(errors.map((error) => error ** 2));
  const variance = meanOf(Array.from(actual, (value) => (value - mean) ** 2));
  const isConstant = Array.from(actual).every((value) => value === actual[0]);
  const shares = errors.map((error, row) => Math.abs(error / (actual[row] ?? NaN)));
  return {
    MAE: meanOf(errors.map(Math.abs)),
    MSE,
    RMSE: Math.sqrt(MSE),
    R2: isConstant ? null : 1 - MSE / variance,
    ...(Array.from(actual).includes(0) ? {} : { MAPE: meanOf(shares) }),
  };
}

/** Mean of (y - ŷ)², in the target's unit squared. */
export function meanSquaredError(actual: Float64Array, predicted: Float64Array): number {
  return meanOf(Array.from(actual, (value, row) => (value - (predicted[row] ?? NaN)) ** 2));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
