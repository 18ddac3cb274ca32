/**
 * Cuts between neighbouring distinct values, at most `maximumBins` - 1: all of them where the values are few, else
 * so that the bins hold about equally many values; a value more frequent than that gets a bin of its own (greedy,
 * as LightGBM's GreedyFindBin). A cut lies between its neighbours: lower <= cut < higher.
 *
 * @param sorted ascending, without NaN
 */
export function thresholdsOf(sorted: Float64Array, maximumBins: number): Float64Array {
  const ends = runEnds(sorted, maximumBins) ?? fairEnds(sorted, maximumBins);
  return Float64Array.from(ends, (end) => between(sorted[end - 1]!, sorted[end]!));
}

/** Where each distinct value but the last ends; undefined when there are more values than bins. */
function runEnds(sorted: Float64Array, maximumBins: number): number[] | undefined {
  const ends: number[] = [];
  for (let position = 0; position < sorted.length;) {
    if (ends.length === maximumBins) return undefined;
    position = runEnd(sorted, position);
    ends.push(position);
  }
  return ends.slice(0, -1);
}

/** Where each bin but the last ends. */
function fairEnds(sorted: Float64Array, maximumBins: number): number[] {
  const frequent = frequentRuns(sorted, sorted.length / maximumBins);
  let rowsLeft = frequent.reduce((rows, { start, end }) => rows - (end - start), sorted.length);
  let binsLeft = maximumBins - frequent.length;
  const ends: number[] = [];
  let upcoming = 0;
  let start = 0;
  while (ends.length < maximumBins - 1) {
    const fairShare = rowsLeft / binsLeft;
    const next = frequent[upcoming];
    let end = runEnd(sorted, Math.min(sorted.length, start + Math.max(1, Math.ceil(fairShare))) - 1);
    if (next === undefined || end < next.start) {
      rowsLeft -= end - start;
      binsLeft -= 1;
    } else if (next.start > start && next.start - start >= fairShare / 2) {
      end = next.start;
      rowsLeft -= end - start;
      binsLeft -= 1;
    } else {
      // Too few values before the frequent one for a bin: they join it.
      end = next.end;
      rowsLeft -= next.start - start;
      upcoming += 1;
    }
    if (end === sorted.length) break;
    ends.push(end);
    start = end;
  }
  return ends;
}

/** Values that fill more than a bin: each stands at one of the places that are a bin apart. */
function frequentRuns(sorted: Float64Array, share: number): { start: number; end: number }[] {
  const step = Math.ceil(share);
  const runs: { start: number; end: number }[] = [];
  for (let position = step - 1; position < sorted.length; position += step) {
    const start = runStart(sorted, position);
    const end = runEnd(sorted, position);
    if (end - start >= share && runs.at(-1)?.start !== start) runs.push({ start, end });
  }
  return runs;
}

function runStart(sorted: Float64Array, position: number): number {
  return firstWhere(0, position, (place) => sorted[place]! >= sorted[position]!);
}

/** -0 and 0 are one value: the graph compares numbers, not bits. */
function runEnd(sorted: Float64Array, position: number): number {
  return firstWhere(position + 1, sorted.length, (place) => sorted[place]! > sorted[position]!);
}

/** The first place from `low` on that holds; `high` when none before it does. Once it holds, it holds for good. */
export function firstWhere(low: number, high: number, holds: (place: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The middle; halves are added because a sum may overflow, and rounding may not leave the half-open interval. */
function between(lower: number, higher: number): number {
  const middle = lower / 2 + higher / 2;
  return middle >= lower && middle < higher ? middle : lower;
}
