import type { CentredDesign } from './centred-design.js';
import type { LinearSolution } from './linear-solution.js';
import { solveSymmetric } from './solve.js';
import { standardTarget } from './standard-target.js';

/**
 * Minimises Σ rowWeight·(y - Xw - b)² + alpha·‖w‖² (scikit-learn's Ridge; Hoerl, Kennard 1970, "Ridge Regression",
 * equation 2.1): the closed form (XᵀX + alpha·I) w = Xᵀy over centred columns, which leaves the intercept without
 * penalty.
 */
export function solveRidge(
  design: CentredDesign,
  target: Float64Array,
  rowWeight: Float64Array,
  alpha: number,
): LinearSolution {
  const { mean, deviation, products } = standardTarget(design, target, rowWeight);
  const gram = design.gram();
  const { size } = design;
  for (let i = 0; i < size; i += 1) gram[i * size + i]! += alpha;
  const weights = solveSymmetric(gram, products).map((weight) => weight * deviation);
  return { weights, intercepts: Float64Array.of(mean), converged: true, iterations: 1 };
}
