import { describe, expect, it } from '@jest/globals';
import { randomNumbers } from '../../testing/random-table.js';
import { thresholdsOf } from './thresholds.js';

const sorted = (values: readonly number[]): Float64Array => Float64Array.from(values).sort();

/** How many values fall between neighbouring cuts. */
function binSizes(values: Float64Array, cuts: Float64Array): number[] {
  const sizes = new Array<number>(cuts.length + 1).fill(0);
  for (const value of values) sizes[cuts.filter((cut) => value > cut).length]! += 1;
  return sizes;
}

describe('cuts between values', () => {
  it('lie in the middle of every two neighbours while there are few values', () => {
    expect(thresholdsOf(sorted([3, 1, 1, 2, 7]), 255)).toEqual(Float64Array.of(1.5, 2.5, 5));
    expect(thresholdsOf(sorted([0, 1, 1, 0]), 255)).toEqual(Float64Array.of(0.5));
  });

  it('are none for one value or no value', () => {
    expect(thresholdsOf(sorted([4, 4, 4]), 255)).toHaveLength(0);
    expect(thresholdsOf(new Float64Array(0), 255)).toHaveLength(0);
  });

  it('take -0 and 0 for one value', () => {
    expect(thresholdsOf(sorted([-0, 0, 1]), 255)).toEqual(Float64Array.of(0.5));
  });

  it.each([
    [1, 1 + Number.EPSILON],
    [0, Number.MIN_VALUE],
    [-Number.MIN_VALUE, 0],
    [-Number.MAX_VALUE, Number.MAX_VALUE],
    [Number.MAX_VALUE / (1 + Number.EPSILON), Number.MAX_VALUE],
  ])('separate %d from %d: the lower is at or below, the higher above', (lower, higher) => {
    const [cut] = thresholdsOf(Float64Array.of(lower, higher), 255);
    expect(lower <= cut!).toBe(true);
    expect(higher > cut!).toBe(true);
  });

  it('make bins of about equal size where there are many values', () => {
    const next = randomNumbers(1);
    const values = sorted(Array.from({ length: 10_000 }, () => next() ** 3));
    const sizes = binSizes(values, thresholdsOf(values, 100));
    expect(sizes).toHaveLength(100);
    expect(Math.min(...sizes)).toBeGreaterThan(80);
    expect(Math.max(...sizes)).toBeLessThan(120);
  });

  it('give a frequent value a bin of its own and share out the rest', () => {
    const next = randomNumbers(2);
    const values = sorted(Array.from({ length: 5000 }, (_, i) => (i % 2 === 0 ? 0.5 : next())));
    const cuts = thresholdsOf(values, 20);
    expect(cuts.length).toBeLessThanOrEqual(19);
    const sizes = binSizes(values, cuts);
    const own = sizes.filter((size) => size >= 2500);
    expect(own).toHaveLength(1);
    expect(own[0]).toBeLessThan(2600);
    expect(Math.max(...sizes.filter((size) => size < 2500))).toBeLessThan(200);
  });

  it.each([2, 3, 7])('never are more than %d - 1', (most) => {
    const next = randomNumbers(3);
    for (let round = 0; round < 50; round += 1) {
      const values = sorted(Array.from({ length: 60 }, () => Math.floor(next() ** 4 * 20)));
      const cuts = thresholdsOf(values, most);
      expect(cuts.length).toBeLessThan(most);
      expect(binSizes(values, cuts).every((size) => size > 0)).toBe(true);
    }
  });
});
