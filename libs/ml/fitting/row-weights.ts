export interface ClassWeights {
  readonly classCount: number;
  /** Weigh each class so that all classes count alike in sum. */
  readonly balanced: boolean;
  /** Of rows of class 1; default 1. */
  readonly positiveWeight?: number;
}

/**
 * What each row counts: its sample weight, and with `balanced` as much more as its class is rarer: total weight /
 * (classes · weight of the class), as scikit-learn's compute_class_weight has it.
 *
 * @param target the index of the class per row; not looked at when classes have no weights
 */
export function rowWeights(
  target: Float64Array,
  sampleWeight: Float64Array | undefined,
  { classCount, balanced, positiveWeight = 1 }: ClassWeights,
): Float64Array {
  const weights = sampleWeight ?? new Float64Array(target.length).fill(1);
  if (!balanced && positiveWeight === 1) return weights;
  const factors = balanced
    ? balancedFactors(target, weights, classCount)
    : new Float64Array(classCount).fill(1);
  factors[1]! *= positiveWeight;
  return weights.map((weight, row) => weight * factors[target[row]!]!);
}

function balancedFactors(target: Float64Array, weights: Float64Array, classCount: number): Float64Array {
  const perClass = new Float64Array(classCount);
  target.forEach((index, row) => (perClass[index]! += weights[row]!));
  const total = perClass.reduce((sum, weight) => sum + weight, 0);
  return perClass.map((weight) => total / (classCount * weight));
}
