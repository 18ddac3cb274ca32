/**
 * What each row counts in the loss: its sample weight, or 1; with `balanced`, times all weight / (classes · weight of
 * the row's class), so that every class counts alike (King, Zeng 2001; scikit-learn's class_weight). The weight of a
 * class is a sum of sample weights, so that a row of weight 2 equals two rows.
 */
export function rowWeights(
  target: Float64Array,
  sampleWeight: Float64Array | undefined,
  classCount: number,
  balanced: boolean,
): Float64Array {
  const weights = sampleWeight ?? new Float64Array(target.length).fill(1);
  if (!balanced) return weights;
  const ofClass = new Float64Array(classCount);
  let all = 0;
  target.forEach((value, row) => {
    ofClass[value]! += weights[row]!;
    all += weights[row]!;
  });
  return weights.map((weight, row) => (weight * all) / (classCount * ofClass[target[row]!]!));
}
