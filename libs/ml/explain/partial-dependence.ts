import { MlError } from '../errors.js';
import { quantileOf } from '../metrics/quantile.js';
import { Random } from '../random/random.js';
import { categoriesOf, checkColumns, numbersOf } from '../table/columns.js';
import { isMissingCategory, selectRows, type FeatureColumn, type Table } from '../table/table.js';
import { withColumn } from '../table/with-column.js';

export interface PartialDependenceOptions {
  readonly feature: Pick<FeatureColumn, 'name' | 'kind'>;
  /** Rows to average over, training or held-out ones. */
  readonly table: Table;
  /** One or more answers per row, row by row: those of `predict` or of `score`. */
  readonly predict: (table: Table) => Float64Array;
  readonly seed: number;
  /** Values of a numeric column, at most; default 20. */
  readonly gridSize?: number;
  /** Categories, the most frequent ones; default 30. */
  readonly mostCategories?: number;
  /** Rows averaged over, drawn from the table; default 500. */
  readonly mostRows?: number;
  /** The lower and the upper quantile of the answers that are reported; default 0.1 and 0.9. */
  readonly band?: readonly [number, number];
}

export interface PartialDependencePoint {
  /** A number, true or false, a category; null: missing. */
  readonly value: number | boolean | string | null;
  /** Mean answer when every row has this value; one per output, like the others. */
  readonly average: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface PartialDependence {
  readonly feature: string;
  readonly kind: FeatureColumn['kind'];
  /** Numbers ascend, categories are sorted by how frequent they are. Missing comes last, where rows have it. */
  readonly points: readonly PartialDependencePoint[];
  /** How many rows were averaged over. */
  readonly rows: number;
}

/**
 * The mean answer as a function of one column, the others being as they are in the rows (Friedman 2001, "Greedy
 * function approximation", section 8.2), with a band of quantiles over rows in place of single rows' curves, so that
 * no person's curve is shown. Where columns depend on each other it also asks about combinations that do not occur.
 * Numbers are tried at quantiles from 5% to 95% (as scikit-learn's partial_dependence): beyond, rows are few.
 *
 * @throws MlError `invalid_table`, `invalid_option`; `too_few_rows` for an empty table.
 */
export function partialDependence(options: PartialDependenceOptions): PartialDependence {
  const { feature, table, predict, seed, mostRows = 500, band = [0.1, 0.9] } = options;
  checkOptions(options);
  checkColumns([feature], table);
  if (table.rowCount === 0) {
    throw new MlError('too_few_rows', [{ field: 'table', detail: 'there is no row to average over' }]);
  }
  const sampled = selectRows(table, new Random(seed).sample(table.rowCount, mostRows));
  const points = gridOf(options).map((value): PartialDependencePoint => {
    const answers = predict(
      withColumn(sampled, feature.name, repeated(feature.kind, value, sampled.rowCount)),
    );
    return { value, ...summaries(answers, sampled.rowCount, band) };
  });
  return { feature: feature.name, kind: feature.kind, points, rows: sampled.rowCount };
}

function checkOptions({
  gridSize = 20,
  mostCategories = 30,
  mostRows = 500,
  band,
}: PartialDependenceOptions): void {
  const [low, high] = band ?? [0.1, 0.9];
  const problems = Object.entries({ gridSize, mostCategories, mostRows })
    .filter(([, value]) => !(Number.isInteger(value) && value >= 2))
    .map(([field, value]) => ({ field, detail: `must be a whole number from 2 on, is ${value}` }));
  if (!(low >= 0 && low < high && high <= 1)) {
    problems.push({ field: 'band', detail: 'must be two ascending shares in [0, 1]' });
  }
  if (problems.length > 0) throw new MlError('invalid_option', problems);
}

function gridOf({
  feature: { name, kind },
  table,
  gridSize = 20,
  mostCategories = 30,
}: PartialDependenceOptions): PartialDependencePoint['value'][] {
  if (kind === 'categorical') {
    const categories = categoriesOf(table, name);
    const known = frequentCategories(categories, mostCategories);
    return categories.some(isMissingCategory) ? [...known, null] : known;
  }
  const values = numbersOf(table, name);
  const observed = values.filter((value) => !Number.isNaN(value)).sort();
  const grid = kind === 'boolean' ? [false, true] : quantileGrid(observed, gridSize);
  return observed.length < values.length ? [...grid, null] : grid;
}

/** All values where they are few, else quantiles. */
function quantileGrid(sorted: Float64Array, size: number): number[] {
  const distinct = Array.from(sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]));
  if (distinct.length <= size) return distinct;
  const shares = Array.from({ length: size }, (_, index) => 0.05 + (0.9 * index) / (size - 1));
  return [...new Set(shares.map((share) => quantileOf(sorted, share)))];
}

function frequentCategories(categories: readonly (string | null)[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const category of categories) {
    if (category === null || isMissingCategory(category)) continue;
    counts.set(category, (counts.get(category) ?? 0) + 1);
  }
  const ordered = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  return ordered.slice(0, most).map(([category]) => category);
}

function repeated(
  kind: FeatureColumn['kind'],
  value: PartialDependencePoint['value'],
  rowCount: number,
): Table['columns'][string] {
  if (kind === 'categorical') return new Array<string | null>(rowCount).fill(value as string | null);
  return new Float64Array(rowCount).fill(value === null ? NaN : Number(value));
}

function summaries(
  answers: Float64Array,
  rowCount: number,
  [low, high]: readonly [number, number],
): Omit<PartialDependencePoint, 'value'> {
  const outputCount = answers.length / rowCount;
  const byOutput = Array.from({ length: outputCount }, (_, output) =>
    Float64Array.from({ length: rowCount }, (_row, row) => answers[row * outputCount + output]!).sort(),
  );
  return {
    average: byOutput.map((sorted) => sorted.reduce((sum, answer) => sum + answer, 0) / rowCount),
    lower: byOutput.map((sorted) => quantileOf(sorted, low)),
    upper: byOutput.map((sorted) => quantileOf(sorted, high)),
  };
}
