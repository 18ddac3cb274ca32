import { isMissingCategory } from '../table/table.js';
import { sha256 } from './sha256.js';

/** A value as models see it: a number (NaN where missing), a category, or null for a missing category. */
export type Cell = number | string | null;

/** What a double that is no number is written as: engines are free to choose among many. */
const missingNumber = 0x7ff8_0000_0000_0000n;

/** Reused, and made larger as needed: millions of rows are hashed one after the other. */
let bytes = new Uint8Array(1024);
let view = new DataView(bytes.buffer);
const encoder = new TextEncoder();

/**
 * 64 bits of the SHA-256 of a row's identifier, or of identifier and values: equal for equal ones, and for others but
 * once in 2⁶⁴. Every text begins with its length, so that no two different rows give the same bytes.
 *
 * @param cells in an order that is always the same; none: the key of the identifier alone
 */
export function rowKey(identifier: string, cells: readonly Cell[] = []): bigint {
  let length = writeText(0, identifier);
  for (const cell of cells)
    length = typeof cell === 'number' ? writeNumber(length, cell) : writeCategory(length, cell);
  const words = sha256(bytes.subarray(0, length));
  return (BigInt(words[0]!) << 32n) | BigInt(words[1]!);
}

function writeNumber(at: number, value: number): number {
  reserve(at + 8);
  if (Number.isNaN(value)) view.setBigUint64(at, missingNumber);
  // PostgreSQL and JavaScript disagree about the sign of zero, models do not see it.
  else view.setFloat64(at, value + 0);
  return at + 8;
}

/** All spellings of a missing category are one. */
function writeCategory(at: number, value: string | null): number {
  return writeText(at, value === null || isMissingCategory(value) ? '' : value);
}

function writeText(at: number, text: string): number {
  // As UTF-8 a unit of UTF-16 takes three bytes at most.
  reserve(at + 4 + 3 * text.length);
  const { written } = encoder.encodeInto(text, bytes.subarray(at + 4));
  view.setUint32(at, written);
  return at + 4 + written;
}

function reserve(length: number): void {
  if (length <= bytes.length) return;
  const larger = new Uint8Array(2 * length);
  larger.set(bytes);
  bytes = larger;
  view = new DataView(bytes.buffer);
}
