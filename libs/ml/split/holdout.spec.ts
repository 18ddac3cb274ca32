import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { holdoutPosition, splitByIdentifier } from '../index.js';

const identifiers = Array.from({ length: 20_000 }, (_, row) => String(row));

describe('the held-out rows', () => {
  // printf '%s' 42 | sha256sum. These must never change.
  it.each([
    ['', 0xe3b0c442],
    ['1', 0x6b86b273],
    ['2', 0xd4735e3a],
    ['42', 0x73475cb4],
    ['hello', 0x2cf24dba],
  ])('put %j at %d of 2³²', (identifier, position) => {
    expect(holdoutPosition(identifier)).toBe(position / 2 ** 32);
  });

  it('stand where SHA-256 puts them, whatever the length and the letters', () => {
    const texts = Array.from({ length: 300 }, (_, length) => 'é🙂7x'.repeat(length).slice(0, length));
    for (const text of texts) {
      const expected = createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
      expect(holdoutPosition(text)).toBe(expected);
    }
  });

  it.each([0.1, 0.2, 0.5])('are about %d of all, also for consecutive numbers', (testSize) => {
    const { training, heldOut } = splitByIdentifier(identifiers, testSize);
    const fourDeviations = 4 * Math.sqrt(20_000 * testSize * (1 - testSize));
    expect(Math.abs(heldOut.length - 20_000 * testSize)).toBeLessThan(fourDeviations);
    expect([...training, ...heldOut].sort((a, b) => a - b)).toEqual(identifiers.map(Number));
  });

  it('stay held out when rows are added, moved or a larger share is held out', () => {
    const heldOut = (ids: readonly string[], testSize: number): string[] =>
      ids.filter((_, row) => splitByIdentifier(ids, testSize).heldOut.includes(row));
    const before = heldOut(identifiers.slice(0, 200), 0.2);
    const after = heldOut(identifiers.slice(0, 300).reverse(), 0.3);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it('keep equal identifiers together', () => {
    const { training, heldOut } = splitByIdentifier(['2', '1', '2', '1'], 0.5);
    expect({ training, heldOut }).toEqual({ training: Uint32Array.of(0, 2), heldOut: Uint32Array.of(1, 3) });
  });

  it.each([0, 1, -0.1, NaN])('refuse a share of %d', (testSize) => {
    expect(() => splitByIdentifier(identifiers, testSize)).toThrow('test_size: must be above 0 and below 1');
  });
});
