import type { FitProgress } from '../estimator.js';
import { dot } from './centred-design.js';

/** A smooth convex function whose second derivative is known as a product only. */
export interface Objective<Point extends ObjectivePoint> {
  at(parameters: Float64Array): Point;
  gradient(point: Point): Float64Array;
  /** Second derivative · direction. */
  curvature(point: Point, direction: Float64Array): Float64Array;
  /** A cheap approximation of the inverse second derivative: symmetric, positive definite. */
  precondition(point: Point, residual: Float64Array): Float64Array;
}

export interface ObjectivePoint {
  readonly parameters: Float64Array;
  /** What is minimised: the loss and the penalty. */
  readonly objective: number;
  readonly loss: number;
}

export interface NewtonOptions {
  /** Converged when no component of the gradient is larger. */
  readonly tolerance: number;
  readonly maximumIterations: number;
  readonly onProgress?: (progress: FitProgress) => void;
}

export interface Minimum {
  readonly parameters: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
}

/** Armijo's constant and the number of halvings (Nocedal, Wright, "Numerical Optimization", algorithm 3.1). */
const SUFFICIENT_DECREASE = 1e-4;
const MOST_HALVINGS = 40;
/** Near the optimum the decrease drowns in rounding; an objective that is equal to this share counts as not worse. */
const ROUNDING_SLACK = 4 * Number.EPSILON;
/** Conjugate gradients per step: what is not solved then is left to the next step. */
const MOST_PRODUCTS = 500;

/**
 * Minimises by the line search Newton-CG method (Nocedal, Wright, "Numerical Optimization", algorithm 7.1): each
 * step solves the Newton equations by preconditioned conjugate gradients, the more exactly the closer the minimum
 * is, which makes it converge faster than linearly.
 */
export function minimise<Point extends ObjectivePoint>(
  objective: Objective<Point>,
  start: Float64Array,
  { tolerance, maximumIterations, onProgress }: NewtonOptions,
): Minimum {
  let point = objective.at(start);
  let gradient = objective.gradient(point);
  let iterations = 0;
  while (iterations < maximumIterations && largest(gradient) > tolerance) {
    const direction = newtonDirection(objective, point, gradient, tolerance);
    const next = searchLine(objective, point, direction, dot(gradient, direction));
    if (next === undefined) break;
    point = next;
    gradient = objective.gradient(point);
    iterations += 1;
    onProgress?.({ iteration: iterations, iterations: maximumIterations, loss: point.loss });
  }
  return { parameters: point.parameters, converged: largest(gradient) <= tolerance, iterations };
}

/** Preconditioned conjugate gradients for curvature · direction = -gradient (algorithm 5.3 there). */
function newtonDirection<Point extends ObjectivePoint>(
  objective: Objective<Point>,
  point: Point,
  gradient: Float64Array,
  tolerance: number,
): Float64Array {
  const direction = new Float64Array(gradient.length);
  const residual = gradient.map((value) => -value);
  let solved = objective.precondition(point, residual);
  let search = Float64Array.from(solved);
  let decrease = dot(residual, solved);
  const size = largest(gradient);
  const enough = Math.max(size * Math.min(0.1, Math.sqrt(size)), tolerance / 10);
  for (let product = 0; product < MOST_PRODUCTS && largest(residual) > enough; product += 1) {
    const curved = objective.curvature(point, search);
    const curvature = dot(search, curved);
    // Flat to rounding: no further step can be trusted.
    if (!(curvature > 0)) break;
    const step = decrease / curvature;
    for (let i = 0; i < direction.length; i += 1) {
      direction[i]! += step * search[i]!;
      residual[i]! -= step * curved[i]!;
    }
    solved = objective.precondition(point, residual);
    const nextDecrease = dot(residual, solved);
    const share = nextDecrease / decrease;
    search = search.map((value, i) => solved[i]! + share * value);
    decrease = nextDecrease;
  }
  return direction;
}

/** Halves the step until the objective falls enough; undefined when it never does. */
function searchLine<Point extends ObjectivePoint>(
  objective: Objective<Point>,
  from: Point,
  direction: Float64Array,
  slope: number,
): Point | undefined {
  let step = 1;
  for (let halving = 0; halving <= MOST_HALVINGS; halving += 1) {
    const parameters = from.parameters.map((value, i) => value + step * direction[i]!);
    const point = objective.at(parameters);
    const bound = from.objective * (1 + ROUNDING_SLACK) + SUFFICIENT_DECREASE * step * slope;
    if (point.objective <= bound) return point;
    step /= 2;
  }
  return undefined;
}

function largest(values: Float64Array): number {
  return values.reduce((maximum, value) => Math.max(maximum, Math.abs(value)), 0);
}
