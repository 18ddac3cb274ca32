import { ascendingOrder } from '../metrics/ascending-order.js';

/**
 * Bins of about equal size for a numeric target, so that it can be stratified like classes; equal values share a
 * bin. Fewer bins come out where values repeat.
 *
 * @returns the bin of each row, ascending with the value
 */
export function quantileStrata(target: ArrayLike<number>, bins = 10): Uint32Array {
  const order = ascendingOrder(target);
  const strata = new Uint32Array(target.length);
  let bin = 0;
  order.forEach((row, position) => {
    const before = position === 0 ? undefined : target[order[position - 1]!];
    if (target[row] !== before) bin = Math.floor((position * bins) / order.length);
    strata[row] = bin;
  });
  return strata;
}

/** Rows of each stratum by ascending position, strata by ascending number. */
export function rowsByStratum(
  strata: ArrayLike<number>,
  positions: ArrayLike<number>,
): ReadonlyMap<number, readonly number[]> {
  const byStratum = new Map<number, number[]>();
  for (const row of ascendingOrder(positions)) {
    const rows = byStratum.get(strata[row]!);
    if (rows === undefined) byStratum.set(strata[row]!, [row]);
    else rows.push(row);
  }
  return new Map([...byStratum].sort(([a], [b]) => a - b));
}
