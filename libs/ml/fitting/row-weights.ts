/**
 * What each row counts: its sample weight, and with `balanced` as much more as its class is rarer: total weight /
 * (classes · weight of the class), as scikit-learn's compute_class_weight has it.
 *
 * @param target the index of the class per row
 */
export function rowWeights(
  target: Float64Array,
  sampleWeight: Float64Array | undefined,
  classWeight: 'none' | 'balanced',
  classCount: number,
): Float64Array {
  const weights = sampleWeight ?? new Float64Array(target.length).fill(1);
  if (classWeight === 'none') return weights;
  const perClass = new Float64Array(classCount);
  target.forEach((index, row) => (perClass[index]! += weights[row]!));
  const total = perClass.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, row) => (weight * total) / (classCount * perClass[target[row]!]!));
}
