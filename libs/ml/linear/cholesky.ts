/**
 * A pivot that keeps less than this share of its diagonal is rounding noise: the Gram matrix carries about sixteen
 * digits, so at 1e-12 four of them would be left.
 */
const SMALLEST_PIVOT_SHARE = 1e-12;

/**
 * Solves matrix · x = right for a symmetric positive definite matrix (row-major, only the lower triangle is read);
 * undefined when it is not safely definite. Golub, Van Loan, "Matrix Computations", 4th ed., algorithm 4.2.1.
 */
export function solveByCholesky(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const size = right.length;
  const factor = new Float64Array(size * size);
  const at = (row: number, column: number): number => factor[row * size + column] ?? NaN;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const diagonal = matrix[row * size + column] ?? NaN;
      let rest = diagonal;
      for (let k = 0; k < column; k += 1) rest -= at(row, k) * at(column, k);
      if (column < row) factor[row * size + column] = rest / at(column, column);
      else if (rest > SMALLEST_PIVOT_SHARE * diagonal) factor[row * size + row] = Math.sqrt(rest);
      else return undefined;
    }
  }
  const solution = Float64Array.from(right);
  for (let row = 0; row < size; row += 1) {
    let rest = solution[row] ?? NaN;
    for (let k = 0; k < row; k += 1) rest -= at(row, k) * (solution[k] ?? NaN);
    solution[row] = rest / at(row, row);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = solution[row] ?? NaN;
    for (let k = row + 1; k < size; k += 1) rest -= at(k, row) * (solution[k] ?? NaN);
    solution[row] = rest / at(row, row);
  }
  return solution;
}
