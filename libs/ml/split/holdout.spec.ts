import { describe, expect, it } from '@jest/globals';
import { holdoutPosition, splitByIdentifier } from '../index.js';

const identifiers = Array.from({ length: 20_000 }, (_, row) => String(row));

describe('the held-out rows', () => {
  // sklearn.utils.murmurhash3_32(text.encode(), seed=0, positive=True) of scikit-learn 1.9.1. These must never change.
  it.each([
    ['', 0],
    ['1', 2484513939],
    ['2', 19522071],
    ['42', 3159925814],
    ['hello', 613153351],
    ['E_2068', 1630436409],
    ['client-é', 3804421950],
    ['The quick brown fox jumps over the lazy dog', 776992547],
  ])('put %j at %d of 2³²', (identifier, position) => {
    expect(holdoutPosition(identifier)).toBe(position / 2 ** 32);
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
    const { training, heldOut } = splitByIdentifier(['2', '1', '2', '1'], 0.2);
    expect({ training, heldOut }).toEqual({ training: Uint32Array.of(1, 3), heldOut: Uint32Array.of(0, 2) });
  });

  it.each([0, 1, -0.1, NaN])('refuse a share of %d', (testSize) => {
    expect(() => splitByIdentifier(identifiers, testSize)).toThrow('test_size: must be above 0 and below 1');
  });
});
