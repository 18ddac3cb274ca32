/**
 * The value at which half of the weight is reached; the mean of it and the next one where the half is reached
 * exactly, so that weights of 1 give the ordinary median and whole weights count as repeats (scikit-learn's
 * median_absolute_error).
 *
 * @param order rows by ascending value
 * @param total the sum of the weights, positive
 */
export function weightedMedian(
  values: Float64Array,
  order: Uint32Array,
  total: number,
  weight?: ArrayLike<number>,
): number {
  const half = total / 2;
  let below = 0;
  let position = 0;
  for (; position < order.length; position += 1) {
    const row = order[position]!;
    below += weight === undefined ? 1 : weight[row]!;
    if (below >= half) break;
  }
  const median = values[order[Math.min(position, order.length - 1)]!]!;
  if (below !== half) return median;
  for (position += 1; position < order.length; position += 1) {
    const row = order[position]!;
    if (weight === undefined || weight[row]! > 0) return median / 2 + values[row]! / 2;
  }
  return median;
}
