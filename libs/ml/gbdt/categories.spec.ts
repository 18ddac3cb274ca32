import { describe, expect, it } from '@jest/globals';
import { createEstimator, type FittedModel, type TrainingData } from '../index.js';
import { randomNumbers } from '../testing/random-table.js';

function categories(values: readonly (string | null)[], answers: readonly number[]): TrainingData {
  return {
    features: [{ name: 'city', kind: 'categorical', nullable: true }],
    table: { rowCount: values.length, columns: { city: values } },
    target: Float64Array.from(answers),
  };
}

function fit(data: TrainingData, hyperparameters: Record<string, unknown> = {}): FittedModel {
  return createEstimator('gbdt', 'regression', hyperparameters).fit(data, { seed: 2 });
}

const answer = (model: FittedModel, value: string | null): number =>
  model.predict({ rowCount: 1, columns: { city: [value] } })[0]!;

const oneTree = { n_estimators: 1, learning_rate: 1, min_child_samples: 1 };

describe('splits of categories', () => {
  it('take one from the rest while there are few', () => {
    const values = Array.from({ length: 90 }, (_, row) => ['a', 'b', 'c'][row % 3]!);
    const data = categories(
      values,
      values.map((value) => (value === 'b' ? 4 : 1)),
    );
    const model = fit(data, { ...oneTree, num_leaves: 2 });
    for (const value of ['a', 'b', 'c']) expect(answer(model, value)).toBeCloseTo(value === 'b' ? 4 : 1, 12);
    // Values never seen go with the missing ones, and those with the rest.
    expect(answer(model, 'new')).toBeCloseTo(1, 12);
  });

  it('tell missing from the rest', () => {
    const values = Array.from({ length: 90 }, (_, row) => [null, 'b', 'c'][row % 3]!);
    const data = categories(
      values,
      values.map((value) => (value === null ? 4 : 1)),
    );
    const model = fit(data, { ...oneTree, num_leaves: 2 });
    for (const value of ['b', 'c']) expect(answer(model, value)).toBeCloseTo(1, 12);
    for (const value of [null, 'new', 'nan']) expect(answer(model, value)).toBeCloseTo(4, 12);
  });

  it('put many together by what they bring', () => {
    const next = randomNumbers(5);
    const values = Array.from({ length: 4000 }, () => `k${Math.floor(next() * 40)}`);
    const isHigh = (value: string): boolean => (Number(value.slice(1)) * 7) % 13 < 5;
    const data = categories(
      values,
      values.map((value) => (isHigh(value) ? 10 : 0)),
    );
    const model = fit(data, { ...oneTree, num_leaves: 2, cat_l2: 0, min_data_per_group: 1 });
    expect(model.splitImportance).toMatchObject([{ feature: 'city', splits: 1 }]);
    for (const value of new Set(values)) expect(answer(model, value)).toBeCloseTo(isHigh(value) ? 10 : 0, 9);
  });

  it('hold at most max_cat_threshold of them on the true side', () => {
    const next = randomNumbers(6);
    const values = Array.from({ length: 4000 }, () => `k${Math.floor(next() * 40)}`);
    const data = categories(
      values,
      values.map((value) => Number(value.slice(1)) % 2),
    );
    const model = fit(data, { ...oneTree, num_leaves: 2, max_cat_threshold: 3, cat_l2: 0 });
    const together = new Map<number, number>();
    for (const value of new Set(values)) {
      const leaf = answer(model, value);
      together.set(leaf, (together.get(leaf) ?? 0) + 1);
    }
    expect([...together.values()].sort((a, b) => a - b)).toEqual([3, 37]);
  });

  it('keep the 254 most frequent of very many and say what becomes of the others', () => {
    const next = randomNumbers(7);
    const values = Array.from({ length: 9000 }, () => `k${Math.floor(next() ** 2 * 1000)}`);
    const effect = (value: string): number => Number(value.slice(1)) % 10;
    const data = categories(
      values,
      values.map((value) => effect(value) + next()),
    );
    const model = fit(data, { min_data_per_group: 10, cat_smooth: 1 });
    const distinct = new Set(values).size;
    expect(model.warnings).toEqual([
      `column city: the ${distinct - 254} rarest of ${distinct} categories are treated as missing`,
    ]);
    expect(answer(model, 'k9')).toBeGreaterThan(7.5);
    expect(answer(model, 'k0')).toBeLessThan(2.5);
    expect(answer(model, 'never seen')).toBe(answer(model, null));
  });

  it('do not depend on the order of rows within rounding', () => {
    const next = randomNumbers(9);
    const values = Array.from({ length: 1500 }, () => `k${Math.floor(next() * 30)}`);
    const answers = values.map((value) => (Number(value.slice(1)) % 7) + next());
    const forwards = fit(categories(values, answers));
    const backwards = fit(categories([...values].reverse(), [...answers].reverse()));
    for (const value of new Set(values)) {
      expect(answer(forwards, value)).toBeCloseTo(answer(backwards, value), 6);
    }
  });
});
