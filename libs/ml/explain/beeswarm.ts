import { MlError } from '../errors.js';
import { ascendingOrder } from '../metrics/ascending-order.js';
import { Random } from '../random/random.js';
import type { ColumnValues, Table } from '../table/table.js';
import type { Explanation } from './explanation.js';

export interface FeatureImportance {
  readonly feature: string;
  /** Mean over rows (and outputs) of the absolute contribution, in the unit of the raw score. */
  readonly mean_absolute_contribution: number;
}

export interface BeeswarmPoint {
  readonly contribution: number;
  /**
   * Where the row's value stands among the column's: 0 the lowest, 1 the highest, by which points are coloured. Null
   * for texts and missing values.
   */
  readonly rank: number | null;
}

export interface BeeswarmFeature extends FeatureImportance {
  /** By ascending contribution. */
  readonly points: readonly BeeswarmPoint[];
}

export interface BeeswarmOptions {
  readonly seed: number;
  /** Points per feature; default 300. */
  readonly mostPoints?: number;
  /** Which raw score, for models with several; default 0. */
  readonly output?: number;
}

/** Raw columns by mean absolute contribution, the largest first, equals by name (Lundberg et al. 2020, "global"). */
export function globalImportance(explanation: Explanation): FeatureImportance[] {
  const { features, contributions } = explanation;
  const sums = new Float64Array(features.length);
  for (let start = 0; start < contributions.length; start += features.length) {
    for (let k = 0; k < features.length; k += 1) sums[k]! += Math.abs(contributions[start + k]!);
  }
  const vectors = contributions.length / Math.max(1, features.length);
  return features
    .map((feature, k) => ({ feature, mean_absolute_contribution: sums[k]! / vectors }))
    .sort(byImportance);
}

/**
 * What a beeswarm plot needs: per raw column its importance for one output, and for a sample of rows what the value
 * contributed and where it ranks. Values themselves are not in it, and points are sorted per feature, so that those
 * of one row cannot be put together again.
 *
 * @param table the rows that were explained
 * @throws MlError `invalid_table` when it has other rows or lacks a column, `invalid_option`.
 */
export function beeswarm(
  explanation: Explanation,
  table: Table,
  { seed, mostPoints = 300, output = 0 }: BeeswarmOptions,
): BeeswarmFeature[] {
  const { features, baseline, contributions } = explanation;
  const outputCount = baseline.length;
  checkArguments(explanation, table, mostPoints, output);
  const rows = new Random(seed).sample(table.rowCount, mostPoints);
  return features
    .map((feature, k): BeeswarmFeature => {
      const at = (row: number): number => contributions[(row * outputCount + output) * features.length + k]!;
      let sum = 0;
      for (let row = 0; row < table.rowCount; row += 1) sum += Math.abs(at(row));
      const ranks = ranksOf(table.columns[feature]!);
      const points = Array.from(rows, (row): BeeswarmPoint => ({
        contribution: at(row),
        rank: ranks === undefined || Number.isNaN(ranks[row]) ? null : ranks[row]!,
      }));
      // Ranks decide between equal contributions: the rows' order must not show.
      points.sort((a, b) => a.contribution - b.contribution || (a.rank ?? -1) - (b.rank ?? -1));
      return { feature, mean_absolute_contribution: sum / table.rowCount, points };
    })
    .sort(byImportance);
}

function byImportance(a: FeatureImportance, b: FeatureImportance): number {
  return b.mean_absolute_contribution - a.mean_absolute_contribution || (a.feature < b.feature ? -1 : 1);
}

function checkArguments(explanation: Explanation, table: Table, mostPoints: number, output: number): void {
  const { features, baseline, contributions } = explanation;
  const problems = features
    .filter((name) => !Object.hasOwn(table.columns, name))
    .map((field) => ({ field, detail: 'the column is not in the table' }));
  if (contributions.length !== table.rowCount * baseline.length * features.length) {
    problems.push({ field: 'table', detail: 'has other rows than those that were explained' });
  }
  if (problems.length > 0) throw new MlError('invalid_table', problems);
  if (!(Number.isInteger(mostPoints) && mostPoints >= 1)) {
    const detail = `must be a whole number from 1 on, is ${mostPoints}`;
    throw new MlError('invalid_option', [{ field: 'mostPoints', detail }]);
  }
  if (!(Number.isInteger(output) && output >= 0 && output < baseline.length)) {
    const detail = `${output} is not one of the ${baseline.length} outputs`;
    throw new MlError('invalid_option', [{ field: 'output', detail }]);
  }
}

/** Share of the other values that lie below, those equal to it left out; 0.5 when all are equal, NaN when missing. */
function ranksOf(values: ColumnValues): Float64Array | undefined {
  if (!(values instanceof Float64Array)) return undefined;
  const order = ascendingOrder(values);
  const ranks = new Float64Array(values.length).fill(NaN);
  let count = 0;
  while (count < order.length && !Number.isNaN(values[order[count]!])) count += 1;
  for (let first = 0; first < count;) {
    let after = first + 1;
    while (after < count && values[order[after]!] === values[order[first]!]) after += 1;
    const others = count - (after - first);
    for (let index = first; index < after; index += 1) {
      ranks[order[index]!] = others === 0 ? 0.5 : first / others;
    }
    first = after;
  }
  return ranks;
}
