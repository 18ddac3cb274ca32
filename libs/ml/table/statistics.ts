import { selectSmallest } from './select-smallest.js';

/** What the observed (not missing) values of a numeric column look like. */
export interface NumericSummary {
  readonly count: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Population standard deviation (divided by count, as scikit-learn's StandardScaler does). */
  readonly deviation: number;
  readonly median: number;
}

/**
 * Summarises the values that are not NaN; undefined when there is none. Two passes over values that were first
 * divided by a power of two (exact), so that squares of 1e-300 do not vanish and squares of 1e300 do not overflow
 * (Chan, Golub, LeVeque 1983, "Algorithms for computing the sample variance").
 */
export function summarise(values: Float64Array): NumericSummary | undefined {
  const observed = values.filter((value) => !Number.isNaN(value));
  const count = observed.length;
  if (count === 0) return undefined;
  let minimum = Infinity;
  let maximum = -Infinity;
  for (let i = 0; i < count; i += 1) {
    minimum = Math.min(minimum, observed[i]!);
    maximum = Math.max(maximum, observed[i]!);
  }
  if (minimum === maximum) return { count, minimum, maximum, mean: minimum, deviation: 0, median: minimum };
  const unit = powerOfTwoBelow(Math.max(Math.abs(minimum), Math.abs(maximum)));
  const mean = unit * (sumOver(observed, (value) => value / unit) / count);
  const spread = powerOfTwoBelow(Math.max(maximum / 2 - mean / 2, mean / 2 - minimum / 2));
  const variance = sumOver(observed, (value) => ((value - mean) / spread) ** 2) / count;
  const deviation = spread * Math.sqrt(variance);
  return { count, minimum, maximum, mean, deviation, median: medianOf(observed) };
}

/** Reorders the values. Halves are added separately because the sum of two large values may overflow. */
function medianOf(values: Float64Array): number {
  const middle = values.length >> 1;
  const upper = selectSmallest(values, middle);
  if (values.length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < middle; i += 1) lower = Math.max(lower, values[i]!);
  return lower / 2 + upper / 2;
}

function sumOver(values: Float64Array, term: (value: number) => number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += term(values[i]!);
  return sum;
}

/** The smallest positive double's power keeps the division defined for denormal magnitudes. */
function powerOfTwoBelow(magnitude: number): number {
  return 2 ** Math.max(-1022, Math.floor(Math.log2(magnitude)));
}
