/**
 * What each row counts in the objective: its own weight times that of its class; undefined when all count 1.
 *
 * @param balanced weigh each class so that all classes count alike in sum
 * @param positiveWeight of rows of class 1 (binary)
 */
export function rowWeights(
  target: Float64Array,
  sampleWeight: Float64Array | undefined,
  classes: { readonly count: number; readonly balanced: boolean; readonly positiveWeight: number },
): Float64Array | undefined {
  const { count, balanced, positiveWeight } = classes;
  if (sampleWeight === undefined && !balanced && positiveWeight === 1) return undefined;
  const weights = sampleWeight?.slice() ?? new Float64Array(target.length).fill(1);
  const factors = balanced ? balancedFactors(target, weights, count) : new Float64Array(count).fill(1);
  if (positiveWeight !== 1) factors[1]! *= positiveWeight;
  if (balanced || positiveWeight !== 1) {
    target.forEach((value, row) => (weights[row]! *= factors[value] ?? 1));
  }
  return weights.every((weight) => weight === 1) ? undefined : weights;
}

/** scikit-learn's `balanced`: all / (classes · of the class). */
function balancedFactors(target: Float64Array, weights: Float64Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  target.forEach((value, row) => (sums[value]! += weights[row]!));
  const total = sums.reduce((sum, weight) => sum + weight, 0);
  return sums.map((sum) => total / (count * sum));
}
