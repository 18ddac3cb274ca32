import type { FeatureValue } from '#libs/models';

/** Fewer rows than this could tell something about one of them. */
export const fewestRowsShown = 5;
const mostBins = 20;
const mostLevels = 50;
/** Enough to tell half a percent of the rows. */
const orderStatistics = 1001;

export interface Bin {
  /** null: open. */
  readonly from: number | null;
  readonly to: number | null;
  readonly rows: number;
}

/** How numbers are spread: bins for people, order statistics to look values up in. */
export class NumberDistribution {
  private constructor(
    /** Sorted; at even ranks of all values where there are many. */
    private readonly ordered: Float64Array,
    readonly bins: readonly Bin[],
    readonly missingRows: number,
    /** Whether every value is a whole number. */
    readonly whole: boolean,
  ) {}

  /** @param values NaN is missing; sorted in place */
  static of(values: Float64Array): NumberDistribution {
    values.sort();
    // NaN sorts last.
    const firstMissing = values.findIndex((value) => Number.isNaN(value));
    const present = firstMissing === -1 ? values : values.subarray(0, firstMissing);
    const whole = present.every((value) => Number.isInteger(value));
    return new NumberDistribution(
      thinned(present),
      binsOf(present, whole),
      values.length - present.length,
      whole,
    );
  }

  get isEmpty(): boolean {
    return this.ordered.length === 0;
  }

  /** Share of rows below, equal ones counting half. */
  position(value: number): number {
    if (this.isEmpty) return 0.5;
    return (countBelow(this.ordered, value) + countUpTo(this.ordered, value)) / (2 * this.ordered.length);
  }

  /** The value below which that share of rows lies. */
  quantile(share: number): number {
    return this.ordered[Math.round(share * (this.ordered.length - 1))]!;
  }

  binOf(value: number): number {
    return this.bins.findIndex(
      ({ from, to }) => (from === null || value >= from) && (to === null || value < to),
    );
  }
}

/** How often categories, or yes and no, occur. */
export class LevelDistribution {
  private constructor(
    /** The most frequent first, without rare ones. */
    readonly levels: readonly { readonly level: string; readonly rows: number }[],
    readonly otherRows: number,
    readonly missingRows: number,
  ) {}

  static of(values: readonly FeatureValue[]): LevelDistribution {
    const counts = new Map<string, number>();
    let missing = 0;
    for (const value of values) {
      if (value === null || value === '') missing += 1;
      else counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
    }
    const levels = [...counts]
      .map(([level, rows]) => ({ level, rows }))
      .filter(({ rows }) => rows >= fewestRowsShown)
      .sort((a, b) => b.rows - a.rows || (a.level < b.level ? -1 : 1))
      .slice(0, mostLevels);
    const shown = levels.reduce((sum, { rows }) => sum + rows, 0);
    return new LevelDistribution(levels, values.length - missing - shown, missing);
  }

  /** -1: rare, or not seen. */
  binOf(value: FeatureValue): number {
    return this.levels.findIndex(({ level }) => level === String(value));
  }
}

function thinned(sorted: Float64Array): Float64Array {
  if (sorted.length <= orderStatistics) return sorted.slice();
  const last = sorted.length - 1;
  return Float64Array.from(
    { length: orderStatistics },
    (_, rank) => sorted[Math.round((rank * last) / (orderStatistics - 1))]!,
  );
}

/**
 * Equally wide between the 1st and the 99th percentile, so that single values far out neither squeeze the others into
 * one bin nor become an edge that everybody sees.
 */
function binsOf(sorted: Float64Array, whole: boolean): Bin[] {
  if (sorted.length === 0) return [];
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const [low, high] = [at(0.01), at(0.99)];
  const cuts = Array.from({ length: mostBins - 1 }, (_, i) => low + ((i + 1) * (high - low)) / mostBins);
  const edges = [...new Set(whole ? cuts.map(Math.ceil) : cuts)].filter((edge) => edge > low && edge <= high);
  const bins: Bin[] = [];
  let [from, start]: [number | null, number] = [null, 0];
  for (const edge of edges) {
    const end = countBelow(sorted, edge);
    // The last bin must hold enough too.
    if (end - start < fewestRowsShown || sorted.length - end < fewestRowsShown) continue;
    bins.push({ from, to: edge, rows: end - start });
    [from, start] = [edge, end];
  }
  return [...bins, { from, to: null, rows: sorted.length - start }];
}

/** How many values are smaller. */
function countBelow(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countUpTo(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
