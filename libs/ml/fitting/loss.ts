/** The mean over the rows, weighted by `sampleWeight`. */
function weightedMean(
  rowCount: number,
  sampleWeight: Float64Array | undefined,
  lossOf: (row: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const weight = sampleWeight?.[row] ?? 1;
    sum += weight * lossOf(row);
    total += weight;
  }
  return sum / total;
}

export function meanSquaredError(
  target: Float64Array,
  answers: Float64Array,
  sampleWeight: Float64Array | undefined,
): number {
  return weightedMean(target.length, sampleWeight, (row) => (answers[row]! - target[row]!) ** 2);
}

/**
 * In nats; probabilities are kept 2.2e-16 away from 0, as scikit-learn does.
 *
 * @param probabilities of class 1 per row, or rows × classes, row by row
 */
export function meanLogLoss(
  target: Float64Array,
  probabilities: Float64Array,
  sampleWeight: Float64Array | undefined,
): number {
  const outputCount = probabilities.length / target.length;
  return weightedMean(target.length, sampleWeight, (row) => {
    const actual = target[row]!;
    const first = probabilities[row * outputCount]!;
    const probability =
      outputCount > 1 ? probabilities[row * outputCount + actual]! : actual === 1 ? first : 1 - first;
    return -Math.log(Math.max(probability, Number.EPSILON));
  });
}
