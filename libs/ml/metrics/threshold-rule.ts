import { MlError, type Problem } from '../errors.js';
import { share } from './binary.js';
import { checkProbabilities, checkSampleWeight } from './check-scores.js';
import { rankedGroups, sumOf, type RankedGroups } from './ranking.js';
import { bestF1Group, thresholdAbove, thresholdBelow } from './threshold.js';

export type ThresholdRule =
  /** The highest F1. */
  | { readonly by: 'f1' }
  /** The highest threshold whose recall is at least `minimum`: miss no more than that, with the fewest alarms. */
  | { readonly by: 'recall'; readonly minimum: number }
  /** The lowest threshold whose precision is at least `minimum`: find the most without more false alarms. */
  | { readonly by: 'precision'; readonly minimum: number }
  /**
   * The lowest total cost of wrong decisions, in any unit (Elkan 2001, "The foundations of cost-sensitive
   * learning"). Where probabilities are right this is near false_positive / (false_positive + false_negative).
   */
  | { readonly by: 'cost'; readonly false_negative: number; readonly false_positive: number };

/** A threshold and what it does on the rows that it was chosen on: other rows will show a little less. */
export interface ChosenThreshold {
  readonly rule: ThresholdRule;
  /** `probability >= threshold` means this class. */
  readonly positive_class: string;
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** The share of all rows that are accepted. */
  readonly accepted_share: number;
  /** Mean per row; rule `cost` only. */
  readonly cost?: number;
}

/**
 * A threshold for the decisions `probability >= threshold`, halfway between the lowest accepted and the highest
 * refused probability (see `bestF1Threshold`). Of equally good thresholds the highest is taken. Rule `cost` may
 * refuse every row, the others accept at least one.
 *
 * @param actual 0 or 1 per row
 * @param probability of class 1 per row
 * @param positiveClass what class 1 is called, for the reader of the result
 * @param sampleWeight how much each row counts, positive; absent: 1 each
 * @throws MlError `invalid_scores`; `invalid_threshold` when the rule's numbers are out of range or no threshold
 * has the precision; `single_class` without a positive row.
 */
export function chooseThreshold(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  rule: ThresholdRule,
  positiveClass = '1',
  sampleWeight?: ArrayLike<number>,
): ChosenThreshold {
  checkRule(rule);
  checkProbabilities(actual, probability);
  checkSampleWeight(sampleWeight, actual.length);
  const groups = rankedGroups(actual, probability, sampleWeight);
  const positives = sumOf(groups.positives);
  if (positives === 0) {
    throw new MlError('single_class', [{ field: 'actual', detail: 'has no row of class 1' }]);
  }
  const last = chosenGroup(groups, positives, rule);
  const found = sumOf(groups.positives.subarray(0, last + 1));
  const alarms = sumOf(groups.negatives.subarray(0, last + 1));
  const total = positives + sumOf(groups.negatives);
  const threshold = last === -1 ? thresholdAbove(groups) : thresholdBelow(groups, last);
  return {
    rule,
    positive_class: positiveClass,
    threshold: threshold ?? 1,
    precision: share(found, found + alarms),
    recall: found / positives,
    f1: share(2 * found, found + alarms + positives),
    accepted_share: (found + alarms) / total,
    ...(rule.by === 'cost'
      ? { cost: (rule.false_negative * (positives - found) + rule.false_positive * alarms) / total }
      : {}),
  };
}

function checkRule(rule: ThresholdRule): void {
  const problems: Problem[] = [];
  if (rule.by === 'recall' || rule.by === 'precision') {
    if (!(rule.minimum > 0 && rule.minimum <= 1)) {
      problems.push({ field: 'minimum', detail: `must be above 0 and at most 1, is ${rule.minimum}` });
    }
  }
  if (rule.by === 'cost') {
    for (const field of ['false_negative', 'false_positive'] as const) {
      if (rule[field] > 0 && rule[field] < Infinity) continue;
      problems.push({ field, detail: `must be positive and finite, is ${rule[field]}` });
    }
  }
  if (problems.length > 0) throw new MlError('invalid_threshold', problems);
}

/** The last accepted group; -1 when all are refused. */
function chosenGroup(groups: RankedGroups, positives: number, rule: ThresholdRule): number {
  switch (rule.by) {
    case 'f1':
      return bestF1Group(groups, positives);
    case 'recall':
      return firstGroupWithRecall(groups, rule.minimum * positives);
    case 'precision':
      return lastGroupWithPrecision(groups, rule.minimum);
    case 'cost':
      return cheapestGroup(groups, positives, rule.false_negative, rule.false_positive);
  }
}

function firstGroupWithRecall({ positives }: RankedGroups, wanted: number): number {
  // 0.8 · 15 is 12.000000000000002 in doubles: 12 found rows must do.
  const enough = wanted * (1 - 1e-12);
  let found = 0;
  for (let group = 0; group < positives.length; group += 1) {
    found += positives[group]!;
    if (found >= enough) return group;
  }
  return positives.length - 1;
}

function lastGroupWithPrecision({ positives, negatives }: RankedGroups, minimum: number): number {
  let [found, accepted, best, chosen] = [0, 0, 0, -1];
  for (let group = 0; group < positives.length; group += 1) {
    found += positives[group]!;
    accepted += positives[group]! + negatives[group]!;
    best = Math.max(best, found / accepted);
    // Groups without positives only add alarms: they never belong to the best answer.
    if (positives[group]! > 0 && found / accepted >= minimum) chosen = group;
  }
  if (chosen >= 0) return chosen;
  const detail = `no threshold has a precision of ${minimum}; the highest is ${best.toFixed(4)}`;
  throw new MlError('invalid_threshold', [{ field: 'minimum', detail }]);
}

function cheapestGroup(
  groups: RankedGroups,
  allPositives: number,
  falseNegative: number,
  falsePositive: number,
): number {
  const { positives, negatives } = groups;
  let cost = falseNegative * allPositives;
  // No threshold in [0, 1] refuses a probability of 1.
  let best = thresholdAbove(groups) === undefined ? Infinity : cost;
  let chosen = -1;
  for (let group = 0; group < positives.length; group += 1) {
    cost += falsePositive * negatives[group]! - falseNegative * positives[group]!;
    if (cost < best) [best, chosen] = [cost, group];
  }
  return chosen;
}
