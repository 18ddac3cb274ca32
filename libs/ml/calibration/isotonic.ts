import { MlError } from '../errors.js';
import { ascendingOrder } from '../metrics/ascending-order.js';
import type { Calibration } from './calibration.js';
import { checkCalibrationRows } from './calibration-rows.js';
import { thinKnots } from './knots.js';

export type IsotonicCalibration = Extract<Calibration, { method: 'isotonic' }>;

/** A few kilobytes in the file; see `thinKnots` for what thinning may move. */
const MOST_KNOTS = 256;

/**
 * Fits the non-decreasing function with the least squared error to the classes by pooling adjacent violators
 * (Ayer et al. 1955; Zadrozny, Elkan 2002, "Transforming classifier scores into accurate multiclass probability
 * estimates"); rows of equal score are pooled first. The knots are the first and the last score of every level, as
 * scikit-learn's IsotonicRegression has them; where there are more than `mostKnots`, they are thinned so that no
 * probability moves by more than about 2 / mostKnots.
 *
 * The ends can reach 0 and 1, which a log loss punishes without bound when they are wrong; below about a thousand
 * rows prefer `fitPlatt` (Niculescu-Mizil, Caruana 2005). The rows must not be those that the model was fitted on.
 *
 * @param score raw score per row, finite
 * @param actual 0 or 1 per row
 * @param weight how much each row counts, positive; absent: 1 each
 * @param mostKnots at least 4
 * @throws MlError `invalid_scores`, `single_class`, `invalid_option`.
 */
export function fitIsotonic(
  score: ArrayLike<number>,
  actual: ArrayLike<number>,
  weight?: ArrayLike<number>,
  mostKnots: number = MOST_KNOTS,
): IsotonicCalibration {
  if (!(Number.isInteger(mostKnots) && mostKnots >= 4)) {
    const detail = `must be a whole number from 4 on, is ${mostKnots}`;
    throw new MlError('invalid_option', [{ field: 'mostKnots', detail }]);
  }
  const { weights } = checkCalibrationRows(score, actual, weight);
  const levels = poolAdjacentViolators(pointsByScore(score, actual, weights));
  const scores: number[] = [];
  const probabilities: number[] = [];
  for (const { first, last, weight: total, positives } of levels) {
    // Rounding of the sums must not lift a level above 1.
    const probability = Math.min(1, positives / total);
    scores.push(first);
    probabilities.push(probability);
    if (last === first) continue;
    scores.push(last);
    probabilities.push(probability);
  }
  return { method: 'isotonic', ...thinKnots(scores, probabilities, mostKnots) };
}

/** Rows from the score `first` to the score `last`. */
interface Level {
  readonly first: number;
  last: number;
  weight: number;
  positives: number;
}

/** One level per distinct score. */
function pointsByScore(score: ArrayLike<number>, actual: ArrayLike<number>, weights: Float64Array): Level[] {
  const points: Level[] = [];
  for (const row of ascendingOrder(score)) {
    const value = score[row]!;
    const weight = weights[row]!;
    const positives = actual[row] === 1 ? weight : 0;
    const point = points.at(-1);
    if (point === undefined || point.last !== value) {
      points.push({ first: value, last: value, weight, positives });
    } else {
      point.weight += weight;
      point.positives += positives;
    }
  }
  return points;
}

/** Merges a level into the one before as long as it does not lie above. Linear: every level is merged once. */
function poolAdjacentViolators(points: readonly Level[]): Level[] {
  const levels: Level[] = [];
  for (const point of points) {
    levels.push(point);
    for (;;) {
      const above = levels.at(-1)!;
      const below = levels.at(-2);
      if (below === undefined || below.positives / below.weight < above.positives / above.weight) break;
      below.last = above.last;
      below.weight += above.weight;
      below.positives += above.positives;
      levels.pop();
    }
  }
  return levels;
}
