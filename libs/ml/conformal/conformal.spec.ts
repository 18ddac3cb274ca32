import { describe, expect, it } from '@jest/globals';
import { conformalRadius, measureIntervals } from '../index.js';
import { Random } from '../random/random.js';

describe('the conformal radius', () => {
  it('is the residual of rank ceil((n + 1) · coverage)', () => {
    const residuals = [9, 1, 8, 2, 7, 3, 6, 4, 5];
    expect(conformalRadius(residuals, 0.9)).toBe(9);
    expect(conformalRadius(residuals, 0.5)).toBe(5);
    expect(conformalRadius(residuals, 0.51)).toBe(6);
    expect(conformalRadius(residuals, 0.01)).toBe(1);
  });

  it('refuses to promise what so few rows cannot keep', () => {
    expect(() => conformalRadius([1, 2, 3, 4, 5, 6, 7, 8], 0.9)).toThrow(
      'too_few_rows: absoluteResiduals: a coverage of 0.9 needs 9 rows, there are 8',
    );
    expect(() => conformalRadius([1], 1)).toThrow(
      'invalid_option: coverage: must be above 0 and below 1, is 1',
    );
    expect(() => conformalRadius([-1, NaN], 0.5)).toThrow('negative or not finite');
    expect(() => conformalRadius([1, 2], 0.5, [1, 0])).toThrow(
      'scale: has values that are not positive and finite',
    );
    expect(() => conformalRadius([1, 2], 0.5, [1])).toThrow('scale: has 1 values, there are 2 residuals');
  });

  it('covers new rows exactly as often as it says, on average over tables', () => {
    // With n = 39 the coverage is 36/40 on average, its deviation over tables √(36 · 4 / (40² · 41)) = 0.047.
    const random = new Random(4);
    const tables = 2000;
    let covered = 0;
    for (let table = 0; table < tables; table += 1) {
      // Skewed residuals with heavy tails: the promise does not depend on their distribution.
      const residual = (): number => Math.abs(Math.tan(random.next() * 1.55)) ** 1.5;
      const radius = conformalRadius(Array.from({ length: 39 }, residual), 0.9);
      const actual = Array.from({ length: 20 }, residual);
      covered += measureIntervals(actual, new Float64Array(20), radius).coverage;
    }
    // Three standard deviations: √((0.047² + 0.09 / 20) / 2000) = 0.0018 each.
    expect(Math.abs(covered / tables - 0.9)).toBeLessThan(0.0055);
  });

  it('gives wider intervals where a scale says that the model is unsure, and narrower ones elsewhere', () => {
    const random = new Random(9);
    const scale = Float64Array.from({ length: 4000 }, () => 0.2 + 3 * random.next());
    const actual = scale.map((width) => (random.next() - 0.5) * width);
    const predicted = new Float64Array(4000);
    const part = (values: Float64Array, second: boolean): Float64Array =>
      second ? values.slice(2000) : values.slice(0, 2000);
    const residuals = part(actual, false).map(Math.abs);
    const plain = measureIntervals(
      part(actual, true),
      part(predicted, true),
      conformalRadius(residuals, 0.9),
    );
    const radius = conformalRadius(residuals, 0.9, part(scale, false));
    const scaled = measureIntervals(part(actual, true), part(predicted, true), radius, part(scale, true));
    for (const { coverage, rows } of [plain, scaled]) {
      expect(rows).toBe(2000);
      expect(Math.abs(coverage - 0.9)).toBeLessThan(0.03);
    }
    expect(scaled.mean_width).toBeLessThan(0.9 * plain.mean_width);
  });
});
