import { describe, expect, it } from '@jest/globals';
import { quantileOf, weightedQuantileOf } from './quantile.js';

describe('quantiles', () => {
  it('interpolate between two values, as numpy.quantile does', () => {
    expect(quantileOf(Float64Array.of(4, 1, 3, 2), 0.5)).toBe(2.5);
    expect(quantileOf(Float64Array.of(9, 1, 5), 0.5)).toBe(5);
    expect(quantileOf(Float64Array.of(10, 20, 30, 40, 50), 0.9)).toBeCloseTo(46, 12);
    expect(quantileOf(Float64Array.of(7), 0.3)).toBe(7);
  });

  it('of weighted values are the medians of repeated ones', () => {
    const values = Float64Array.of(5, 1, 4, 2);
    expect(weightedQuantileOf(values, Float64Array.of(1, 3, 1, 2), 0.5)).toBe(2);
    expect(weightedQuantileOf(values, Float64Array.of(2, 2, 1, 1), 0.5)).toBe(3);
  });

  it('ignore the unit of the weights', () => {
    const values = Float64Array.of(5, 1, 4, 2, 8);
    const weights = Float64Array.of(1, 3, 1, 2, 4);
    for (const level of [0.1, 0.5, 0.9]) {
      const scaled = weights.map((weight) => weight / 1024);
      expect(weightedQuantileOf(values, scaled, level)).toBe(weightedQuantileOf(values, weights, level));
    }
  });
});
