import { describe, expect, it } from '@jest/globals';
import { Random } from '../random/random.js';
import { Arena } from './arena.js';
import { mlpKernels, type MlpKernels } from './kernels.js';

const random = new Random(3);

interface Workspace {
  readonly kernels: MlpKernels;
  readonly floats: Float32Array;
  readonly words: Uint32Array;
  /** Addresses of the areas, in the order of their sizes. */
  readonly at: readonly number[];
}

/** Areas of float32, filled with numbers in [-1, 1). */
function workspace(...sizes: readonly number[]): Workspace {
  const arena = new Arena();
  const at = sizes.map((size) => arena.reserve(4 * size));
  const memory = arena.createMemory();
  const floats = new Float32Array(memory.buffer);
  const kernels = mlpKernels(memory);
  at.forEach((address, area) => {
    for (let index = 0; index < sizes[area]!; index += 1)
      floats[address / 4 + index] = 2 * random.number() - 1;
  });
  return { kernels, floats, words: new Uint32Array(memory.buffer), at };
}

describe('the kernels', () => {
  it('keep their own constants out of the memory that is handed out', () => {
    const { kernels, at } = workspace(4);
    expect(kernels.constantsEnd()).toBeLessThanOrEqual(at[0]!);
  });

  it.each([
    [4, 1, 4],
    [8, 5, 12],
    [12, 33, 8],
    [4, 16, 20],
  ])('multiply %d × %d by %d columns, from either side of a matrix', (rows, inner, columns) => {
    const sizes = [rows * inner, inner * columns, rows * columns, rows * columns] as const;
    const { kernels, floats, at } = workspace(...sizes);
    const [a, b, start, c] = at as [number, number, number, number];
    const value = (address: number, index: number): number => floats[address / 4 + index]!;
    for (const transposed of [false, true]) {
      const [rowStride, innerStride] = transposed ? [1, rows] : [inner, 1];
      for (const [startStride, floor] of [
        [columns, -Infinity],
        [0, 0],
      ] as const) {
        kernels.multiply(a, rowStride, innerStride, b, start, startStride, c, rows, inner, columns, floor);
        for (let row = 0; row < rows; row += 1) {
          for (let column = 0; column < columns; column += 1) {
            let sum = value(start, row * startStride + column);
            for (let k = 0; k < inner; k += 1) {
              const product = value(a, row * rowStride + k * innerStride) * value(b, k * columns + column);
              sum = Math.fround(sum + Math.fround(product));
            }
            expect(value(c, row * columns + column)).toBe(Math.max(sum, floor));
          }
        }
      }
    }
  });

  it('transpose', () => {
    const { kernels, floats, at } = workspace(8 * 12, 12 * 8);
    const [source, target] = at as [number, number];
    kernels.transpose(source, 8, 12, target);
    for (let row = 0; row < 8; row += 1) {
      for (let column = 0; column < 12; column += 1) {
        expect(floats[target / 4 + column * 8 + row]).toBe(floats[source / 4 + row * 12 + column]);
      }
    }
  });

  it('leave out the share of units that dropout asks for and keep the mean', () => {
    const count = 40_000;
    const { kernels, floats, words, at } = workspace(count, 4);
    const [values, state] = at as [number, number];
    const area = floats.subarray(values / 4, values / 4 + count).fill(1);
    words.set([1, 2, 3, 4], state / 4);
    kernels.dropOut(values, 64, state, 0, 1);
    kernels.dropOut(values, count, state, 0.3 * 2 ** 32, 1 / 0.7);
    const left = area.filter((value) => value === 0).length;
    // Four standard deviations of a binomial share.
    expect(Math.abs(left / count - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / count));
    expect(area.reduce((sum, value) => sum + value, 0) / count).toBeCloseTo(1, 1);
  });

  it.each(['squaredLoss', 'logisticLoss', 'softmaxLoss'] as const)('give the gradient of %s', (name) => {
    const rows = 3;
    const stride = 4;
    const { kernels, floats, words, at } = workspace(rows * stride + stride, 4, 4, 4, rows * stride + stride);
    const [outputs, indices, targets, weights, deltas] = at as [number, number, number, number, number];
    words.set([2, 0, 1], indices / 4);
    floats.set(name === 'softmaxLoss' ? [0, 2, 1] : [0, 1, 1], targets / 4);
    floats.set([1, 3, 0.5], weights / 4);
    const rest = [indices, targets, weights, rows, stride, 1, deltas] as const;
    const loss = (): number =>
      name === 'softmaxLoss'
        ? kernels.softmaxLoss(outputs, stride, 3, ...rest)
        : kernels[name](outputs, stride, ...rest);
    loss();
    const gradient = floats.slice(deltas / 4, deltas / 4 + (rows + 1) * stride);
    const used = name === 'softmaxLoss' ? 3 : 1;
    gradient.forEach((value, index) => {
      if (index >= rows * stride || index % stride >= used) {
        expect(value).toBe(0);
        return;
      }
      const place = outputs / 4 + index;
      const middle = floats[place]!;
      const step = 2 ** -9;
      floats[place] = middle + step;
      const [above, aboveAt] = [loss(), floats[place]];
      floats[place] = middle - step;
      const [below, belowAt] = [loss(), floats[place]];
      floats[place] = middle;
      expect(value).toBeCloseTo((above - below) / (aboveAt - belowAt), 4);
    });
  });

  it('stay finite where probabilities are 0 or 1 as far as doubles tell', () => {
    const { kernels, floats, words, at } = workspace(8, 4, 4, 4, 8);
    const [outputs, indices, targets, weights, deltas] = at as [number, number, number, number, number];
    words.set([0, 1], indices / 4);
    floats.set([5000, 0, 0, 0, -5000, 0, 0, 0], outputs / 4);
    floats.set([0, 1], targets / 4);
    floats.set([1, 1], weights / 4);
    const rest = [indices, targets, weights, 2, 4, 1, deltas] as const;
    expect(kernels.logisticLoss(outputs, 4, ...rest)).toBe(10_000);
    floats.set([0, 5000, 0, 0, -5000, 0, 0, 0], outputs / 4);
    expect(kernels.softmaxLoss(outputs, 4, 2, ...rest)).toBe(5000);
  });
});
