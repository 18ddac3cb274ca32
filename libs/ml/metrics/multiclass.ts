import { share } from './binary.js';
import { checkClassProbabilities, checkSampleWeight } from './check-scores.js';
import type { Evaluator } from './evaluator.js';
import { areaUnderRoc, Ranking } from './ranking.js';

/** How well one class is told from the others. */
export interface ClassMetrics {
  readonly class: string;
  /** Rows of the class; the sum of their weights where rows have weights. */
  readonly support: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Against all other classes; null when the class has no row or all. */
  readonly auc: number | null;
}

export interface MulticlassMetrics {
  readonly accuracy: number;
  /** Mean of the classes' F1. A class that is neither present nor predicted is left out, as in scikit-learn. */
  readonly macro_f1: number;
  /** Mean of the classes' F1, weighted by their rows. */
  readonly weighted_f1: number;
  /** Mean in nats; probabilities are kept 2.2e-16 away from 0. */
  readonly log_loss: number;
  /** Mean of Σ over classes of (probability - [is the class])², between 0 and 2 (Brier 1950). */
  readonly brier: number;
  /** Mean of one-against-rest AUC over the classes that have rows; null when fewer than two have any. */
  readonly auc: number | null;
  readonly classes: readonly string[];
  /** Row: actual class; column: class of the highest probability. */
  readonly confusion: readonly (readonly number[])[];
  readonly per_class: readonly ClassMetrics[];
}

/**
 * @param actual index of the class per row
 * @param probability rows × classes, row by row
 * @param sampleWeight how much each row counts, positive; absent: 1 each
 * @throws MlError `invalid_scores`: no rows, unequal lengths, values out of range, rows that do not add up to 1.
 */
export function multiclassMetrics(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  classes: readonly string[],
  sampleWeight?: ArrayLike<number>,
): MulticlassMetrics {
  checkSampleWeight(sampleWeight, actual.length);
  return multiclassEvaluator(actual, probability, classes).metrics(sampleWeight);
}

/**
 * `multiclassMetrics` of the same rows under many weights.
 *
 * @throws MlError `invalid_scores`.
 */
export function multiclassEvaluator(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  classes: readonly string[],
): Evaluator<MulticlassMetrics> {
  const count = classes.length;
  checkClassProbabilities(actual, probability, count);
  const target = new Uint32Array(actual);
  const rankings = classes.map((_, k) => {
    const column = Float64Array.from(target, (_value, row) => probability[row * count + k]!);
    return new Ranking(
      Uint8Array.from(target, (value) => (value === k ? 1 : 0)),
      column,
    );
  });
  const { predicted, losses, squares } = rowTerms(target, probability, count);
  return {
    rowCount: target.length,
    passes: count,
    metrics: (weight) => {
      const flat = new Float64Array(count * count);
      let [total, loss, brier] = [0, 0, 0];
      for (let row = 0; row < target.length; row += 1) {
        const counts = weight === undefined ? 1 : weight[row]!;
        total += counts;
        loss += counts * losses[row]!;
        brier += counts * squares[row]!;
        flat[target[row]! * count + predicted[row]!]! += counts;
      }
      const areas = rankings.map((ranking) => areaUnderRoc(ranking.weighted(weight)));
      const confusion = classes.map((_, k) => Array.from(flat.subarray(k * count, (k + 1) * count)));
      return {
        log_loss: loss / total,
        brier: brier / total,
        classes,
        ...fromConfusion(classes, confusion, areas),
      };
    },
  };
}

function rowTerms(
  target: Uint32Array,
  probability: ArrayLike<number>,
  count: number,
): { predicted: Uint32Array; losses: Float64Array; squares: Float64Array } {
  const predicted = new Uint32Array(target.length);
  const losses = new Float64Array(target.length);
  const squares = new Float64Array(target.length);
  for (let row = 0; row < target.length; row += 1) {
    let [best, sum] = [0, 0];
    for (let k = 0; k < count; k += 1) {
      const value = probability[row * count + k]!;
      if (value > probability[row * count + best]!) best = k;
      sum += (value - (k === target[row] ? 1 : 0)) ** 2;
    }
    predicted[row] = best;
    squares[row] = sum;
    losses[row] = -Math.log(Math.max(probability[row * count + target[row]!]!, Number.EPSILON));
  }
  return { predicted, losses, squares };
}

function fromConfusion(
  classes: readonly string[],
  confusion: readonly (readonly number[])[],
  areas: readonly (number | null)[],
): Omit<MulticlassMetrics, 'log_loss' | 'brier' | 'classes'> {
  const predicted = classes.map((_, k) => confusion.reduce((sum, row) => sum + row[k]!, 0));
  const per_class = classes.map((name, k): ClassMetrics => {
    const right = confusion[k]![k]!;
    const support = confusion[k]!.reduce((sum, weight) => sum + weight, 0);
    return {
      class: name,
      support,
      precision: share(right, predicted[k]!),
      recall: share(right, support),
      f1: share(2 * right, predicted[k]! + support),
      auc: areas[k]!,
    };
  });
  const total = per_class.reduce((sum, { support }) => sum + support, 0);
  const inPlay = per_class.filter(({ support }, k) => support + predicted[k]! > 0);
  const known = areas.filter((area) => area !== null);
  return {
    accuracy: confusion.reduce((sum, row, k) => sum + row[k]!, 0) / total,
    macro_f1: inPlay.reduce((sum, { f1 }) => sum + f1, 0) / inPlay.length,
    weighted_f1: per_class.reduce((sum, { f1, support }) => sum + f1 * (support / total), 0),
    auc: known.length === 0 ? null : known.reduce((sum, area) => sum + area, 0) / known.length,
    confusion,
    per_class,
  };
}
