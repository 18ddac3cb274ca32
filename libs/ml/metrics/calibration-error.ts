import { checkProbabilities, checkSampleWeight } from './check-scores.js';
import { probabilityBins, type Binning } from './probability-bins.js';
import { rankedGroups, type RankedGroups } from './ranking.js';

/** Guo et al. take 15, scikit-learn's curve 5; with 10 a bin of 1,000 held-out rows still holds 100. */
export const DEFAULT_BINS = 10;

/**
 * Expected calibration error: the mean over bins, weighted by their rows, of |mean probability - observed share|
 * (Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017).
 *
 * `binaryMetrics` reports bins of equal frequency: where positives are rare, nearly all probabilities fall into one
 * or two bins of equal width, which then average the errors away (Nixon et al. 2019, "Measuring calibration in deep
 * learning"). Equal width is there to compare with figures of the literature.
 *
 * Noise makes it larger than 0 even for perfect probabilities, by 0.4·√(bins / rows) at most on average.
 *
 * @throws MlError `invalid_scores`.
 */
export function expectedCalibrationError(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  binning: Binning = 'equal_frequency',
  bins: number = DEFAULT_BINS,
  sampleWeight?: ArrayLike<number>,
): number {
  checkProbabilities(actual, probability);
  checkSampleWeight(sampleWeight, actual.length);
  return calibrationErrorOf(rankedGroups(actual, probability, sampleWeight), binning, bins);
}

/** Unchecked. */
export function calibrationErrorOf(groups: RankedGroups, binning: Binning, count: number): number {
  const { weight, predicted, observed } = probabilityBins(groups, binning, count);
  let total = 0;
  let sum = 0;
  for (let bin = 0; bin < weight.length; bin += 1) {
    total += weight[bin]!;
    sum += Math.abs(predicted[bin]! - observed[bin]!);
  }
  return sum / total;
}
