import { sumOf, type RankedGroups } from './ranking.js';

/**
 * `equal_frequency`: about the same weight in every bin, equal probabilities never parted (scikit-learn's strategy
 * "quantile"). `equal_width`: [0, 1] cut into equal parts (strategy "uniform").
 */
export type Binning = 'equal_frequency' | 'equal_width';

/** Sums over the rows of the bins that hold any, by ascending probability. */
export interface ProbabilityBins {
  readonly lowest: readonly number[];
  readonly highest: readonly number[];
  readonly weight: readonly number[];
  /** Σ weight · probability. */
  readonly predicted: readonly number[];
  /** Σ weight of positive rows. */
  readonly observed: readonly number[];
}

export function probabilityBins(groups: RankedGroups, binning: Binning, count: number): ProbabilityBins {
  const { probability, positives, negatives } = groups;
  const total = sumOf(positives) + sumOf(negatives);
  const bins = {
    lowest: [] as number[],
    highest: [] as number[],
    weight: [] as number[],
    predicted: [] as number[],
    observed: [] as number[],
  };
  let bin = -1;
  let open = -1;
  let below = 0;
  for (let group = probability.length - 1; group >= 0; group -= 1) {
    const weight = positives[group]! + negatives[group]!;
    if (weight === 0) continue;
    const value = probability[group]!;
    const position = Math.floor(binning === 'equal_width' ? value * count : (below * count) / total);
    const wanted = Math.min(position, count - 1);
    if (wanted !== open) {
      open = wanted;
      bin += 1;
      bins.lowest.push(value);
      bins.highest.push(value);
      bins.weight.push(0);
      bins.predicted.push(0);
      bins.observed.push(0);
    }
    bins.highest[bin] = value;
    bins.weight[bin]! += weight;
    bins.predicted[bin]! += weight * value;
    bins.observed[bin]! += positives[group]!;
    below += weight;
  }
  return bins;
}
