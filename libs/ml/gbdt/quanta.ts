/**
 * How gradients and hessians become integers that share a 64-bit word: the sum over all rows must fit each part.
 * The gradient takes the larger half of what the number of rows leaves, because splits hang on it.
 */
export interface Quanta {
  /** The value of one quantum. */
  readonly gradientUnit: number;
  readonly hessianUnit: number;
  readonly hessianBits: number;
}

const HESSIAN_SHARE = 0.4;
const MOST_HESSIAN_BITS = 16;
/** Sums of gradients are also used as doubles, and must be exact there. */
const MOST_SUM_BITS = 50;

/**
 * @param hasConstantHessian every hessian is one quantum, whatever `largestHessian`
 * @returns undefined when there is nothing to learn from: no gradient, or none that a double can scale
 */
export function chooseQuanta(
  rowCount: number,
  largestGradient: number,
  largestHessian: number,
  hasConstantHessian: boolean,
): Quanta | undefined {
  const rowBits = Math.ceil(Math.log2(rowCount + 1));
  const free = Math.floor((63 - 2 * rowBits) * HESSIAN_SHARE);
  const valueBits = hasConstantHessian ? 0 : Math.max(1, Math.min(MOST_HESSIAN_BITS, free));
  const hessianBits = rowBits + valueBits;
  const gradientBits = Math.min(63 - hessianBits, MOST_SUM_BITS) - rowBits;
  const gradientUnit = largestGradient / (2 ** gradientBits - 1);
  const hessianUnit = hasConstantHessian ? largestHessian : largestHessian / (2 ** valueBits - 1);
  const isUsable = Number.isFinite(1 / gradientUnit) && Number.isFinite(1 / hessianUnit);
  return isUsable ? { gradientUnit, hessianUnit, hessianBits } : undefined;
}
