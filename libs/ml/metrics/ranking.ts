/** Counts of actual positives and negatives that share one probability. */
export interface TiedRows {
  readonly probability: number;
  readonly positives: number;
  readonly negatives: number;
}

/** Rows grouped by equal probability, the highest first; every ranking metric treats a group as one step. */
export function rankedGroups(actual: ArrayLike<number>, probability: ArrayLike<number>): TiedRows[] {
  const order = Uint32Array.from({ length: probability.length }, (_, row) => row).sort(
    (a, b) => (probability[b] ?? NaN) - (probability[a] ?? NaN),
  );
  const groups: { probability: number; positives: number; negatives: number }[] = [];
  for (const row of order) {
    const value = probability[row] ?? NaN;
    let group = groups.at(-1);
    if (group?.probability !== value) {
      group = { probability: value, positives: 0, negatives: 0 };
      groups.push(group);
    }
    if (actual[row] === 1) group.positives += 1;
    else group.negatives += 1;
  }
  return groups;
}

/**
 * Area under the ROC curve: the chance that a positive row ranks above a negative one, ties counting half (Hanley,
 * McNeil 1982). Null when one class is absent.
 */
export function areaUnderRoc(groups: readonly TiedRows[]): number | null {
  let positivesAbove = 0;
  let negatives = 0;
  let pairsWon = 0;
  for (const group of groups) {
    pairsWon += group.negatives * (positivesAbove + group.positives / 2);
    positivesAbove += group.positives;
    negatives += group.negatives;
  }
  return positivesAbove === 0 || negatives === 0 ? null : pairsWon / (positivesAbove * negatives);
}

/**
 * Average precision: Σ (recall_k - recall_{k-1}) · precision_k over distinct probabilities from the highest down,
 * without interpolation (scikit-learn's user guide, "Precision, recall and F-measures"). Null when there is no positive row.
 */
export function averagePrecision(groups: readonly TiedRows[]): number | null {
  const allPositives = groups.reduce((sum, { positives }) => sum + positives, 0);
  if (allPositives === 0) return null;
  let positives = 0;
  let rows = 0;
  let sum = 0;
  for (const group of groups) {
    positives += group.positives;
    rows += group.positives + group.negatives;
    sum += (group.positives / allPositives) * (positives / rows);
  }
  return sum;
}
