import { describe, expect, it } from '@jest/globals';
import {
  algorithms,
  beeswarm,
  globalImportance,
  partialDependence,
  permutationImportance,
  regressionMetrics,
  type Explanation,
  type Table,
} from '../index.js';
import { Random } from '../random/random.js';

const ROWS = 4000;
const random = new Random(3);
const uniform = (): Float64Array => Float64Array.from({ length: ROWS }, () => random.next());
const table: Table = {
  rowCount: ROWS,
  columns: {
    age: uniform(),
    income: uniform(),
    noise: uniform(),
    city: Array.from({ length: ROWS }, () => ['Lyon', 'Paris', 'Paris', null][random.below(4)]!),
  },
};
const age = table.columns['age'] as Float64Array;
const income = table.columns['income'] as Float64Array;
const predict = ({ columns, rowCount }: Table): Float64Array =>
  Float64Array.from(
    { length: rowCount },
    (_, row) => 6 * (columns['age']![row] as number) + 3 * (columns['income']![row] as number),
  );
const actual = predict(table);
const judged = {
  features: ['noise', 'income', 'age', 'city'],
  table,
  predict,
  metric: (answers: Float64Array): number => regressionMetrics(actual, answers).MSE,
  greaterIsBetter: false,
  seed: 1,
};

describe('permutation importance', () => {
  it('is twice the variance that a column brings, by the theory of a sum', () => {
    const { baseline, importances } = permutationImportance(judged);
    expect(baseline).toBe(0);
    expect(importances.map(({ feature }) => feature)).toEqual(['age', 'income', 'city', 'noise']);
    // E (c·x - c·x')² = 2·c²·variance, a uniform number having the variance 1/12.
    expect(Math.abs(importances[0]!.mean / 6 - 1)).toBeLessThan(0.05);
    expect(Math.abs(importances[1]!.mean / 1.5 - 1)).toBeLessThan(0.05);
    expect(importances[0]!.standard_deviation).toBeGreaterThan(0);
    expect(importances[3]).toEqual({ feature: 'noise', mean: 0, standard_deviation: 0 });
  });

  it('counts a loss of a metric that should be high as positive, and repeats itself', () => {
    const byR2 = {
      ...judged,
      metric: (answers: Float64Array): number => regressionMetrics(actual, answers).R2!,
      greaterIsBetter: true,
      repeats: 2,
    };
    const result = permutationImportance(byR2);
    expect(result.importances[0]!.mean).toBeGreaterThan(1);
    expect(permutationImportance(byR2)).toEqual(result);
  });

  it('does not touch the table, and refuses columns that are not in it', () => {
    const before = age.slice();
    permutationImportance({ ...judged, features: ['age'], repeats: 2 });
    expect(age).toEqual(before);
    expect(() => permutationImportance({ ...judged, features: ['weight'] })).toThrow(
      'weight: the column is not',
    );
    expect(() => permutationImportance({ ...judged, repeats: 1 })).toThrow('invalid_option: repeats');
  });
});

describe('partial dependence', () => {
  const product = ({ columns, rowCount }: Table): Float64Array =>
    Float64Array.from(
      { length: rowCount },
      (_, row) => (columns['age']![row] as number) * (columns['income']![row] as number),
    );
  const options = { table, predict: product, seed: 1, mostRows: ROWS };

  it('averages over the other columns, with a band over rows', () => {
    const { points, rows } = partialDependence({ ...options, feature: { name: 'age', kind: 'numeric' } });
    const meanIncome = income.reduce((sum, value) => sum + value, 0) / ROWS;
    expect(rows).toBe(ROWS);
    expect(points.length).toBe(20);
    const values = points.map(({ value }) => value as number);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(Math.abs(values[0]! - 0.05)).toBeLessThan(0.015);
    expect(Math.abs(values.at(-1)! - 0.95)).toBeLessThan(0.015);
    for (const { value, average, lower, upper } of points) {
      expect(average[0]).toBeCloseTo((value as number) * meanIncome, 10);
      expect(Math.abs(lower[0]! / (value as number) - 0.1)).toBeLessThan(0.02);
      expect(Math.abs(upper[0]! / (value as number) - 0.9)).toBeLessThan(0.02);
    }
  });

  it('tries each category, the most frequent first, and missing last', () => {
    const byCity = ({ columns, rowCount }: Table): Float64Array =>
      Float64Array.from({ length: rowCount }, (_, row) =>
        columns['city']![row] === null ? -1 : (columns['city']![row] as string).length,
      );
    const { points } = partialDependence({
      ...options,
      predict: byCity,
      feature: { name: 'city', kind: 'categorical' },
    });
    expect(points.map(({ value, average }) => [value, average[0]])).toEqual([
      ['Paris', 5],
      ['Lyon', 4],
      [null, -1],
    ]);
  });

  it('tries false and true, and missing where a row has none', () => {
    const flags: Table = { rowCount: 3, columns: { owner: Float64Array.of(1, NaN, 0) } };
    const isOwner = ({ columns }: Table): Float64Array =>
      Float64Array.from(columns['owner'] as Float64Array, (value) => (Number.isNaN(value) ? 0.5 : value));
    const { points } = partialDependence({
      table: flags,
      predict: isOwner,
      seed: 1,
      feature: { name: 'owner', kind: 'boolean' },
    });
    expect(points.map(({ value, average }) => [value, average[0]])).toEqual([
      [false, 0],
      [true, 1],
      [null, 0.5],
    ]);
  });

  it('speaks of every output of a model with several', () => {
    const both = (part: Table): Float64Array =>
      Float64Array.from(
        { length: 2 * part.rowCount },
        (_, index) => (index % 2) + (part.columns['age']![index >> 1] as number),
      );
    const { points } = partialDependence({
      ...options,
      predict: both,
      mostRows: 10,
      feature: { name: 'age', kind: 'numeric' },
    });
    expect(points[0]!.average[1]! - points[0]!.average[0]!).toBeCloseTo(1, 12);
  });

  it('refuses what it cannot average', () => {
    const feature = { name: 'age', kind: 'numeric' } as const;
    expect(() => partialDependence({ ...options, feature, gridSize: 1, band: [0.9, 0.1] })).toThrow(
      'invalid_option: gridSize: must be a whole number from 2 on, is 1; band: must be two ascending shares in [0, 1]',
    );
    expect(() => partialDependence({ ...options, feature: { name: 'age', kind: 'categorical' } })).toThrow(
      'invalid_table: age',
    );
  });
});

describe('the beeswarm', () => {
  const explained: Table = {
    rowCount: 4,
    columns: {
      age: Float64Array.of(20, 40, NaN, 20),
      owner: Float64Array.of(0, 1, 1, 0),
      city: ['a', null, 'b', 'a'],
    },
  };
  const explanation: Explanation = {
    method: 'linear',
    features: ['age', 'owner', 'city'],
    baseline: Float64Array.of(0, 0),
    // Rows × two outputs × three features; the second output is ten times the first.
    contributions: Float64Array.from(
      [-1, 2, 0.5, 1, -2, 0.5, 0, -2, -0.5, -1.5, 2, 0.5].flatMap((_, index, all) =>
        index % 3 === 0
          ? [...all.slice(index, index + 3), ...all.slice(index, index + 3).map((x) => x * 10)]
          : [],
      ),
    ),
  };

  it('ranks columns by their mean absolute contribution and values by their place', () => {
    const swarm = beeswarm(explanation, explained, { seed: 1 });
    expect(
      swarm.map(({ feature, mean_absolute_contribution }) => [feature, mean_absolute_contribution]),
    ).toEqual([
      ['owner', 2],
      ['age', 0.875],
      ['city', 0.5],
    ]);
    expect(swarm[1]!.points).toEqual([
      { contribution: -1.5, rank: 0 },
      { contribution: -1, rank: 0 },
      { contribution: 0, rank: null },
      { contribution: 1, rank: 1 },
    ]);
    expect(swarm[0]!.points.map(({ rank }) => rank)).toEqual([1, 1, 0, 0]);
    expect(swarm[2]!.points.every(({ rank }) => rank === null)).toBe(true);
    expect(beeswarm(explanation, explained, { seed: 1, output: 1 })[0]!.mean_absolute_contribution).toBe(20);
  });

  it('takes a sample of a large table, the same one for equal seeds', () => {
    expect(beeswarm(explanation, explained, { seed: 1, mostPoints: 2 })[0]!.points.length).toBe(2);
    expect(beeswarm(explanation, explained, { seed: 1, mostPoints: 2 })).toEqual(
      beeswarm(explanation, explained, { seed: 1, mostPoints: 2 }),
    );
  });

  it('comes with a global importance over all outputs, also of a fitted model', () => {
    expect(globalImportance(explanation)).toEqual([
      { feature: 'owner', mean_absolute_contribution: 11 },
      { feature: 'age', mean_absolute_contribution: 4.8125 },
      { feature: 'city', mean_absolute_contribution: 2.75 },
    ]);
    const features = ['age', 'income', 'noise'].map(
      (name) => ({ name, kind: 'numeric', nullable: false }) as const,
    );
    const model = algorithms.linear
      .create('regression')
      .fit({ features, table, target: actual }, { seed: 1 });
    expect(globalImportance(model.explain(table)).map(({ feature }) => feature)).toEqual([
      'age',
      'income',
      'noise',
    ]);
  });

  it('refuses rows that were not explained', () => {
    expect(() => beeswarm(explanation, table, { seed: 1 })).toThrow(
      'invalid_table: owner: the column is not in the table; table: has other rows than those that were explained',
    );
    expect(() => beeswarm(explanation, explained, { seed: 1, output: 2 })).toThrow(
      '2 is not one of the 2 outputs',
    );
  });
});
