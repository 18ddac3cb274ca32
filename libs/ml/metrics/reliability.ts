import { MlError } from '../errors.js';
import { DEFAULT_BINS } from './calibration-error.js';
import { checkProbabilities } from './check-scores.js';
import { probabilityBins, type Binning } from './probability-bins.js';
import { rankedGroups } from './ranking.js';

/** A point of the reliability diagram: the rows whose probability lies from `lowest` to `highest`. */
export interface ReliabilityBin {
  readonly lowest: number;
  readonly highest: number;
  readonly count: number;
  readonly mean_predicted: number;
  readonly observed_rate: number;
  /** Wilson interval of the observed rate, 95%. */
  readonly observed_lower: number;
  readonly observed_upper: number;
}

/** The normal distribution's quantile at 0.975. */
const Z = 1.959963984540054;

/**
 * What is behind a reliability diagram: in each bin of probabilities, how often the positive class was observed
 * (scikit-learn's calibration_curve). Where an interval does not hold `mean_predicted`, the probabilities of that
 * range are off by more than chance explains. Ascending; bins without rows are left out.
 *
 * @param actual 0 or 1 per row
 * @param probability of class 1 per row
 * @throws MlError `invalid_scores`, `invalid_option` (bins).
 */
export function reliabilityBins(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  binning: Binning = 'equal_frequency',
  bins: number = DEFAULT_BINS,
): ReliabilityBin[] {
  if (!(Number.isInteger(bins) && bins >= 1)) {
    throw new MlError('invalid_option', [
      { field: 'bins', detail: `must be a whole number from 1 on, is ${bins}` },
    ]);
  }
  checkProbabilities(actual, probability);
  const sums = probabilityBins(rankedGroups(actual, probability), binning, bins);
  return sums.weight.map((count, bin) => {
    const { lower, upper } = wilsonInterval(sums.observed[bin]!, count);
    return {
      lowest: sums.lowest[bin]!,
      highest: sums.highest[bin]!,
      count,
      mean_predicted: sums.predicted[bin]! / count,
      observed_rate: sums.observed[bin]! / count,
      observed_lower: lower,
      observed_upper: upper,
    };
  });
}

/**
 * The 95% score interval of a share (Wilson 1927): unlike the normal interval it stays inside [0, 1] and has a
 * width when all or none of the rows are positive.
 */
export function wilsonInterval(positives: number, count: number): { lower: number; upper: number } {
  const rate = positives / count;
  const spread = (Z * Z) / count;
  const centre = rate + spread / 2;
  const half = Z * Math.sqrt((rate * (1 - rate)) / count + spread / (4 * count));
  return {
    lower: Math.max(0, (centre - half) / (1 + spread)),
    upper: Math.min(1, (centre + half) / (1 + spread)),
  };
}
