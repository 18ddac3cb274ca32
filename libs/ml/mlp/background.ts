import type { Random } from '../random/random.js';
import { numbersOf, categoriesOf } from '../table/columns.js';
import type { ColumnValues, FeatureColumn, Table } from '../table/table.js';
import type { Encoding } from '../encoding/encoding.js';

/**
 * Rows that explanations compare with, made of the columns' marginal distributions: each column's values are spread
 * as in training and then put into an order of their own. So no training row is in the model's file, and a number in
 * it is the mean of two training values or more; what columns have in common is lost, which is what interventional
 * Shapley values assume anyway (Janzing, Minorics, Blöbaum 2020).
 */
export function drawBackground(
  columns: readonly FeatureColumn[],
  encodings: readonly Encoding[],
  table: Table,
  rowCount: number,
  random: Random,
): Table {
  const drawn = columns.map(({ name, kind }, index): [string, ColumnValues] => {
    const encoding = encodings[index]!;
    const order = Uint32Array.from({ length: rowCount }, (_, row) => row);
    random.shuffle(order);
    if (encoding.kind === 'categories') {
      const values = spreadCategories(encoding.categories, categoriesOf(table, name), rowCount);
      return [name, Array.from(order, (place) => values[place]!)];
    }
    const values = spreadNumbers(numbersOf(table, name), kind === 'boolean', rowCount);
    return [name, Float64Array.from(order, (place) => values[place]!)];
  });
  return { rowCount, columns: Object.fromEntries(drawn) };
}

/** Missing ones first, then means of equally large stretches of the sorted values (0 and 1 for booleans). */
function spreadNumbers(values: Float64Array, isBoolean: boolean, rowCount: number): Float64Array {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const spread = new Float64Array(rowCount).fill(NaN);
  const observed = Math.round((rowCount * sorted.length) / values.length);
  const places = spread.subarray(rowCount - observed);
  if (isBoolean) {
    const share = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    places.forEach((_, place) => (places[place] = place < Math.round(share * observed) ? 1 : 0));
    return spread;
  }
  const stretches = Math.max(1, Math.min(observed, sorted.length >> 1));
  const boundary = (stretch: number): number => Math.floor((stretch * sorted.length) / stretches);
  places.forEach((_, place) => {
    const stretch = Math.floor((place * stretches) / observed);
    places[place] = shortened(meanOf(sorted.subarray(boundary(stretch), boundary(stretch + 1))));
  });
  return spread;
}

/** Divided before they are added, so that no sum of huge values overflows. */
function meanOf(values: Float64Array): number {
  return values.reduce((mean, value) => mean + value / values.length, 0);
}

/** Seven digits place a point of comparison well enough and keep the file small. */
function shortened(value: number): number {
  return Number(value.toPrecision(7));
}

/** Each category as often as its share of the rows asks, by the largest remainders; null is missing or another. */
function spreadCategories(
  categories: readonly string[],
  values: readonly (string | null)[],
  rowCount: number,
): (string | null)[] {
  const counts = new Map<string | null, number>([...categories, null].map((category) => [category, 0]));
  for (const value of values) {
    const category = counts.has(value) ? value : null;
    counts.set(category, counts.get(category)! + 1);
  }
  const shares = [...counts].map(([category, count]) => ({
    category,
    whole: Math.floor((count * rowCount) / values.length),
    rest: (count * rowCount) % values.length,
  }));
  const left = shares.reduce((rest, { whole }) => rest - whole, rowCount);
  // Sorting is stable: equal remainders are served in the categories' order.
  const served = new Set([...shares].sort((a, b) => b.rest - a.rest).slice(0, left));
  return shares.flatMap((share) =>
    Array.from({ length: share.whole + (served.has(share) ? 1 : 0) }, () => share.category),
  );
}

/** What explaining one row may cost at default effort, in multiplications: about 60 ms. */
const EXPLANATION_BUDGET = 1e8;

/**
 * How many background rows a network of these layer sizes can afford: 32, fewer (a power of two, at least 8) for wide
 * networks and many columns.
 */
export function backgroundRows(sizes: readonly number[], columnCount: number): number {
  const behindFirstLayer = sizes.slice(2).reduce((sum, size, index) => sum + size * sizes[index + 1]!, 0);
  const perRow = 8 * columnCount * behindFirstLayer;
  return Math.min(32, Math.max(8, 2 ** Math.floor(Math.log2(EXPLANATION_BUDGET / perRow))));
}
