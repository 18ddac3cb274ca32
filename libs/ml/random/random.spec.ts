import { describe, expect, it } from '@jest/globals';
import { Random } from './random.js';

describe('random numbers', () => {
  it('are the same in every run', () => {
    const random = new Random(42);
    const first = [random.next(), random.next(), random.next()];
    const again = new Random(42);
    expect([again.next(), again.next(), again.next()]).toEqual(first);
    expect(new Random(43).next()).not.toBe(first[0]);
  });

  it('fall into every interval alike, for neighbouring seeds together too', () => {
    const counts = new Float64Array(100);
    for (let seed = 0; seed < 200; seed += 1) {
      const random = new Random(seed);
      for (let draw = 0; draw < 500; draw += 1) counts[random.below(100)]! += 1;
    }
    const chiSquared = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // The 0.1% and 99.9% quantiles with 99 degrees of freedom.
    expect(chiSquared).toBeGreaterThan(60.3);
    expect(chiSquared).toBeLessThan(149);
  });

  it('make permutations in which every row stands first alike often', () => {
    const random = new Random(7);
    const first = new Float64Array(5);
    for (let draw = 0; draw < 5000; draw += 1) {
      const order = random.permutation(5);
      expect(Array.from(order).sort()).toEqual([0, 1, 2, 3, 4]);
      first[order[0]!]! += 1;
    }
    // Four standard deviations around 1,000.
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(114);
  });

  it('make samples of different rows in ascending order', () => {
    expect(Array.from(new Random(1).sample(3, 10))).toEqual([0, 1, 2]);
    const sample = Array.from(new Random(1).sample(100, 10));
    expect(new Set(sample).size).toBe(10);
    expect(sample).toEqual(sample.toSorted((a, b) => a - b));
  });
});
