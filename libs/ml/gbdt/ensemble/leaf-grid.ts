import { MlError } from '../../errors.js';
import type { Ensemble, Tree } from '../tree.js';

/** What a float counts exactly: all integers up to this. */
const EXACT_FLOAT_BITS = 24;
/** The smallest power of two that is a normal double. */
const SMALLEST_EXPONENT = -1022;

/**
 * Every leaf of one output is coarse · 2^coarseExponent + fine · 2^fineExponent with integers so small that their
 * sums over all trees stay below 2^24. The runtime's tree operator answers in float; these sums it answers exactly,
 * in whatever order and type it adds, so that the score is the same double everywhere.
 */
export interface LeafGrid {
  readonly coarseExponent: number;
  readonly fineExponent: number;
}

/** The trees of output k in an ensemble are k, k + outputs, k + 2·outputs, …. */
export function treesOfOutput(ensemble: Ensemble, output: number): readonly Tree[] {
  return ensemble.trees.filter((_, index) => index % ensemble.base.length === output);
}

/**
 * The finest grid for the trees of one output. Rounding to it moves a leaf by at most
 * (number of trees)² · (sum of the largest leaves) · 2^-48, less than 1e-12 of that sum for 16 trees and 1e-9 for
 * 500. Rounding twice changes nothing: a grid is only chosen when the rounded leaves would choose it or a finer one.
 *
 * @throws MlError `invalid_model` when a score could be infinite or is no number.
 */
export function leafGrid(trees: readonly Tree[]): LeafGrid {
  const largest = trees.reduce((sum, { leafValue }) => sum + largestOf(leafValue), 0);
  if (!Number.isFinite(largest)) {
    throw new MlError('invalid_model', [{ field: 'trees', detail: 'the leaves add up to no finite number' }]);
  }
  // The sum of |residual| <= trees · 2^(coarse - 1) must be at most 2^24 fine units.
  const between = EXACT_FLOAT_BITS + 1 - Math.ceil(Math.log2(Math.max(trees.length, 1)));
  const lowest = SMALLEST_EXPONENT + between;
  let coarseExponent = Math.max(Math.ceil(Math.log2(largest)) - EXACT_FLOAT_BITS - 1, lowest);
  for (; ; coarseExponent += 1) {
    const grid = { coarseExponent, fineExponent: coarseExponent - between };
    const coarseSum = trees.reduce(
      (sum, { leafValue }) =>
        sum + largestOf(leafValue.map((value) => coarseUnits(grid, onGrid(grid, value)))),
      0,
    );
    if (coarseSum <= 2 ** EXACT_FLOAT_BITS) return grid;
  }
}

export function onGrid(grid: LeafGrid, value: number): number {
  return (
    coarseUnits(grid, value) * 2 ** grid.coarseExponent + fineUnits(grid, value) * 2 ** grid.fineExponent
  );
}

export function coarseUnits(grid: LeafGrid, value: number): number {
  return Math.round(value / 2 ** grid.coarseExponent);
}

/** What the coarse units leave over. */
export function fineUnits(grid: LeafGrid, value: number): number {
  const rest = value - coarseUnits(grid, value) * 2 ** grid.coarseExponent;
  return Math.round(rest / 2 ** grid.fineExponent);
}

function largestOf(values: Float64Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
