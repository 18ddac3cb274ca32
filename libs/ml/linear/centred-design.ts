import type { Design, DesignBlock } from './design.js';
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
    this.means = this.sums(rowWeight).map((sum) => sum / totalWeight);
  }

  /** (X - 1·meansᵀ) · weights + intercept, one per row. */
  scores(weights: Float64Array, intercept: number): Float64Array {
    const offset = this.means.reduce((rest, mean, column) => rest - mean * weights[column]!, intercept);
    const scores = new Float64Array(this.rowCount).fill(offset);
    for (const block of this.design.blocks) addBlock(block, weights, scores);
    return scores;
  }

  /** (X - 1·meansᵀ)ᵀ · values, one per column. */
  products(values: Float64Array): Float64Array {
    const sums = this.sums(values);
    let total = 0;
    for (const value of values) total += value;
    return sums.map((sum, column) => sum - this.means[column]! * total);
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

  /** Xᵀ · values. */
  private sums(values: Float64Array): Float64Array {
    const sums = new Float64Array(this.size);
    for (const block of this.design.blocks) {
      if (block.type === 'numbers') sums[block.first] = dot(block.values, values);
      else {
        const { first, codes } = block;
        for (let row = 0; row < codes.length; row += 1) {
          const code = codes[row]!;
          if (code >= 0) sums[first + code]! += values[row]!;
        }
      }
    }
    return sums;
  }
}

function addBlock(block: DesignBlock, weights: Float64Array, scores: Float64Array): void {
  const { first } = block;
  if (block.type === 'numbers') {
    const weight = weights[first]!;
    const { values } = block;
    for (let row = 0; row < scores.length; row += 1) scores[row]! += weight * values[row]!;
    return;
  }
  const { codes } = block;
  for (let row = 0; row < scores.length; row += 1) {
    const code = codes[row]!;
    if (code >= 0) scores[row]! += weights[first + code]!;
  }
}

/** Σ left·right, in row order. */
export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < left.length; row += 1) sum += left[row]! * right[row]!;
  return sum;
}
