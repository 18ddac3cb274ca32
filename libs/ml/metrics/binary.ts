import { calibrationErrorOf, DEFAULT_BINS } from './calibration-error.js';
import { checkProbabilities, checkSampleWeight } from './check-scores.js';
import type { Evaluator } from './evaluator.js';
import { areaUnderRoc, averagePrecision, Ranking, sumOf, type RankedGroups } from './ranking.js';

/** Rows by actual class and by decision; sums of weights where rows have weights. */
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
  /** Expected calibration error over ten bins of equal frequency, see `expectedCalibrationError`. */
  readonly ece: number;
  /** f1, precision and recall are 0 where their denominator is (scikit-learn's zero_division=0). */
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
  readonly accuracy: number;
  readonly threshold: number;
  readonly confusion: Confusion;
}

/**
 * How good probabilities are (auc, average_precision, log_loss, brier, ece: scikit-learn's user guide,
 * "Classification metrics"; Brier 1950) and how good the decisions `probability >= threshold` are.
 *
 * @param actual 0 or 1 per row
 * @param probability of class 1 per row
 * @param sampleWeight how much each row counts, positive; absent: 1 each
 * @throws MlError `invalid_scores`: no rows, unequal lengths, values out of range.
 */
export function binaryMetrics(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  threshold: number,
  sampleWeight?: ArrayLike<number>,
): BinaryMetrics {
  checkSampleWeight(sampleWeight, actual.length);
  return binaryEvaluator(actual, probability, threshold).metrics(sampleWeight);
}

/**
 * `binaryMetrics` of the same rows under many weights. All of them are functions of the groups of equal
 * probability, so that a call costs one walk over the rows and a few over the groups.
 *
 * @throws MlError `invalid_scores`.
 */
export function binaryEvaluator(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  threshold: number,
): Evaluator<BinaryMetrics> {
  checkProbabilities(actual, probability);
  const ranking = new Ranking(new Uint8Array(actual), probability);
  const distinct = ranking.weighted().probability;
  const refused = distinct.findIndex((value) => !(value >= threshold));
  const accepted = refused === -1 ? distinct.length : refused;
  const positiveLoss = distinct.map((value) => -Math.log(inside(value)));
  const negativeLoss = distinct.map((value) => -Math.log1p(-inside(value)));
  return {
    rowCount: actual.length,
    passes: 1,
    metrics: (weight) => {
      const groups = ranking.weighted(weight);
      return {
        ...probabilityMetrics(groups, positiveLoss, negativeLoss),
        ...decisionMetrics(groups, accepted, threshold),
      };
    },
  };
}

function probabilityMetrics(
  groups: RankedGroups,
  positiveLoss: Float64Array,
  negativeLoss: Float64Array,
): Pick<BinaryMetrics, 'auc' | 'average_precision' | 'log_loss' | 'brier' | 'ece'> {
  const { probability, positives, negatives } = groups;
  let total = 0;
  let loss = 0;
  let squares = 0;
  for (let group = 0; group < probability.length; group += 1) {
    const value = probability[group]!;
    total += positives[group]! + negatives[group]!;
    loss += positives[group]! * positiveLoss[group]! + negatives[group]! * negativeLoss[group]!;
    squares += positives[group]! * (1 - value) * (1 - value) + negatives[group]! * value * value;
  }
  return {
    auc: areaUnderRoc(groups),
    average_precision: averagePrecision(groups),
    log_loss: loss / total,
    brier: squares / total,
    ece: calibrationErrorOf(groups, 'equal_frequency', DEFAULT_BINS),
  };
}

/** @param accepted how many groups the threshold accepts */
function decisionMetrics(
  { positives, negatives }: RankedGroups,
  accepted: number,
  threshold: number,
): Omit<BinaryMetrics, 'auc' | 'average_precision' | 'log_loss' | 'brier' | 'ece'> {
  const true_positive = sumOf(positives.subarray(0, accepted));
  const false_positive = sumOf(negatives.subarray(0, accepted));
  const false_negative = sumOf(positives.subarray(accepted));
  const true_negative = sumOf(negatives.subarray(accepted));
  const right = true_positive + true_negative;
  return {
    f1: share(2 * true_positive, 2 * true_positive + false_positive + false_negative),
    precision: share(true_positive, true_positive + false_positive),
    recall: share(true_positive, true_positive + false_negative),
    accuracy: share(right, right + false_positive + false_negative),
    threshold,
    confusion: { true_positive, false_positive, true_negative, false_negative },
  };
}

const inside = (probability: number): number =>
  Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON);

/** 0 where the whole is. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
