import { MlError } from '../errors.js';

/**
 * A pivot that keeps less than this share of its diagonal is rounding noise: the Gram matrix carries about sixteen
 * digits, so at 1e-12 four of them would be left.
 */
const SMALLEST_PIVOT_SHARE = 1e-12;

/**
 * The lower factor L of matrix = L · Lᵀ for a symmetric positive definite matrix (row-major, only the lower triangle
 * is read); undefined when it is not safely definite. Golub, Van Loan, "Matrix Computations", 4th ed., algorithm 4.2.1.
 */
export function factorOf(matrix: Float64Array, size: number): Float64Array | undefined {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    const rowStart = row * size;
    for (let column = 0; column <= row; column += 1) {
      const columnStart = column * size;
      const diagonal = matrix[rowStart + column]!;
      let rest = diagonal;
      for (let k = 0; k < column; k += 1) rest -= factor[rowStart + k]! * factor[columnStart + k]!;
      if (column < row) factor[rowStart + column] = rest / factor[columnStart + column]!;
      else if (rest > SMALLEST_PIVOT_SHARE * diagonal) factor[rowStart + row] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return factor;
}

/**
 * The factor of matrix + added · I, where `added` is raised until the matrix is safely definite: collinear columns
 * with hardly a penalty.
 *
 * @throws MlError `not_solvable` when the matrix is not finite.
 */
export function factorRaised(matrix: Float64Array, size: number, added: number): Float64Array {
  let largest = 0;
  for (let i = 0; i < size; i += 1) largest = Math.max(largest, matrix[i * size + i]!);
  if (!Number.isFinite(largest + added)) {
    throw new MlError('not_solvable', [{ field: 'table', detail: 'the squares of these rows overflow' }]);
  }
  for (let raise = added; ; raise = Math.max(raise * 100, largest * 1e-11, Number.MIN_VALUE)) {
    const raised = Float64Array.from(matrix);
    for (let i = 0; i < size; i += 1) raised[i * size + i]! += raise;
    const factor = factorOf(raised, size);
    if (factor !== undefined) return factor;
  }
}

/** Solves L · Lᵀ · x = right. */
export function solveFactored(factor: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let rest = solution[row]!;
    for (let k = 0; k < row; k += 1) rest -= factor[row * size + k]! * solution[k]!;
    solution[row] = rest / factor[row * size + row]!;
  }
  // Row by row of L, whose columns lie far apart in memory.
  for (let row = size - 1; row >= 0; row -= 1) {
    const value = solution[row]! / factor[row * size + row]!;
    solution[row] = value;
    for (let k = 0; k < row; k += 1) solution[k]! -= factor[row * size + k]! * value;
  }
  return solution;
}
