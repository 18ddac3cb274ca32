import { checkProbabilities } from './check-scores.js';
import { areaUnderRoc, averagePrecision, rankedGroups } from './ranking.js';

/** Rows by actual class and by decision. */
export interface Confusion {
  readonly true_positive: number;
  readonly false_positive: number;
  readonly true_negative: number;
  readonly false_negative: number;
}

export interface BinaryMetrics {
  /** Null when one class is absent. */
  readonly auc: number | null;
  /** Null when there is no positive row. */
  readonly average_precision: number | null;
  /** Mean in nats; probabilities are kept 2.2e-16 away from 0 and 1, as scikit-learn does. */
  readonly log_loss: number;
  readonly brier: number;
  /** f1, precision and recall are 0 where their denominator is (scikit-learn's zero_division=0). */
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly accuracy: number;
  readonly threshold: number;
  readonly confusion: Confusion;
}

/**
 * How good probabilities are (auc, average_precision, log_loss, brier: scikit-learn's user guide, "Classification metrics";
 * Brier 1950) and how good the decisions `probability >= threshold` are.
 *
 * @param actual 0 or 1 per row
 * @param probability of class 1 per row
 * @throws MlError `invalid_scores`: no rows, unequal lengths, values out of range.
 */
export function binaryMetrics(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  threshold: number,
): BinaryMetrics {
  checkProbabilities(actual, probability);
  const groups = rankedGroups(actual, probability);
  const confusion = confusionAt(actual, probability, threshold);
  const { true_positive, false_positive, true_negative, false_negative } = confusion;
  return {
    auc: areaUnderRoc(groups),
    average_precision: averagePrecision(groups),
    log_loss: meanLogLoss(actual, probability),
    brier: meanBrier(actual, probability),
    f1: share(2 * true_positive, 2 * true_positive + false_positive + false_negative),
    precision: share(true_positive, true_positive + false_positive),
    recall: share(true_positive, true_positive + false_negative),
    accuracy: share(true_positive + true_negative, actual.length),
    threshold,
    confusion,
  };
}

/** Mean of -log(probability of the actual class), in nats; unchecked. */
export function meanLogLoss(actual: ArrayLike<number>, probability: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < actual.length; row += 1) {
    const value = Math.min(Math.max(probability[row] ?? NaN, Number.EPSILON), 1 - Number.EPSILON);
    sum -= actual[row] === 1 ? Math.log(value) : Math.log1p(-value);
  }
  return sum / actual.length;
}

function meanBrier(actual: ArrayLike<number>, probability: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < actual.length; row += 1)
    sum += ((actual[row] ?? NaN) - (probability[row] ?? NaN)) ** 2;
  return sum / actual.length;
}

function confusionAt(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  threshold: number,
): Confusion {
  const confusion = { true_positive: 0, false_positive: 0, true_negative: 0, false_negative: 0 };
  for (let row = 0; row < actual.length; row += 1) {
    const isPositive = (probability[row] ?? NaN) >= threshold;
    if (actual[row] === 1) confusion[isPositive ? 'true_positive' : 'false_negative'] += 1;
    else confusion[isPositive ? 'false_positive' : 'true_negative'] += 1;
  }
  return confusion;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
