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
  // In units of which a bin has `width`; whole weights stay exact.
  const isWide = binning === 'equal_width';
  const width = isWide ? 1 : total;
  let below = 0;
  for (let group = probability.length - 1; group >= 0;) {
    const bin = Math.floor(((isWide ? probability[group]! : below) * count) / width);
    const limit = bin < count - 1 ? (bin + 1) * width : Infinity;
    const first = group;
    let [weight, predicted, observed] = [0, 0, 0];
    do {
      const positive = positives[group]!;
      const here = positive + negatives[group]!;
      weight += here;
      predicted += here * probability[group]!;
      observed += positive;
      below += here;
      group -= 1;
    } while (group >= 0 && (isWide ? probability[group]! : below) * count < limit);
    if (weight === 0) continue;
    bins.lowest.push(probability[first]!);
    bins.highest.push(probability[group + 1]!);
    bins.weight.push(weight);
    bins.predicted.push(predicted);
    bins.observed.push(observed);
  }
  return bins;
}
