import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { holdoutPosition } from '../index.js';

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

  it.each([0.1, 0.2, 0.5])('fall below %d for about that share, also for consecutive numbers', (testSize) => {
    const below = identifiers.filter((identifier) => holdoutPosition(identifier) < testSize).length;
    const fourDeviations = 4 * Math.sqrt(20_000 * testSize * (1 - testSize));
    expect(Math.abs(below - 20_000 * testSize)).toBeLessThan(fourDeviations);
  });
});
