import type { Design } from './design.js';
import { addProducts, transposedProducts } from './design-products.js';
import { addGram } from './gram.js';

/**
 * The products that the solvers need of X - 1·meansᵀ, the design with the (weighted) mean of every column taken
 * away, which keeps the intercept apart from the weights. The centred matrix itself is never stored: it would have no
 * zeros. Sums run over the rows in order, so that results depend on nothing but the input.
 */
export class CentredDesign {
  readonly rowCount: number;
  readonly size: number;
  /** Of each column over the rows, weighted by `rowWeight`. */
  readonly means: Float64Array;

  /** @param rowWeight one per row; its sum is `totalWeight` */
  constructor(
    private readonly design: Design,
    private readonly rowWeight: Float64Array,
    readonly totalWeight: number,
  ) {
    this.rowCount = design.rowCount;
    this.size = design.terms.length;
    this.means = transposedProducts(design, rowWeight).map((sum) => sum / totalWeight);
  }

  /** (X - 1·meansᵀ) · weights + intercept, one per row. */
  scores(weights: Float64Array, intercept: number): Float64Array {
    const offset = this.means.reduce((rest, mean, column) => rest - mean * weights[column]!, intercept);
    const scores = new Float64Array(this.rowCount).fill(offset);
    addProducts(this.design, weights, scores);
    return scores;
  }

  /** (X - 1·meansᵀ)ᵀ · values, one per column. */
  products(values: Float64Array): Float64Array {
    let total = 0;
    for (let row = 0; row < values.length; row += 1) total += values[row]!;
    return transposedProducts(this.design, values).map((sum, column) => sum - this.means[column]! * total);
  }

  /** (X - 1·meansᵀ)ᵀ · diag(rowWeight) · (X - 1·meansᵀ): row-major, symmetric. */
  gram(): Float64Array {
    const { size, means, totalWeight } = this;
    const gram = new Float64Array(size * size);
    addGram(this.design, this.rowWeight, gram);
    for (let i = 0; i < size; i += 1) {
      for (let j = 0; j <= i; j += 1) {
        const centred = gram[i * size + j]! - totalWeight * means[i]! * means[j]!;
        gram[i * size + j] = centred;
        gram[j * size + i] = centred;
      }
    }
    return gram;
  }
}

/** Σ left·right, in row order. */
export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < left.length; row += 1) sum += left[row]! * right[row]!;
  return sum;
}
