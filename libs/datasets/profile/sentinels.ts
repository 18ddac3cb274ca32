import type { ColumnFigures } from './column-profile.js';

/** So few rows are outliers, not a convention. */
const fewestRows = 5;
const smallestShare = 0.005;

/** Words of programs for "none": 9s, and the day of employment of Home Credit's pensioners. */
const customary = new Set([365243]);
const isCustomary = (value: number): boolean =>
  customary.has(value) || /^-?9{3,}(?:\.9+)?$/.test(String(value));

/**
 * A value that stands apart and is frequent for where it stands: probably says that there is none. Either end of the
 * values is looked at.
 */
export function suspectedSentinels({ moments, distribution, distinct }: ColumnFigures): number[] {
  const { smallest, largest, count } = moments;
  if (!distribution || distinct < 3 || typeof smallest !== 'number' || typeof largest !== 'number') return [];
  const { smallestCount, largestCount, nextSmallest, nextLargest } = distribution;
  const frequent = (rows: number): boolean => rows >= fewestRows && rows >= smallestShare * count;
  const found: number[] = [];
  if (nextSmallest !== null && frequent(smallestCount)) {
    // The only negative value of a column is -1 more often because nothing was known than because something was.
    const alone = smallest < 0 && nextSmallest >= 0 && [-1, -9, -99].includes(smallest);
    if (alone || isCustomary(smallest) || nextSmallest - smallest > largest - nextSmallest)
      found.push(smallest);
  }
  if (nextLargest !== null && frequent(largestCount)) {
    const isFar = largest - nextLargest > nextLargest - smallest;
    if (isFar || (isCustomary(largest) && largest > 2 * nextLargest)) found.push(largest);
  }
  return found;
}
