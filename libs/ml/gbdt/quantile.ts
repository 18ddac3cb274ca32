import { selectSmallest } from '../table/select-smallest.js';

/**
 * The value at a level of the sorted values: interpolated linearly between two of them (type 7 of Hyndman, Fan
 * 1996), as LightGBM does. Reorders `values`, which must not be empty.
 */
export function quantileOf(values: Float64Array, level: number): number {
  const position = (values.length - 1) * level;
  const index = Math.floor(position);
  const lower = selectSmallest(values, index);
  if (index === position) return lower;
  let upper = Infinity;
  for (let i = index + 1; i < values.length; i += 1) upper = Math.min(upper, values[i]!);
  return lower + (upper - lower) * (position - index);
}

/** The least value that a share `level` of the weight lies at or below; between two where the share is met exactly. */
export function weightedQuantileOf(values: Float64Array, weights: Float64Array, level: number): number {
  const order = Uint32Array.from(values, (_, index) => index).sort(
    (a, b) => values[a]! - values[b]! || a - b,
  );
  let total = 0;
  for (const index of order) total += weights[index]!;
  let sum = 0;
  for (const [position, index] of order.entries()) {
    sum += weights[index]!;
    const next = order[position + 1];
    if (next === undefined || sum > level * total) return values[index]!;
    if (sum === level * total) return (values[index]! + values[next]!) / 2;
  }
  return NaN;
}
