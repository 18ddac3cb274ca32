import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../sample/seeded-random.js';
import { crosswiseAuc, crosswiseRSquared } from './alone.js';
import type { ContingencyCell } from './contingency.js';

interface Row {
  readonly bin: number;
  readonly class: number;
  readonly target: number;
}

/** As PostgreSQL would group them, each row in the half that its place says. */
function cellsOf(rows: readonly Row[]): ContingencyCell[] {
  return rows.map(({ bin, class: place, target }, index) => ({
    ...{ bin, class: place, half: (index % 2) as 0 | 1, count: 1, sum: target, squares: target * target },
  }));
}

describe('how well a column alone tells the target', () => {
  const random = new SeededRandom(3);
  const rows = (count: number, row: () => Row): Row[] => Array.from({ length: count }, row);
  const positive = (cell: ContingencyCell): boolean => cell.class === 1;

  it('is 1 where each value has its class, in whatever order', () => {
    const leak = rows(1000, () => {
      const bin = Math.floor(random.uniform() * 6);
      return { bin, class: bin % 2, target: bin % 2 };
    });
    expect(crosswiseAuc(cellsOf(leak), positive)).toBe(1);
    expect(crosswiseRSquared(cellsOf(leak))).toBeGreaterThan(0.999);
  });

  it('counts a missing value as one', () => {
    const closed = rows(400, () => {
      const lost = random.chance(0.3) ? 1 : 0;
      return { bin: lost ? 1 + Math.floor(random.uniform() * 3) : -1, class: lost, target: lost };
    });
    expect(crosswiseAuc(cellsOf(closed), positive)).toBe(1);
  });

  it('is no better than chance where every row has a value of its own: nothing was learnt from itself', () => {
    let bin = 0;
    const names = rows(2000, () => {
      const place = random.chance(0.5) ? 1 : 0;
      return { bin: bin++, class: place, target: random.normal(0, 1) };
    });
    expect(crosswiseAuc(cellsOf(names), positive)).toBeCloseTo(0.5, 10);
    expect(crosswiseRSquared(cellsOf(names))).toBeLessThan(0.01);
  });

  it('is what the noise leaves where the class is told with mistakes', () => {
    const noisy = rows(20_000, () => {
      const bin = random.chance(0.5) ? 1 : 0;
      const place = random.chance(0.1) ? 1 - bin : bin;
      return { bin, class: place, target: bin + random.normal(0, 0.5) };
    });
    // 0.9 true positives at 0.1 false positives: the area is their mean with the true negatives.
    expect(crosswiseAuc(cellsOf(noisy), positive)).toBeCloseTo(0.9, 1);
    // Variance of the means 0.25, of the noise 0.25.
    expect(crosswiseRSquared(cellsOf(noisy))).toBeCloseTo(0.5, 1);
  });

  it('says nothing of too few rows', () => {
    expect(crosswiseAuc(cellsOf(rows(8, () => ({ bin: 0, class: 1, target: 1 }))), positive)).toBeUndefined();
    expect(crosswiseRSquared(cellsOf(rows(4, () => ({ bin: 0, class: 0, target: 1 }))))).toBeUndefined();
    expect(crosswiseRSquared([])).toBeUndefined();
  });
});
