/** Directions whose eigenvalue is a smaller share of the largest are rounding noise and are left out. */
const SMALLEST_EIGENVALUE_SHARE = 1e-12;
/** Jacobi converges quadratically: five to ten sweeps are usual. */
const MOST_SWEEPS = 60;

/**
 * The solution of least norm of matrix · x = right for a symmetric positive semidefinite matrix (row-major), by
 * its eigenvalues (cyclic Jacobi; Golub, Van Loan, "Matrix Computations", 4th ed., section 8.5). Cubic with a
 * large constant, so only for systems that Cholesky refuses.
 */
export function solveByEigenvalues(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const { values, vectors } = eigenvalues(matrix, size);
  const cutoff = Math.max(...values, 0) * SMALLEST_EIGENVALUE_SHARE;
  const solution = new Float64Array(size);
  for (let j = 0; j < size; j += 1) {
    const value = values[j] ?? 0;
    if (value <= cutoff) continue;
    let projection = 0;
    for (let i = 0; i < size; i += 1) projection += (vectors[i * size + j] ?? NaN) * (right[i] ?? NaN);
    for (let i = 0; i < size; i += 1) {
      solution[i] = (solution[i] ?? NaN) + ((vectors[i * size + j] ?? NaN) * projection) / value;
    }
  }
  return solution;
}

function eigenvalues(matrix: Float64Array, size: number): { values: number[]; vectors: Float64Array } {
  const rotated = Float64Array.from(matrix);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) vectors[i * size + i] = 1;
  const at = (row: number, column: number): number => rotated[row * size + column] ?? NaN;
  // Relative to the whole matrix: against the diagonal of a null direction, rounding noise would never be small.
  const negligible =
    Number.EPSILON * Math.max(...Array.from({ length: size }, (_, index) => at(index, index)));
  for (let sweep = 0, changed = true; changed && sweep < MOST_SWEEPS; sweep += 1) {
    changed = false;
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) {
        if (Math.abs(at(p, q)) <= negligible) continue;
        changed = true;
        const angle = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const tangent = (angle < 0 ? -1 : 1) / (Math.abs(angle) + Math.hypot(1, angle));
        const cosine = 1 / Math.hypot(1, tangent);
        const sine = tangent * cosine;
        for (let k = 0; k < size; k += 1) rotate(rotated, k * size + p, k * size + q, cosine, sine);
        for (let k = 0; k < size; k += 1) rotate(rotated, p * size + k, q * size + k, cosine, sine);
        for (let k = 0; k < size; k += 1) rotate(vectors, k * size + p, k * size + q, cosine, sine);
      }
    }
  }
  return { values: Array.from({ length: size }, (_, index) => at(index, index)), vectors };
}

function rotate(values: Float64Array, p: number, q: number, cosine: number, sine: number): void {
  const a = values[p] ?? NaN;
  const b = values[q] ?? NaN;
  values[p] = cosine * a - sine * b;
  values[q] = sine * a + cosine * b;
}
