import { describe, expect, it } from '@jest/globals';
import { linearScale, tickText } from './scale.js';

describe('a scale', () => {
  it.each([
    [
      [0.13, 0.87],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [
      [-1, 3],
      [-1, 0, 1, 2, 3],
    ],
    [
      [7, 7],
      [2, 4, 6, 8, 10, 12],
    ],
    [[0], [-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6]],
    [[], [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [
      [NaN, 1, 2],
      [1, 1.2, 1.4, 1.6, 1.8, 2],
    ],
  ])('of %p has round ticks around the values', (values, ticks) => {
    expect(linearScale(values, 0, 100).ticks).toEqual(ticks);
  });

  it('puts the first tick at its beginning and the last at its end', () => {
    const scale = linearScale([0, 1], 300, 100);
    expect([0, 0.5, 1].map((value) => scale.position(value))).toEqual([300, 200, 100]);
  });

  it.each([
    [0, '0'],
    [-2.5, '-2.5'],
    [9000, '9000'],
    [12_000, '12k'],
    [-1_500_000, '-1.5M'],
    [2e9, '2G'],
    [1e20, '1e20'],
    [2e-7, '2e-7'],
    [0.30000000000000004, '0.3'],
  ])('writes %d as %s', (value, expected) => {
    expect(tickText(value)).toBe(expected);
  });
});
