import { summarise } from '../table/statistics.js';
import { dot, gramMatrix } from './gram.js';
import { solveSymmetric } from './solve.js';

/** Weights per design column and the intercept, for columns that were centred. */
export interface LinearSolution {
  readonly weights: Float64Array;
  readonly intercept: number;
  readonly converged: boolean;
  readonly iterations: number;
}

/**
 * Minimises ‖y - Xw - b‖² + alpha·‖w‖² (scikit-learn's Ridge; Hoerl, Kennard 1970, "Ridge Regression", equation
 * 2.1): the closed form (XᵀX + alpha·I) w = Xᵀy over centred columns, which leaves the intercept without penalty.
 * The target is solved in standard units, so that its scale cannot overflow a sum.
 *
 * @param columns centred columns of X, each one value per row
 */
export function solveRidge(
  columns: readonly Float64Array[],
  target: Float64Array,
  alpha: number,
): LinearSolution {
  const summary = summarise(target);
  const mean = summary?.mean ?? NaN;
  const deviation = summary?.deviation ?? NaN;
  const standardised = target.map((value) => (value - mean) / deviation);
  const gram = gramMatrix(columns);
  const size = columns.length;
  for (let i = 0; i < size; i += 1) gram[i * size + i] = (gram[i * size + i] ?? NaN) + alpha;
  const right = Float64Array.from(columns, (column) => dot(column, standardised));
  const weights = solveSymmetric(gram, right).map((weight) => weight * deviation);
  return { weights, intercept: mean, converged: true, iterations: 1 };
}
