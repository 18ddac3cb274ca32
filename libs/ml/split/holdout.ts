import { MlError } from '../errors.js';
import { murmur3 } from './murmur.js';

/**
 * Never change these: a row would move between training and held-out rows, and versions trained before could no
 * longer be compared with versions trained after.
 */
const HOLDOUT_SEED = 0;
const POSITIONS = 2 ** 32;

/**
 * A stable number in [0, 1) from an identifier: MurmurHash3_x86_32 (seed 0) of its UTF-8 bytes, divided by 2³². It
 * depends on nothing else, so the same row is held out of every version.
 */
export function holdoutPosition(identifier: string): number {
  return murmur3(new TextEncoder().encode(identifier), HOLDOUT_SEED) / POSITIONS;
}

/** Row indices, ascending. */
export interface Split {
  readonly training: Uint32Array;
  readonly heldOut: Uint32Array;
}

/**
 * Holds out the rows whose position is below `testSize`: about that share of them, never exactly. Rows with equal
 * identifiers stay together, and a larger share holds out all that a smaller one does. In small tables a side can
 * be empty.
 *
 * @param testSize share to hold out, above 0 and below 1
 * @throws MlError `invalid_test_size`.
 */
export function splitByIdentifier(identifiers: readonly string[], testSize: number): Split {
  if (!(testSize > 0 && testSize < 1)) {
    throw new MlError('invalid_test_size', [
      { field: 'test_size', detail: `must be above 0 and below 1, is ${testSize}` },
    ]);
  }
  const training: number[] = [];
  const heldOut: number[] = [];
  identifiers.forEach((identifier, row) => {
    (holdoutPosition(identifier) < testSize ? heldOut : training).push(row);
  });
  return { training: Uint32Array.from(training), heldOut: Uint32Array.from(heldOut) };
}
