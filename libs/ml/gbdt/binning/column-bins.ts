import { isMissingCategory } from '../../table/table.js';

/** How a column's values became bins. Bin 0 is missing; bin b > 0 is what is said below. */
export type ColumnBins = NumberBins | CategoryBins;

export interface NumberBins {
  readonly kind: 'numbers';
  /** Bin b holds the values above thresholds[b - 2] up to thresholds[b - 1]. */
  readonly thresholds: Float64Array;
  readonly binCount: number;
  readonly hasMissing: boolean;
}

export interface CategoryBins {
  readonly kind: 'categories';
  /** Bin b is category b - 1: the most frequent first. */
  readonly categories: readonly string[];
  readonly binCount: number;
  readonly hasMissing: boolean;
  /** Distinct values that were too rare for a bin of their own; they count as missing. */
  readonly rareCount: number;
}

/** Bins are bytes; beside missing, one value is left free. */
export const MOST_CATEGORIES = 254;

/**
 * The most frequent categories of the training rows, ties by code unit.
 *
 * @param rows of the column, that learn
 */
export function learnCategories(
  values: readonly (string | null)[],
  rows: Uint32Array,
  maximumBins: number,
): { readonly bins: CategoryBins; readonly codes: ReadonlyMap<string, number> } {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const row of rows) {
    const value = values[row] ?? null;
    if (value === null || isMissingCategory(value)) missing += 1;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const byFrequency = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  const categories = byFrequency.slice(0, Math.min(maximumBins, MOST_CATEGORIES)).map(([value]) => value);
  const rareCount = counts.size - categories.length;
  return {
    bins: {
      kind: 'categories',
      categories,
      binCount: categories.length,
      hasMissing: missing > 0 || rareCount > 0,
      rareCount,
    },
    codes: new Map(categories.map((value, index) => [value, index + 1])),
  };
}
