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
  const observed = values.filter((value) => !Number.isNaN(value)).sort();
  const count = observed.length;
  const minimum = observed[0];
  const maximum = observed[count - 1];
  if (minimum === undefined || maximum === undefined) return undefined;
  if (minimum === maximum) return { count, minimum, maximum, mean: minimum, deviation: 0, median: minimum };
  const unit = powerOfTwoBelow(Math.max(Math.abs(minimum), Math.abs(maximum)));
  const mean = unit * (sumOver(observed, (value) => value / unit) / count);
  const spread = powerOfTwoBelow(Math.max(maximum / 2 - mean / 2, mean / 2 - minimum / 2));
  const variance = sumOver(observed, (value) => ((value - mean) / spread) ** 2) / count;
  return {
    count,
    minimum,
    maximum,
    mean,
    deviation: spread * Math.sqrt(variance),
    median: medianOf(observed),
  };
}

/** Median of sorted values; halves are added separately because the sum of two large values may overflow. */
function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1] ?? NaN) / 2 + upper / 2;
}

function sumOver(values: Float64Array, term: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum += term(value);
  return sum;
}

/** The smallest positive double's power keeps the division defined for denormal magnitudes. */
function powerOfTwoBelow(magnitude: number): number {
  return 2 ** Math.max(-1022, Math.floor(Math.log2(magnitude)));
}
