import { describe, expect, it } from '@jest/globals';
import { chooseQuanta } from './quanta.js';

describe('quanta', () => {
  it.each([1, 2, 1000, 150_000, 1_000_000, 40_000_000])(
    'of %d rows sum up without leaving their part of the word',
    (rowCount) => {
      for (const isConstant of [true, false]) {
        const quanta = chooseQuanta(rowCount, 3, 0.25, isConstant)!;
        const gradients = BigInt(Math.ceil(3 / quanta.gradientUnit)) * BigInt(rowCount);
        const hessians = BigInt(Math.ceil(0.25 / quanta.hessianUnit - 1e-9)) * BigInt(rowCount);
        expect(hessians < 1n << BigInt(quanta.hessianBits)).toBe(true);
        expect(gradients < 1n << BigInt(63 - quanta.hessianBits)).toBe(true);
        expect(gradients < 1n << 53n).toBe(true);
      }
    },
  );

  it('leave the gradient more digits where every hessian is the same', () => {
    const constant = chooseQuanta(150_000, 1, 1, true)!;
    const varying = chooseQuanta(150_000, 1, 1, false)!;
    expect(1 / varying.gradientUnit).toBeGreaterThan(2 ** 14);
    expect(1 / constant.gradientUnit).toBeGreaterThan(2 ** 26);
  });

  it('do not exist where nothing is left to learn', () => {
    expect(chooseQuanta(10, 0, 1, true)).toBeUndefined();
    expect(chooseQuanta(10, 1, 0, false)).toBeUndefined();
    expect(chooseQuanta(10, Number.MIN_VALUE, 1, true)).toBeUndefined();
  });
});
