import { MlError } from '../errors.js';
import { checkProbabilities } from './check-scores.js';
import { rankedGroups, sumOf, type RankedGroups } from './ranking.js';

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
  const allPositives = sumOf(groups.positives);
  if (allPositives === 0) {
    throw new MlError('single_class', [{ field: 'actual', detail: 'has no row of class 1' }]);
  }
  return thresholdBelow(groups, bestF1Group(groups, allPositives));
}

/** The group down to which rows should be accepted; of equally good ones the first. */
export function bestF1Group({ positives, negatives }: RankedGroups, allPositives: number): number {
  let [best, bestGroup, found, accepted] = [-1, 0, 0, 0];
  for (let group = 0; group < positives.length; group += 1) {
    found += positives[group]!;
    accepted += positives[group]! + negatives[group]!;
    const f1 = (2 * found) / (accepted + allPositives);
    if (f1 > best) [best, bestGroup] = [f1, group];
  }
  return bestGroup;
}

/** The threshold that accepts the groups down to `group` and refuses the next. */
export function thresholdBelow({ probability }: RankedGroups, group: number): number {
  return between(probability[group]!, probability[group + 1] ?? 0);
}

/** The threshold that refuses every row; undefined when a probability is 1, as thresholds do not exceed 1. */
export function thresholdAbove({ probability }: RankedGroups): number | undefined {
  return probability[0]! < 1 ? between(1, probability[0]!) : undefined;
}

/** Of two neighbouring doubles the half rounds to one of them; the lower one would accept a refused row. */
function between(accepted: number, refused: number): number {
  const middle = refused + (accepted - refused) / 2;
  return middle > refused ? middle : accepted;
}
