import { summarise } from '../table/statistics.js';
import type { CentredDesign } from './centred-design.js';

/** The target with weighted mean 0 in standard deviations, so that its scale cannot overflow a sum. */
export interface StandardTarget {
  readonly mean: number;
  readonly deviation: number;
  /** Xᵀ · diag(rowWeight) · target, one per design column. */
  readonly products: Float64Array;
  /** Σ rowWeight · target². */
  readonly squares: number;
}

export function standardTarget(
  design: CentredDesign,
  target: Float64Array,
  rowWeight: Float64Array,
): StandardTarget {
  const summary = summarise(target);
  const center = summary?.mean ?? NaN;
  const deviation = summary?.deviation ?? NaN;
  const standardised = target.map((value) => (value - center) / deviation);
  let sum = 0;
  for (let row = 0; row < standardised.length; row += 1) sum += standardised[row]! * rowWeight[row]!;
  const shift = sum / design.totalWeight;
  let squares = 0;
  const weighted = standardised.map((value, row) => {
    squares += (value - shift) ** 2 * rowWeight[row]!;
    return (value - shift) * rowWeight[row]!;
  });
  return { mean: center + shift * deviation, deviation, products: design.products(weighted), squares };
}
