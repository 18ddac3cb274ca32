import { applyLink } from '../pipeline/links.js';
import type { Calibration } from './calibration.js';
import type { IsotonicCalibration } from './isotonic.js';

/** Raw scores (log-odds) to corrected probabilities; what `addCalibration` puts into the graph. */
export function applyCalibration(calibration: Calibration, scores: ArrayLike<number>): Float64Array {
  switch (calibration.method) {
    case 'platt': {
      const { slope, intercept } = calibration;
      return applyLink(
        'logit',
        Float64Array.from(scores, (score) => slope * score + intercept),
        1,
      );
    }
    case 'isotonic':
      return interpolate(calibration, scores);
  }
}

function interpolate(
  { scores, probabilities }: IsotonicCalibration,
  values: ArrayLike<number>,
): Float64Array {
  const last = scores.length - 1;
  return Float64Array.from(values, (value) => {
    const inside = Math.min(Math.max(value, scores[0]!), scores[last]!);
    const knot = lastNotAbove(scores, inside);
    if (knot === last) return probabilities[last]!;
    const share = (inside - scores[knot]!) / (scores[knot + 1]! - scores[knot]!);
    return probabilities[knot]! + share * (probabilities[knot + 1]! - probabilities[knot]!);
  });
}

/** Binary search; the first of the ascending values is not above `value`. */
function lastNotAbove(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}
