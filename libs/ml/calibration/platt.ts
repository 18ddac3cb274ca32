import type { Calibration } from './calibration.js';
import { checkCalibrationRows } from './calibration-rows.js';

export type PlattCalibration = Extract<Calibration, { method: 'platt' }>;

const MOST_ITERATIONS = 200;
/**
 * What the next step promises to improve the mean loss by. As Newton's steps converge quadratically, the step after
 * such a promise reaches what doubles can hold; asking for it by the loss itself would drown in rounding.
 */
const TOLERANCE = 1e-10;
const MOST_HALVINGS = 50;
/** Keeps the Hessian invertible (Lin, Lin, Weng, section 2, their sigma). */
const RIDGE = 1e-12;

/**
 * Fits 1 / (1 + e^-(slope·score + intercept)) to the classes by maximum likelihood (Platt 1999, "Probabilistic
 * outputs for support vector machines"), by Newton's method with backtracking in the form that neither overflows
 * nor cancels (Lin, Lin, Weng 2007, "A note on Platt's probabilistic outputs for support vector machines",
 * algorithm 1). Instead of 1 and 0 the targets are (n₁ + 1) / (n₁ + 2) and 1 / (n₀ + 2), n being the weights of the
 * classes, which keeps separable classes finite (Platt, section 2.2). The slope is negative when high scores go
 * with class 0.
 *
 * The rows must not be those that the model was fitted on.
 *
 * @param score raw score per row, finite
 * @param actual 0 or 1 per row
 * @param weight how much each row counts, positive; absent: 1 each
 * @throws MlError `invalid_scores`, `single_class`.
 */
export function fitPlatt(
  score: ArrayLike<number>,
  actual: ArrayLike<number>,
  weight?: ArrayLike<number>,
): PlattCalibration {
  const { weights, positives, negatives } = checkCalibrationRows(score, actual, weight);
  const total = positives + negatives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const { standardised, mean, deviation } = standardise(score, weights, total);
  const targets = standardised.map((_, row) => (actual[row] === 1 ? high : low));
  const intercept = Math.log((positives + 1) / (negatives + 1));
  const fitted = minimise(standardised, targets, weights, total, { slope: 0, intercept });
  const slope = deviation === 0 ? 0 : fitted.slope / deviation;
  return { method: 'platt', slope, intercept: fitted.intercept - slope * mean };
}

/** Newton's steps are well conditioned on any scale of scores when these have mean 0 and deviation 1. */
function standardise(
  score: ArrayLike<number>,
  weights: Float64Array,
  total: number,
): { standardised: Float64Array; mean: number; deviation: number } {
  let mean = 0;
  for (let row = 0; row < weights.length; row += 1) mean += (weights[row]! / total) * score[row]!;
  let variance = 0;
  for (let row = 0; row < weights.length; row += 1) {
    variance += (weights[row]! / total) * (score[row]! - mean) ** 2;
  }
  // What rounding leaves of equal scores is no deviation.
  const deviation = variance > (8 * Number.EPSILON * mean) ** 2 ? Math.sqrt(variance) : 0;
  const standardised = Float64Array.from(score, (value) =>
    deviation === 0 ? 0 : (value - mean) / deviation,
  );
  return { standardised, mean, deviation };
}

interface Curve {
  readonly slope: number;
  readonly intercept: number;
}

function minimise(
  scores: Float64Array,
  targets: Float64Array,
  weights: Float64Array,
  total: number,
  start: Curve,
): Curve {
  let curve = start;
  let loss = lossOf(scores, targets, weights, curve);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    const { slope, intercept, curvature } = derivatives(scores, targets, weights, curve);
    const [hessianSlope, hessianMixed, hessianIntercept] = curvature;
    const determinant = hessianSlope * hessianIntercept - hessianMixed * hessianMixed;
    const stepSlope = -(hessianIntercept * slope - hessianMixed * intercept) / determinant;
    const stepIntercept = -(hessianSlope * intercept - hessianMixed * slope) / determinant;
    const decrease = slope * stepSlope + intercept * stepIntercept;
    const moved = (length: number): Curve => ({
      slope: curve.slope + length * stepSlope,
      intercept: curve.intercept + length * stepIntercept,
    });
    if (-decrease <= TOLERANCE * total) return moved(1);
    let next = moved(1);
    let nextLoss = lossOf(scores, targets, weights, next);
    for (let halving = 1; halving < MOST_HALVINGS; halving += 1) {
      if (nextLoss < loss + 1e-4 * 0.5 ** (halving - 1) * decrease) break;
      next = moved(0.5 ** halving);
      nextLoss = lossOf(scores, targets, weights, next);
    }
    [curve, loss] = [next, nextLoss];
  }
  return curve;
}

/** Cross-entropy of the smoothed targets. */
function lossOf(scores: Float64Array, targets: Float64Array, weights: Float64Array, curve: Curve): number {
  let sum = 0;
  for (let row = 0; row < scores.length; row += 1) {
    const z = curve.slope * scores[row]! + curve.intercept;
    const target = targets[row]!;
    sum +=
      weights[row]! *
      (z >= 0 ? (1 - target) * z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)) - target * z);
  }
  return sum;
}

function derivatives(
  scores: Float64Array,
  targets: Float64Array,
  weights: Float64Array,
  curve: Curve,
): { slope: number; intercept: number; curvature: readonly [number, number, number] } {
  let [slope, intercept, hessianSlope, hessianMixed, hessianIntercept] = [0, 0, RIDGE, 0, RIDGE];
  for (let row = 0; row < scores.length; row += 1) {
    const score = scores[row]!;
    const z = curve.slope * score + curve.intercept;
    const power = Math.exp(-Math.abs(z));
    const probability = z >= 0 ? 1 / (1 + power) : power / (1 + power);
    const error = weights[row]! * (probability - targets[row]!);
    const curvature = (weights[row]! * power) / ((1 + power) * (1 + power));
    slope += error * score;
    intercept += error;
    hessianSlope += curvature * score * score;
    hessianMixed += curvature * score;
    hessianIntercept += curvature;
  }
  return { slope, intercept, curvature: [hessianSlope, hessianMixed, hessianIntercept] };
}
