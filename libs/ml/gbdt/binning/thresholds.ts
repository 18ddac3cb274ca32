/**
 * Cuts between neighbouring distinct values, at most `maximumBins` - 1: all of them where the values are few, else
 * so that the bins hold about equally many values; a value more frequent than that gets a bin of its own (greedy,
 * as LightGBM's GreedyFindBin). A cut lies between its neighbours: lower <= cut < higher.
 *
 * @param sorted ascending, without NaN
 */
export function thresholdsOf(sorted: Float64Array, maximumBins: number): Float64Array {
  const { values, counts } = distinct(sorted);
  if (values.length <= maximumBins) {
    return Float64Array.from(values.subarray(1), (higher, index) => between(values[index]!, higher));
  }
  const frequent = Uint8Array.from(counts, (count) => (count >= sorted.length / maximumBins ? 1 : 0));
  let binsLeft = maximumBins - frequent.reduce((sum, flag) => sum + flag, 0);
  let rowsLeft = counts.reduce((sum, count, index) => sum + (frequent[index] === 1 ? 0 : count), 0);
  let fairShare = rowsLeft / binsLeft;
  const cuts: number[] = [];
  let filled = 0;
  for (let index = 0; index < values.length - 1 && cuts.length < maximumBins - 1; index += 1) {
    const isOwn = frequent[index] === 1;
    filled += counts[index]!;
    if (!isOwn) rowsLeft -= counts[index]!;
    const isFull = filled >= fairShare || (frequent[index + 1] === 1 && filled >= Math.max(1, fairShare / 2));
    if (!isOwn && !isFull) continue;
    cuts.push(between(values[index]!, values[index + 1]!));
    filled = 0;
    if (isOwn) continue;
    binsLeft -= 1;
    fairShare = rowsLeft / binsLeft;
  }
  return Float64Array.from(cuts);
}

function distinct(sorted: Float64Array): { values: Float64Array; counts: Float64Array } {
  const values = new Float64Array(sorted.length);
  const counts = new Float64Array(sorted.length);
  let length = 0;
  for (let row = 0; row < sorted.length; row += 1) {
    // -0 and 0 are one value: the graph compares numbers, not bits.
    if (row === 0 || sorted[row] !== sorted[row - 1]) {
      values[length] = sorted[row]!;
      length += 1;
    }
    counts[length - 1]! += 1;
  }
  return { values: values.subarray(0, length), counts: counts.subarray(0, length) };
}

/** The middle; halves are added because a sum may overflow, and rounding may not leave the half-open interval. */
function between(lower: number, higher: number): number {
  const middle = lower / 2 + higher / 2;
  return middle >= lower && middle < higher ? middle : lower;
}
