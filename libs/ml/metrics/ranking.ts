import { ascendingOrder } from './ascending-order.js';

/**
 * Rows grouped by equal probability, the highest first; every ranking metric treats a group as one step. Sums of
 * the weights of actual positives and negatives: counts where every row counts alike.
 */
export interface RankedGroups {
  /** Descending strictly. */
  readonly probability: Float64Array;
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

/** Ranks rows once; the groups for any weights follow in linear time, which is what makes resampling cheap. */
export class Ranking {
  private readonly groupOf: Uint32Array;
  private readonly groups: RankedGroups;

  /** @param isPositive 1 for rows of the positive class, else 0 */
  constructor(
    private readonly isPositive: Uint8Array,
    probability: ArrayLike<number>,
  ) {
    const order = ascendingOrder(probability).reverse();
    this.groupOf = new Uint32Array(order.length);
    const distinct = new Float64Array(order.length);
    let groupCount = 0;
    for (const row of order) {
      const value = probability[row]!;
      if (groupCount === 0 || distinct[groupCount - 1] !== value) distinct[groupCount++] = value;
      this.groupOf[row] = groupCount - 1;
    }
    this.groups = {
      probability: distinct.slice(0, groupCount),
      positives: new Float64Array(groupCount),
      negatives: new Float64Array(groupCount),
    };
  }

  /** The same object at every call, filled anew. */
  weighted(weight?: ArrayLike<number>): RankedGroups {
    const { positives, negatives } = this.groups;
    positives.fill(0);
    negatives.fill(0);
    for (let row = 0; row < this.groupOf.length; row += 1) {
      const side = this.isPositive[row] === 1 ? positives : negatives;
      side[this.groupOf[row]!]! += weight === undefined ? 1 : weight[row]!;
    }
    return this.groups;
  }
}

/** Unchecked. */
export function rankedGroups(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  sampleWeight?: ArrayLike<number>,
): RankedGroups {
  return new Ranking(new Uint8Array(actual), probability).weighted(sampleWeight);
}

export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]!;
  return sum;
}

/**
 * Area under the ROC curve: the chance that a positive row ranks above a negative one, ties counting half (Hanley,
 * McNeil 1982). Null when one class is absent.
 */
export function areaUnderRoc({ positives, negatives }: RankedGroups): number | null {
  let positivesAbove = 0;
  let allNegatives = 0;
  let pairsWon = 0;
  for (let group = 0; group < positives.length; group += 1) {
    pairsWon += negatives[group]! * (positivesAbove + positives[group]! / 2);
    positivesAbove += positives[group]!;
    allNegatives += negatives[group]!;
  }
  return positivesAbove === 0 || allNegatives === 0 ? null : pairsWon / (positivesAbove * allNegatives);
}

/**
 * Average precision: Σ (recall_k - recall_{k-1}) · precision_k over distinct probabilities from the highest down,
 * without interpolation (scikit-learn's user guide, "Precision, recall and F-measures"). Null when there is no
 * positive row.
 */
export function averagePrecision({ positives, negatives }: RankedGroups): number | null {
  let found = 0;
  let accepted = 0;
  let sum = 0;
  for (let group = 0; group < positives.length; group += 1) {
    found += positives[group]!;
    accepted += positives[group]! + negatives[group]!;
    if (positives[group]! > 0) sum += positives[group]! * (found / accepted);
  }
  return found === 0 ? null : sum / found;
}
