import { MlError } from '../errors.js';
import { Random } from '../random/random.js';
import { checkSampleWeight } from './check-scores.js';
import type { Evaluator } from './evaluator.js';
import { quantileOf } from './quantile.js';

export interface BootstrapInterval {
  readonly lower: number;
  readonly upper: number;
  /** The share of tables for which such an interval holds the true value. */
  readonly level: number;
  /** Those in which the metric was defined. */
  readonly resamples: number;
}

export interface BootstrapOptions {
  readonly seed: number;
  /** Default 0.95; at least 0.5 and below 1. */
  readonly level?: number;
  /** Default 1,000; at least 50. Fewer are taken from large tables, see `bootstrapIntervals`. */
  readonly resamples?: number;
  /** How much each row counts, positive; absent: 1 each. Rows are drawn alike whatever their weight. */
  readonly sampleWeight?: ArrayLike<number>;
}

/** Rows × resamples (× passes) that take one to two seconds. */
const MOST_ROW_VISITS = 40_000_000;
/** Below this the outer order statistics of a 95% interval are the extremes themselves. */
const FEWEST_RESAMPLES = 100;

/**
 * Intervals for all numbers of a metric set at once (Efron, Tibshirani 1993, "An introduction to the bootstrap",
 * chapter 13, percentile intervals): rows are drawn with replacement, as many as there are, and the metrics are
 * computed with the number of draws as weight; the interval lies between the quantiles of what comes out.
 *
 * Rows are not stratified by class: in a table drawn anew the share of positives would vary too, and accuracy or
 * average precision depend on it. Resamples in which a metric is not defined (AUC without a positive row) are left
 * out for that metric; when that is more than half of them, it gets no interval. `threshold` stands fixed: the
 * intervals do not cover its choice. For `ece`, which noise pushes away from 0, the interval lies too high.
 *
 * On large tables the resamples are capped (200 for 200,000 rows, never below 100), where the intervals are narrow
 * and their own noise does not matter. Equal rows, options and seed give equal intervals.
 *
 * @throws MlError `invalid_option`, `invalid_scores` (weights).
 */
export function bootstrapIntervals<Metrics extends object>(
  evaluator: Evaluator<Metrics>,
  { seed, level = 0.95, resamples = 1000, sampleWeight }: BootstrapOptions,
): Readonly<Partial<Record<keyof Metrics & string, BootstrapInterval>>> {
  checkOptions(level, resamples);
  checkSampleWeight(sampleWeight, evaluator.rowCount);
  const count = affordable(resamples, evaluator);
  const random = new Random(seed);
  const weight = new Float64Array(evaluator.rowCount);
  const drawn = new Map<string, number[]>();
  for (let resample = 0; resample < count; resample += 1) {
    drawRows(random, weight, sampleWeight);
    for (const [name, value] of Object.entries(evaluator.metrics(weight))) {
      if (typeof value !== 'number' || name === 'threshold') continue;
      const values = drawn.get(name);
      if (values === undefined) drawn.set(name, [value]);
      else values.push(value);
    }
  }
  const intervals = [...drawn].flatMap(([name, values]) =>
    2 * values.length < count ? [] : [[name, percentileInterval(values, level)] as const],
  );
  return Object.fromEntries(intervals) as Partial<Record<keyof Metrics & string, BootstrapInterval>>;
}

function checkOptions(level: number, resamples: number): void {
  const problems = [];
  if (!(level >= 0.5 && level < 1)) {
    problems.push({ field: 'level', detail: `must be at least 0.5 and below 1, is ${level}` });
  }
  if (!(Number.isInteger(resamples) && resamples >= 50)) {
    problems.push({ field: 'resamples', detail: `must be a whole number from 50 on, is ${resamples}` });
  }
  if (problems.length > 0) throw new MlError('invalid_option', problems);
}

function affordable(resamples: number, { rowCount, passes }: Evaluator<unknown>): number {
  const most = Math.floor(MOST_ROW_VISITS / (rowCount * passes));
  return Math.min(resamples, Math.max(FEWEST_RESAMPLES, most));
}

function drawRows(random: Random, weight: Float64Array, sampleWeight: ArrayLike<number> | undefined): void {
  weight.fill(0);
  const rowCount = weight.length;
  for (let draw = 0; draw < rowCount; draw += 1) weight[random.below(rowCount)]! += 1;
  if (sampleWeight === undefined) return;
  for (let row = 0; row < rowCount; row += 1) weight[row]! *= sampleWeight[row]!;
}

function percentileInterval(values: readonly number[], level: number): BootstrapInterval {
  const sorted = Float64Array.from(values).sort();
  return {
    lower: quantileOf(sorted, (1 - level) / 2),
    upper: quantileOf(sorted, (1 + level) / 2),
    level,
    resamples: values.length,
  };
}
