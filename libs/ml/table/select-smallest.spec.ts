import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { selectSmallest } from './select-smallest.js';

describe('the value at a place of the sorted order', () => {
  it('is found without sorting, with smaller values before it and larger ones behind', () => {
    const few = fc.constantFrom(0, 1, 2, -1e300, 1e300, Infinity, -Infinity);
    const value = fc.oneof(few, fc.double({ noNaN: true }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.nat(), (array, anyPlace) => {
        const place = anyPlace % array.length;
        const values = Float64Array.from(array);
        const found = selectSmallest(values, place);
        expect(found === Float64Array.from(array).sort()[place]).toBe(true);
        expect(values.subarray(0, place).every((other) => other <= found)).toBe(true);
        expect(values.subarray(place).every((other) => other >= found)).toBe(true);
      }),
    );
  });

  it.each([
    ['falling', (i: number, n: number) => n - i],
    ['a roof', (i: number, n: number) => Math.min(i, n - i)],
    ['a valley', (i: number, n: number) => Math.max(i, n - i)],
    ['all equal', () => 3],
  ])('is found in values that are %s', (_shape, valueAt) => {
    const values = Float64Array.from({ length: 10_001 }, (_, i) => valueAt(i, 10_001));
    const sorted = Float64Array.from(values).sort();
    expect(selectSmallest(values, 5000)).toBe(sorted[5000]);
  });
});
