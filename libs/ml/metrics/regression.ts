import { MlError } from '../errors.js';
import { ascendingOrder } from './ascending-order.js';
import { checkSampleWeight, checkScores } from './check-scores.js';
import type { Evaluator } from './evaluator.js';
import { tweedieDeviance } from './tweedie-deviance.js';
import { weightedMedian } from './weighted-median.js';

/** MAE, RMSE, median_absolute_error and pinball are in the target's unit, MSE in its square; R2 and MAPE are shares. */
export interface RegressionMetrics {
  readonly MAE: number;
  readonly MSE: number;
  readonly RMSE: number;
  /** Null when the actual values do not differ: the share of explained variance is then not defined. */
  readonly R2: number | null;
  /** Mean of |error| / |actual| as a share (0.1 is ten per cent); absent when an actual value is 0. */
  readonly MAPE?: number;
  readonly median_absolute_error: number;
  /** Mean pinball loss; present where a quantile is asked for. */
  readonly pinball?: number;
  /** Mean deviance; present where a power of the variance is asked for and every answer is above 0. */
  readonly deviance?: number;
}

/** Losses beside the metrics that every regression has. */
export interface RegressionLosses {
  /** The quantile that the answers estimate, above 0 and below 1: adds `pinball` (Koenker, Bassett 1978). */
  readonly quantile?: number;
  /** Of targets of 0 or more, whose variance grows with this power of their mean, from 1 (Poisson) to below 2: adds `deviance`. */
  readonly variancePower?: number;
}

export interface RegressionMetricsOptions extends RegressionLosses {
  /** How much each row counts, positive; absent: 1 each. */
  readonly sampleWeight?: ArrayLike<number>;
}

/**
 * Mean absolute error, mean squared error and its root, coefficient of determination 1 - Σ(y - ŷ)² / Σ(y - ȳ)²,
 * mean absolute percentage error, median absolute error, pinball loss and Tweedie deviance, as scikit-learn's user guide, "Regression
 * metrics", defines them.
 *
 * @param actual one value per row
 * @param predicted one value per row
 * @throws MlError `invalid_scores`: no rows, unequal lengths, values that are not finite.
 */
export function regressionMetrics(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  { sampleWeight, ...losses }: RegressionMetricsOptions = {},
): RegressionMetrics {
  checkSampleWeight(sampleWeight, actual.length);
  return regressionEvaluator(actual, predicted, losses).metrics(sampleWeight);
}

/**
 * `regressionMetrics` of the same rows under many weights.
 *
 * @throws MlError `invalid_scores`.
 */
export function regressionEvaluator(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  { quantile, variancePower }: RegressionLosses = {},
): Evaluator<RegressionMetrics> {
  checkScores(actual, predicted);
  if (quantile !== undefined && !(quantile > 0 && quantile < 1)) {
    const detail = `must be above 0 and below 1, is ${quantile}`;
    throw new MlError('invalid_scores', [{ field: 'quantile', detail }]);
  }
  const rows = errorsOf(actual, predicted, variancePower);
  return { rowCount: actual.length, passes: 1, metrics: (weight) => metricsOf(rows, quantile, weight) };
}

interface Errors {
  readonly errors: Float64Array;
  readonly absolute: Float64Array;
  /** Rows by ascending absolute error. */
  readonly order: Uint32Array;
  /** Actual values minus their mean: a variance computed from them does not cancel. */
  readonly centred: Float64Array;
  readonly isConstant: boolean;
  /** |error| / |actual|; undefined when an actual value is 0. */
  readonly shares: Float64Array | undefined;
  /** Undefined when none is asked for, or an answer is not above 0. */
  readonly deviances: Float64Array | undefined;
}

function errorsOf(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  variancePower: number | undefined,
): Errors {
  const values = new Float64Array(actual);
  const errors = values.map((value, row) => value - predicted[row]!);
  const absolute = errors.map(Math.abs);
  let mean = 0;
  for (let row = 0; row < values.length; row += 1) mean += values[row]! / values.length;
  return {
    errors,
    absolute,
    order: ascendingOrder(absolute),
    centred: values.map((value) => value - mean),
    isConstant: values.every((value) => value === values[0]),
    shares: values.includes(0) ? undefined : absolute.map((error, row) => error / Math.abs(values[row]!)),
    deviances: variancePower === undefined ? undefined : deviancesOf(values, predicted, variancePower),
  };
}

function deviancesOf(
  actual: Float64Array,
  predicted: ArrayLike<number>,
  power: number,
): Float64Array | undefined {
  const deviances = actual.map((value, row) => tweedieDeviance(value, predicted[row]!, power));
  return deviances.every(Number.isFinite) ? deviances : undefined;
}

function metricsOf(
  { errors, absolute, order, centred, isConstant, shares, deviances }: Errors,
  quantile: number | undefined,
  weight: ArrayLike<number> | undefined,
): RegressionMetrics {
  let [total, absolutes, squares, centredSum, centredSquares, shareSum, overs, devianceSum] = [
    0, 0, 0, 0, 0, 0, 0, 0,
  ];
  for (let row = 0; row < errors.length; row += 1) {
    const counts = weight === undefined ? 1 : weight[row]!;
    const error = errors[row]!;
    total += counts;
    absolutes += counts * absolute[row]!;
    squares += counts * error * error;
    centredSum += counts * centred[row]!;
    centredSquares += counts * centred[row]! * centred[row]!;
    if (shares !== undefined) shareSum += counts * shares[row]!;
    if (deviances !== undefined) devianceSum += counts * deviances[row]!;
    if (error > 0) overs += counts * error;
  }
  const MSE = squares / total;
  const meanSquare = centredSquares / total;
  const variance = meanSquare - (centredSum / total) ** 2;
  // A resample may consist of one value; what is left of its variance is rounding.
  const hasVariance = !isConstant && variance > 16 * Number.EPSILON * meanSquare;
  // q·max(e, 0) + (1 - q)·max(-e, 0), the second sum being Σ|e| less the first.
  const pinball = (q: number): number => (q * overs + (1 - q) * (absolutes - overs)) / total;
  return {
    MAE: absolutes / total,
    MSE,
    RMSE: Math.sqrt(MSE),
    R2: hasVariance ? 1 - MSE / variance : null,
    ...(shares === undefined ? {} : { MAPE: shareSum / total }),
    median_absolute_error: weightedMedian(absolute, order, total, weight),
    ...(quantile === undefined ? {} : { pinball: pinball(quantile) }),
    ...(deviances === undefined ? {} : { deviance: devianceSum / total }),
  };
}
