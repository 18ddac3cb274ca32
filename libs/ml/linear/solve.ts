import { factorOf, factorRaised, solveFactored } from './cholesky.js';
import { solveByEigenvalues } from './eigenvalues.js';

/** Eigenvalues of a larger matrix would take tens of seconds. */
const LARGEST_FOR_EIGENVALUES = 300;

/**
 * Solves matrix · x = right for a symmetric positive semidefinite matrix (row-major, size × size). Cholesky where
 * it is safe; where columns are collinear and the penalty is too small to part them, the solution of least norm,
 * which is the limit of ridge regression for a vanishing penalty. For large matrices that limit is taken at about
 * 1e-11 of the largest diagonal element.
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const factor = factorOf(matrix, size);
  if (factor !== undefined) return solveFactored(factor, right);
  if (size <= LARGEST_FOR_EIGENVALUES) return solveByEigenvalues(matrix, right);
  return solveFactored(factorRaised(matrix, size, 0), right);
}
