import { Random } from '../random/random.js';
import { holdoutPosition } from './holdout.js';

/**
 * One number in [0, 1) per row, after which splits and folds deal out rows. From identifiers: the same for a row in
 * every table (see `holdoutPosition`).
 */
export function identifierPositions(identifiers: readonly string[]): Float64Array {
  return Float64Array.from(identifiers, holdoutPosition);
}

/** From a seed, where rows have no identifier: they depend on the row's number. */
export function seededPositions(rowCount: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: rowCount }, () => random.next());
}
