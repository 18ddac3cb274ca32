import { MlError } from '../errors.js';
import { sha256Prefix } from './sha256.js';

const POSITIONS = 2 ** 32;
const encoder = new TextEncoder();

/**
 * A stable number in [0, 1) from an identifier: the first 32 bits of the SHA-256 of its UTF-8 bytes, divided by
 * 2³². It depends on nothing else, so the same row is held out of every version; and anybody can check which rows
 * were, in PostgreSQL for example:
 *
 *     ('x' || left(encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 8))::bit(32)::bigint / 4294967296.0
 *
 * Never change it: rows would move between training and held-out rows, and versions trained before could no longer
 * be compared with versions trained after.
 */
export function holdoutPosition(identifier: string): number {
  return sha256Prefix(encoder.encode(identifier)) / POSITIONS;
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
  checkTestSize(testSize);
  const training: number[] = [];
  const heldOut: number[] = [];
  identifiers.forEach((identifier, row) => {
    (holdoutPosition(identifier) < testSize ? heldOut : training).push(row);
  });
  return { training: Uint32Array.from(training), heldOut: Uint32Array.from(heldOut) };
}

/** @throws MlError `invalid_test_size`. */
export function checkTestSize(testSize: number): void {
  if (testSize > 0 && testSize < 1) return;
  throw new MlError('invalid_test_size', [
    { field: 'test_size', detail: `must be above 0 and below 1, is ${testSize}` },
  ]);
}
