import type { FitProgress } from '../estimator.js';
import { dot, type CentredDesign } from './centred-design.js';
import type { LinearSolution } from './linear-solution.js';
import { standardTarget } from './standard-target.js';

export interface ElasticNetOptions {
  readonly alpha: number;
  /** In (0, 1]: the share of the penalty that lies on the sizes instead of the squares. */
  readonly l1Ratio: number;
  /** Converged when the duality gap is at most this share of the target's squares. */
  readonly tolerance: number;
  readonly maximumIterations: number;
  readonly onProgress?: (progress: FitProgress) => void;
}

/**
 * Minimises Σ v·(y - Xw - b)² / (2·Σ v) + alpha·l1Ratio·‖w‖₁ + ½·alpha·(1 - l1Ratio)·‖w‖² (scikit-learn's ElasticNet;
 * Zou, Hastie 2005) by cyclic coordinate descent on the Gram matrix (Friedman, Hastie, Tibshirani 2010,
 * "Regularization Paths", section 2.2) until the duality gap says how far the optimum can be at most (Kim et al. 2007,
 * "An Interior-Point Method for Large-Scale l1-Regularized Least Squares", section III). The target is in standard
 * deviations, and its penalties with it.
 */
export function solveElasticNet(
  design: CentredDesign,
  target: Float64Array,
  rowWeight: Float64Array,
  options: ElasticNetOptions,
): LinearSolution {
  const { mean, deviation, products, squares } = standardTarget(design, target, rowWeight);
  const total = design.totalWeight;
  const problem: Problem = {
    gram: design.gram().map((value) => value / total),
    products: products.map((value) => value / total),
    squares: squares / total,
    sizePenalty: (options.alpha * options.l1Ratio) / deviation,
    squarePenalty: options.alpha * (1 - options.l1Ratio),
  };
  const weights = new Float64Array(design.size);
  /** products - gram · weights, kept up to date: the gradient of the squared error, negated. */
  const rest = Float64Array.from(problem.products);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < options.maximumIterations) {
    sweep(problem, weights, rest);
    iterations += 1;
    const error = errorOf(problem, weights, rest);
    converged = dualityGap(problem, weights, rest, error) <= options.tolerance * problem.squares;
    options.onProgress?.({
      iteration: iterations,
      iterations: options.maximumIterations,
      loss: error * deviation ** 2,
    });
  }
  return {
    weights: weights.map((weight) => weight * deviation),
    intercepts: Float64Array.of(mean),
    converged,
    iterations,
  };
}

interface Problem {
  readonly gram: Float64Array;
  readonly products: Float64Array;
  readonly squares: number;
  readonly sizePenalty: number;
  readonly squarePenalty: number;
}

function sweep(problem: Problem, weights: Float64Array, rest: Float64Array): void {
  const { gram, sizePenalty, squarePenalty } = problem;
  const size = weights.length;
  for (let column = 0; column < size; column += 1) {
    const start = column * size;
    const curvature = gram[start + column]!;
    const before = weights[column]!;
    const pull = rest[column]! + curvature * before;
    const shrunk = Math.max(Math.abs(pull) - sizePenalty, 0);
    const after = shrunk === 0 ? 0 : (Math.sign(pull) * shrunk) / (curvature + squarePenalty);
    if (after === before) continue;
    weights[column] = after;
    const change = after - before;
    for (let other = 0; other < size; other += 1) rest[other]! -= change * gram[start + other]!;
  }
}

/** The mean squared error; rounding must not make it negative. */
function errorOf({ products, squares }: Problem, weights: Float64Array, rest: Float64Array): number {
  return Math.max(squares - dot(weights, products) - dot(weights, rest), 0);
}

/** For w, of the objective, with the residual scaled into the dual's bounds. */
function dualityGap(
  { products, squares, sizePenalty, squarePenalty }: Problem,
  weights: Float64Array,
  rest: Float64Array,
  error: number,
): number {
  const largest = rest.reduce(
    (maximum, value, column) => Math.max(maximum, Math.abs(value - squarePenalty * weights[column]!)),
    0,
  );
  const scale = largest > sizePenalty ? sizePenalty / largest : 1;
  const sizes = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const residualTimesTarget = squares - dot(weights, products);
  return (
    (error * (1 + scale ** 2)) / 2 +
    sizePenalty * sizes -
    scale * residualTimesTarget +
    (squarePenalty * (1 + scale ** 2) * dot(weights, weights)) / 2
  );
}
