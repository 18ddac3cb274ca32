import { describe, expect, it } from '@jest/globals';
import { randomNumbers } from '../testing/random-table.js';
import { ascendingOrder } from './ascending-order.js';

describe('the ascending order of rows', () => {
  it('is that of a stable comparison sort, for numbers of every size and sign', () => {
    const next = randomNumbers(3);
    const values = Float64Array.from({ length: 5000 }, (_, row) =>
      row % 5 === 0 ? Math.round(next() * 10) - 5 : (next() - 0.5) * 10 ** Math.round(next() * 600 - 300),
    );
    values.set([Infinity, -Infinity, Number.MIN_VALUE, -Number.MIN_VALUE, Number.MAX_VALUE], 17);
    const expected = Array.from(values.keys()).sort((a, b) =>
      values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : a - b,
    );
    expect(Array.from(ascendingOrder(values))).toEqual(expected);
  });

  it('takes 0 and -0 for equal and puts NaN last', () => {
    expect(Array.from(ascendingOrder([NaN, 0, -0, 0, -1]))).toEqual([4, 1, 2, 3, 0]);
    expect(Array.from(ascendingOrder([]))).toEqual([]);
  });
});
