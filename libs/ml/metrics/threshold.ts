import { MlError } from '../errors.js';
import { checkProbabilities } from './check-scores.js';
import { rankedGroups } from './ranking.js';

/**
 * The threshold t for which the decisions `probability >= t` have the highest F1 (van Rijsbergen 1979). It lies
 * halfway between the lowest accepted and the highest refused probability, so that a difference in the last bit
 * between two hosts does not turn a decision. Of equally good thresholds the highest is taken: fewer alarms.
 *
 * @param actual 0 or 1 per row
 * @param probability of class 1 per row
 * @throws MlError `invalid_scores` as `binaryMetrics`; `single_class` without a positive row, F1 being 0 throughout.
 */
export function bestF1Threshold(actual: ArrayLike<number>, probability: ArrayLike<number>): number {
  checkProbabilities(actual, probability);
  const groups = rankedGroups(actual, probability);
  const allPositives = groups.reduce((sum, { positives }) => sum + positives, 0);
  if (allPositives === 0)
    throw new MlError('single_class', [{ field: 'actual', detail: 'has no row of class 1' }]);
  let best = { f1: -1, threshold: 0.5 };
  let positives = 0;
  let accepted = 0;
  groups.forEach((group, index) => {
    positives += group.positives;
    accepted += group.positives + group.negatives;
    const f1 = (2 * positives) / (accepted + allPositives);
    if (f1 <= best.f1) return;
    best = { f1, threshold: between(group.probability, groups[index + 1]?.probability ?? 0) };
  });
  return best.threshold;
}

/** Of two neighbouring doubles the half rounds to one of them; the lower one would accept a refused row. */
function between(accepted: number, refused: number): number {
  const middle = refused + (accepted - refused) / 2;
  return middle > refused ? middle : accepted;
}
