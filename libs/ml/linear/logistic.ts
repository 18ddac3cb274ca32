import type { FitProgress } from '../estimator.js';
import { dot, gramMatrix, meanOf } from './gram.js';
import type { LinearSolution } from './ridge.js';
import { solveSymmetric } from './solve.js';

export interface LogisticOptions {
  /** scikit-learn's C: the inverse of the penalty. */
  readonly inversePenalty: number;
  /** Converged when no component of the mean loss's gradient is larger. */
  readonly tolerance: number;
  readonly maximumIterations: number;
  readonly onProgress?: (progress: FitProgress) => void;
}

/** Armijo's constant and the number of halvings (Nocedal, Wright, "Numerical Optimization", algorithm 3.1). */
const SUFFICIENT_DECREASE = 1e-4;
const MOST_HALVINGS = 40;
/** Near the optimum the decrease drowns in rounding; a loss that is equal to this share counts as not worse. */
const ROUNDING_SLACK = 4 * Number.EPSILON;

/**
 * Minimises ½‖w‖² + C·Σ log(1 + exp(-s·(Xw + b))), s = ±1 (scikit-learn's LogisticRegression; intercept without
 * penalty), by Newton steps with a backtracking line search (Hastie, Tibshirani, Friedman, "The Elements of
 * Statistical Learning", section 4.4.1). The objective is divided by C·rows, so that the tolerance means the same
 * for every size of table.
 *
 * @param columns centred columns of X
 * @param target 0 or 1 per row
 */
export function solveLogistic(
  columns: readonly Float64Array[],
  target: Float64Array,
  options: LogisticOptions,
): LinearSolution {
  const rowCount = target.length;
  const penalty = 1 / options.inversePenalty / rowCount;
  const withIntercept = [...columns, new Float64Array(rowCount).fill(1)];
  const size = withIntercept.length;
  const penalties = new Float64Array(size).fill(penalty, 0, size - 1);

  const share = meanOf(target);
  let parameters = new Float64Array(size);
  parameters[size - 1] = Math.log(share / (1 - share));
  let state = evaluate(withIntercept, target, parameters, penalties);
  let iteration = 0;
  while (iteration < options.maximumIterations && largest(state.gradient) > options.tolerance) {
    const direction = newtonDirection(withIntercept, state, penalties);
    const slope = dot(state.gradient, direction);
    let step = 1;
    let next = moved(parameters, direction, step);
    let nextState = evaluate(withIntercept, target, next, penalties);
    const isWorse = (): boolean =>
      !(nextState.objective <= state.objective * (1 + ROUNDING_SLACK) + SUFFICIENT_DECREASE * step * slope);
    for (let halving = 0; isWorse() && halving < MOST_HALVINGS; halving += 1) {
      step /= 2;
      next = moved(parameters, direction, step);
      nextState = evaluate(withIntercept, target, next, penalties);
    }
    if (isWorse()) break;
    parameters = next;
    state = nextState;
    iteration += 1;
    options.onProgress?.({ iteration, iterations: options.maximumIterations, loss: state.loss });
  }
  return {
    weights: parameters.subarray(0, size - 1),
    intercept: parameters[size - 1] ?? NaN,
    converged: largest(state.gradient) <= options.tolerance,
    iterations: iteration,
  };
}

interface LogisticState {
  /** Mean log loss; `objective` adds the penalty. */
  readonly loss: number;
  readonly objective: number;
  readonly gradient: Float64Array;
  readonly probability: Float64Array;
}

function evaluate(
  columns: readonly Float64Array[],
  target: Float64Array,
  parameters: Float64Array,
  penalties: Float64Array,
): LogisticState {
  const score = new Float64Array(target.length);
  columns.forEach((column, index) => {
    const weight = parameters[index] ?? NaN;
    for (let row = 0; row < score.length; row += 1)
      score[row] = (score[row] ?? NaN) + weight * (column[row] ?? NaN);
  });
  const probability = score.map((value) => 1 / (1 + Math.exp(-value)));
  const residual = probability.map((value, row) => value - (target[row] ?? NaN));
  const loss = meanOf(score.map((value, row) => softplus(target[row] === 1 ? -value : value)));
  const penalised = parameters.map((parameter, index) => parameter * (penalties[index] ?? NaN));
  const gradient = penalised.map(
    (pull, index) => pull + dot(columns[index] ?? score, residual) / target.length,
  );
  return { loss, objective: loss + dot(penalised, parameters) / 2, gradient, probability };
}

function newtonDirection(
  columns: readonly Float64Array[],
  { probability, gradient }: LogisticState,
  penalties: Float64Array,
): Float64Array {
  const curvature = probability.map((value) => (value * (1 - value)) / probability.length);
  const hessian = gramMatrix(columns, curvature);
  penalties.forEach((penalty, i) => {
    const diagonal = i * columns.length + i;
    hessian[diagonal] = (hessian[diagonal] ?? NaN) + penalty;
  });
  return solveSymmetric(
    hessian,
    gradient.map((value) => -value),
  );
}

/** log(1 + exp(value)) without overflow. */
function softplus(value: number): number {
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
}

function moved(parameters: Float64Array, direction: Float64Array, step: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(parameters, (parameter, index) => parameter + step * (direction[index] ?? NaN));
}

function largest(gradient: Float64Array): number {
  return gradient.reduce((maximum, value) => Math.max(maximum, Math.abs(value)), 0);
}
