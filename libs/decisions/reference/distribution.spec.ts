import { describe, expect, it } from '@jest/globals';
import { fewestRowsShown, LevelDistribution, NumberDistribution } from './distribution.js';

const of = (...values: number[]): NumberDistribution => NumberDistribution.of(Float64Array.from(values));

describe('a distribution of numbers', () => {
  it('tells the share of rows below, equal ones counting half', () => {
    const spread = of(1, 2, 2, 3);
    expect([0, 1, 2, 2.5, 3, 9].map((value) => spread.position(value))).toEqual([
      0, 0.125, 0.5, 0.75, 0.875, 1,
    ]);
  });

  it('of many rows tells it to half a percent', () => {
    const values = Float64Array.from({ length: 9000 }, (_, i) => ((i * 7919) % 9000) ** 2);
    const spread = NumberDistribution.of(values);
    for (const rank of [10, 450, 4500, 8990])
      expect(Math.abs(spread.position(rank ** 2) - rank / 9000)).toBeLessThan(0.005);
  });

  it('has bins that hold every row once, never fewer than five, and show no extreme as an edge', () => {
    const values = [...Array.from({ length: 300 }, (_, i) => i / 10), 5000, -800];
    const { bins } = of(...values);
    expect(bins.length).toBeGreaterThan(5);
    expect(bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(values.length);
    expect(Math.min(...bins.map(({ rows }) => rows))).toBeGreaterThanOrEqual(fewestRowsShown);
    expect([bins[0]!.from, bins.at(-1)!.to]).toEqual([null, null]);
    bins.slice(1).forEach(({ from }, i) => expect(from).toBe(bins[i]!.to));
    expect(Math.max(...bins.map(({ from }) => from ?? 0))).toBeLessThan(31);
  });

  it('has whole edges for whole numbers, and finds the bin of a value', () => {
    const spread = of(...Array.from({ length: 100 }, (_, i) => i % 4));
    expect(spread.whole).toBe(true);
    expect(spread.bins).toEqual([
      { from: null, to: 1, rows: 25 },
      { from: 1, to: 2, rows: 25 },
      { from: 2, to: 3, rows: 25 },
      { from: 3, to: null, rows: 25 },
    ]);
    expect([-1, 0, 1, 3, 99].map((value) => spread.binOf(value))).toEqual([0, 0, 1, 3, 3]);
  });

  it('counts missing values apart, and may hold nothing else', () => {
    expect(of(1, NaN, 2, NaN)).toMatchObject({ missingRows: 2, isEmpty: false });
    expect(of(NaN)).toMatchObject({ missingRows: 1, isEmpty: true, bins: [] });
  });
});

describe('a distribution of categories', () => {
  it('shows the most frequent first and none of fewer than five rows', () => {
    const values = [
      ...Array<string>(9).fill('a'),
      ...Array<string>(20).fill('b'),
      ...Array<string>(4).fill('c'),
      null,
    ];
    const { levels, otherRows, missingRows } = LevelDistribution.of(values);
    expect(levels).toEqual([
      { level: 'b', rows: 20 },
      { level: 'a', rows: 9 },
    ]);
    expect([otherRows, missingRows]).toEqual([4, 1]);
    expect(LevelDistribution.of(values).binOf('c')).toBe(-1);
  });

  it('takes yes and no as categories, and names of any object for levels', () => {
    expect(LevelDistribution.of(Array<boolean>(6).fill(true)).binOf(true)).toBe(0);
    expect(LevelDistribution.of(Array<string>(6).fill('__proto__')).levels).toEqual([
      { level: '__proto__', rows: 6 },
    ]);
  });
});
