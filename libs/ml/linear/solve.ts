import { solveByCholesky } from './cholesky.js';
import { solveByEigenvalues } from './eigenvalues.js';

/**
 * Solves matrix · x = right for a symmetric positive semidefinite matrix (row-major, size × size). Cholesky where
 * it is safe; where columns are collinear and the penalty is too small to part them, the solution of least norm,
 * which is the limit of ridge regression for a vanishing penalty.
 */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  return solveByCholesky(matrix, right) ?? solveByEigenvalues(matrix, right);
}
