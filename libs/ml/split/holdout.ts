import { sha256 } from './sha256.js';

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
  return sha256(encoder.encode(identifier))[0]! / POSITIONS;
}

/** Row indices, ascending. */
export interface Split {
  readonly training: Uint32Array;
  readonly heldOut: Uint32Array;
}
