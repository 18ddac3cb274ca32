import { MlError } from '../errors.js';
import { share } from './binary.js';
import { checkProbabilities, checkSampleWeight } from './check-scores.js';
import { rankedGroups, sumOf, type RankedGroups } from './ranking.js';
import { thresholdBelow } from './threshold.js';

/** What accepting all rows from `threshold` on gives. */
export interface CurvePoint {
  readonly threshold: number;
  /** Recall: the share of positive rows accepted. */
  readonly true_positive_rate: number;
  readonly false_positive_rate: number;
  readonly precision: number;
}

export interface ThresholdRow {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** The share of all rows that are accepted. */
  readonly accepted_share: number;
  /** Mean per row, where costs were given. */
  readonly cost?: number;
}

export interface DecisionCosts {
  /** Of a positive row that is refused. */
  readonly false_negative: number;
  /** Of a negative row that is accepted. */
  readonly false_positive: number;
}

const MOST_POINTS = 200;

/**
 * The ROC curve (false_positive_rate, true_positive_rate) and the precision-recall curve (true_positive_rate,
 * precision) in one list, from the highest threshold down; (0, 0) of the ROC curve is not in it. At most 200
 * points: as the rates add up to at most 2, points that follow at steps of 1/100 of their sum keep the ROC curve's
 * area to 1e-4 and leave out nothing that a picture shows. `areas` are in `binaryMetrics`, from all rows.
 *
 * @throws MlError `invalid_scores`; `single_class` when one class is absent: the rates are then not defined.
 */
export function rankingCurve(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  sampleWeight?: ArrayLike<number>,
): CurvePoint[] {
  return steps(actual, probability, sampleWeight).map(
    ({ threshold, found, alarms, positives, negatives }) => ({
      threshold,
      true_positive_rate: found / positives,
      false_positive_rate: alarms / negatives,
      precision: found / (found + alarms),
    }),
  );
}

/**
 * Precision, recall, F1, accepted share and mean cost by threshold, from the highest down; at most 200 of them,
 * chosen as in `rankingCurve`.
 *
 * @throws MlError `invalid_scores`, `single_class`.
 */
export function thresholdTable(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  costs?: DecisionCosts,
  sampleWeight?: ArrayLike<number>,
): ThresholdRow[] {
  return steps(actual, probability, sampleWeight).map(
    ({ threshold, found, alarms, positives, negatives }) => {
      const total = positives + negatives;
      const cost = (): number =>
        ((costs?.false_negative ?? 0) * (positives - found) + (costs?.false_positive ?? 0) * alarms) / total;
      return {
        threshold,
        precision: found / (found + alarms),
        recall: found / positives,
        f1: share(2 * found, found + alarms + positives),
        accepted_share: (found + alarms) / total,
        ...(costs === undefined ? {} : { cost: cost() }),
      };
    },
  );
}

interface Step {
  readonly threshold: number;
  /** Accepted positive rows. */
  readonly found: number;
  /** Accepted negative rows. */
  readonly alarms: number;
  readonly positives: number;
  readonly negatives: number;
}

function steps(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  sampleWeight: ArrayLike<number> | undefined,
): Step[] {
  checkProbabilities(actual, probability);
  checkSampleWeight(sampleWeight, actual.length);
  const groups = rankedGroups(actual, probability, sampleWeight);
  const positives = sumOf(groups.positives);
  const negatives = sumOf(groups.negatives);
  if (positives === 0 || negatives === 0) {
    throw new MlError('single_class', [{ field: 'actual', detail: 'has rows of one class only' }]);
  }
  return thinned(groups, positives, negatives);
}

/** The first and the last group, and those that carry the rates over the next step. */
function thinned(groups: RankedGroups, positives: number, negatives: number): Step[] {
  const groupCount = groups.probability.length;
  const stepWidth = groupCount <= MOST_POINTS ? 0 : 2 / (MOST_POINTS - 2);
  const kept: Step[] = [];
  let [found, alarms, next] = [0, 0, 0];
  for (let group = 0; group < groupCount; group += 1) {
    found += groups.positives[group]!;
    alarms += groups.negatives[group]!;
    const rates = found / positives + alarms / negatives;
    if (rates < next && group < groupCount - 1) continue;
    if (stepWidth > 0) next = (Math.floor(rates / stepWidth) + 1) * stepWidth;
    kept.push({ threshold: thresholdBelow(groups, group), found, alarms, positives, negatives });
  }
  return kept;
}
