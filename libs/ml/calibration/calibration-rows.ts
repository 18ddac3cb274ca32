import { MlError } from '../errors.js';
import { checkBinaryScores, checkSampleWeight } from '../metrics/check-scores.js';

/** Both classes are needed: without one of them the best curve has no finite parameters. */
export function checkCalibrationRows(
  score: ArrayLike<number>,
  actual: ArrayLike<number>,
  weight: ArrayLike<number> | undefined,
): { weights: Float64Array; positives: number; negatives: number } {
  checkBinaryScores(actual, score);
  checkSampleWeight(weight, actual.length);
  const weights = weight === undefined ? new Float64Array(actual.length).fill(1) : new Float64Array(weight);
  let [positives, negatives] = [0, 0];
  for (let row = 0; row < weights.length; row += 1) {
    if (actual[row] === 1) positives += weights[row]!;
    else negatives += weights[row]!;
  }
  if (positives === 0 || negatives === 0) {
    throw new MlError('single_class', [{ field: 'actual', detail: 'has rows of one class only' }]);
  }
  return { weights, positives, negatives };
}
