/**
 * The Gram matrix columns · diag(rowWeights) · columnsᵀ, row-major and symmetric. Sums run over the rows in order,
 * so that the result does not depend on anything but the input.
 */
export function gramMatrix(columns: readonly Float64Array[], rowWeights?: Float64Array): Float64Array {
  const size = columns.length;
  const gram = new Float64Array(size * size);
  columns.forEach((left, i) => {
    const weighted =
      rowWeights === undefined ? left : left.map((value, row) => value * (rowWeights[row] ?? NaN));
    for (let j = 0; j <= i; j += 1) {
      const product = dot(weighted, columns[j] ?? left);
      gram[i * size + j] = product;
      gram[j * size + i] = product;
    }
  });
  return gram;
}

/** Σ left·right, in row order. */
export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < left.length; row += 1) sum += (left[row] ?? NaN) * (right[row] ?? NaN);
  return sum;
}

/** The mean in row order. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
