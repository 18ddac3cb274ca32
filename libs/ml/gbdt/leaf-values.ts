import type { BoostingRows } from './boosting-rows.js';
import type { GrowingLeaf } from './growing/growing-leaf.js';
import { leafOutput } from './growing/leaf-output.js';
import type { LeafSums } from './growing/leaf-rows.js';
import type { Quanta } from './quanta.js';
import { pick } from './row-order.js';
import { quantileOf, weightedQuantileOf } from './quantile.js';
import type { GrowthSettings } from './settings.js';

/**
 * What each leaf adds to the scores, from the true gradients: rounding them chose the splits, but does not touch
 * the values (Shi et al. 2022, section 5.2).
 *
 * @param rows the training's rows in the order of the leaves
 */
export function leafValues(
  leaves: readonly GrowingLeaf[],
  sums: readonly LeafSums[],
  rows: Uint32Array,
  boosting: BoostingRows,
  quanta: Quanta,
  settings: GrowthSettings,
): Float64Array {
  const { renewedQuantile } = boosting.objective;
  const unit = quanta.gradientUnit / quanta.hessianUnit;
  return Float64Array.from(leaves, (leaf, index) => {
    const minimum = leaf.minimum * unit;
    const maximum = leaf.maximum * unit;
    if (renewedQuantile !== undefined) {
      const value = errorQuantile(
        rows.subarray(leaf.start, leaf.start + leaf.count),
        boosting,
        renewedQuantile,
      );
      return settings.learningRate * Math.max(Math.min(value, maximum), minimum);
    }
    const { gradient, hessian } = sums[index]!;
    const lambda = settings.lambda + leaf.additionalLambda;
    return settings.learningRate * leafOutput(gradient, hessian, settings.alpha, lambda, minimum, maximum);
  });
}

function errorQuantile(rows: Uint32Array, boosting: BoostingRows, level: number): number {
  const { target, weights } = boosting;
  const scores = pick(boosting.scoresOf(0), rows);
  const errors = pick(target, rows).map((value, index) => value - scores[index]!);
  if (weights === undefined) return quantileOf(errors, level);
  return weightedQuantileOf(errors, pick(weights, rows), level);
}
