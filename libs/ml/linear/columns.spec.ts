import { describe, expect, it } from '@jest/globals';
import { algorithms, type ColumnValues, type FeatureColumn, type FittedModel, type Table } from '../index.js';

const numeric = (name: string): FeatureColumn => ({ name, kind: 'numeric', nullable: true });
const ramp = Float64Array.from({ length: 50 }, (_, row) => row);
const wave = ramp.map((row) => Math.sin(row * 1.7) + row / 20);

function tableOf(columns: Record<string, ColumnValues>): Table {
  return { rowCount: 50, columns };
}

function fit(features: readonly FeatureColumn[], table: Table): FittedModel {
  return algorithms.linear.create('regression').fit({ features, table, target: wave }, { seed: 1 });
}

describe('what training says of columns', () => {
  const withGaps = ramp.map((row) => (row % 5 === 0 ? NaN : row));
  const city = Array.from(ramp, (row) => ['Lyon', 'Nice', '', 'nan', 'None', null][row % 6] ?? null);

  it('keeps ranges, means, categories and missing counts', () => {
    const owner = ramp.map((row) => (row < 10 ? 1 : 0));
    const features: FeatureColumn[] = [
      numeric('amount'),
      { name: 'city', kind: 'categorical', nullable: true },
      { name: 'owner', kind: 'boolean', nullable: false },
    ];
    const model = fit(features, tableOf({ amount: withGaps, city, owner }));
    expect(model.features).toEqual([
      { ...features[0], missingCount: 10, minimum: 1, maximum: 49, mean: 25 },
      { ...features[1], missingCount: 32, categories: ['Lyon', 'Nice'] },
      { ...features[2], missingCount: 0, minimum: 0, maximum: 1, mean: 0.2 },
    ]);
  });

  it('warns about columns that cannot contribute, and answers as if they were not there', () => {
    const useless: Record<string, ColumnValues> = {
      historique_credits: new Float64Array(50).fill(NaN),
      heures: new Float64Array(50).fill(80),
      pays: Array.from(ramp, () => 'France'),
      remarque: Array.from(ramp, () => null),
    };
    const features = [
      numeric('amount'),
      numeric('historique_credits'),
      numeric('heures'),
      { name: 'pays', kind: 'categorical', nullable: true },
      { name: 'remarque', kind: 'categorical', nullable: true },
    ] as const;
    const table = tableOf({ amount: withGaps, ...useless });
    const model = fit(features, table);
    expect(model.warnings).toEqual([
      'column historique_credits had no value in the training rows and does not contribute',
      'column heures had one value only in the training rows and does not contribute',
      'column pays had one value only in the training rows and does not contribute',
      'column remarque had no value in the training rows and does not contribute',
    ]);
    const alone = fit([numeric('amount')], table);
    expect(model.predict(table)).toEqual(alone.predict(table));
    const other = {
      ...table.columns,
      historique_credits: ramp,
      heures: ramp,
      pays: Array.from(ramp, () => 'Peru'),
    };
    expect(model.predict(tableOf(other))).toEqual(alone.predict(table));
  });

  it('lets a constant column contribute by being missing', () => {
    const table = tableOf({ amount: ramp, bonus: ramp.map((row) => (row % 3 === 0 ? NaN : 500)) });
    const model = fit([numeric('amount'), numeric('bonus')], table);
    expect(model.warnings).toEqual([
      'column bonus had one value only in the training rows: whether it is missing contributes, its value does not',
    ]);
    const terms = model.coefficients()?.terms.filter(({ feature }) => feature === 'bonus');
    expect(terms?.map(({ term }) => term)).toEqual(['missing']);
  });

  it('imputes the training median where training had no gap', () => {
    const model = fit([numeric('amount')], tableOf({ amount: ramp.map((row) => row ** 2) }));
    const answers = model.predict({
      rowCount: 2,
      columns: { amount: Float64Array.of(NaN, (24 ** 2 + 25 ** 2) / 2) },
    });
    expect(answers[0]).toBe(answers[1]);
  });

  it('takes an unseen category for a missing one', () => {
    const features = [{ name: 'city', kind: 'categorical', nullable: true }] as const;
    const model = fit(features, tableOf({ city }));
    const values = ['Atlantis', null, '', 'nan', 'None', 'Lyon'];
    const answers = model.predict({ rowCount: values.length, columns: { city: values } });
    expect(new Set(answers.subarray(0, 5)).size).toBe(1);
    expect(answers[5]).not.toBe(answers[0]);
  });

  it('keeps the hundred most frequent categories and takes the others together, as unseen ones', () => {
    const rowCount = 3000;
    // Category k has 3 rows for k < 100, else 1; every row of a rare one lies 5 higher.
    const names = Array.from({ length: rowCount }, (_, row) =>
      row < 300 ? `often ${row % 100}` : `rare ${row}`,
    );
    const table = { rowCount, columns: { shop: names } };
    const target = Float64Array.from(
      names,
      (name, row) => (name.startsWith('rare') ? 5 : 0) + (row % 2) / 100,
    );
    const features = [{ name: 'shop', kind: 'categorical', nullable: false }] as const;
    const model = algorithms.linear.create('regression').fit({ features, table, target }, { seed: 1 });
    expect(model.warnings).toEqual([
      'column shop has 2800 categories: the 100 most frequent ones contribute, the others together',
    ]);
    const terms = model.coefficients()?.terms ?? [];
    expect(terms).toHaveLength(101);
    expect(terms.filter(({ term }) => term === 'missing')).toHaveLength(1);
    const answers = model.predict({
      rowCount: 4,
      columns: { shop: ['often 7', 'rare 400', 'Atlantis', null] },
    });
    expect(answers[1]).toBeGreaterThan(4.5);
    expect(answers[0]).toBeLessThan(3);
    expect(answers[2]).toBe(answers[1]);
    expect(answers[3]).toBe(answers[1]);
  });

  it('does not take a number of mean 0 and deviation 1 for a boolean', () => {
    const standard = Float64Array.of(-2, 0, 0, 0, 0, 0, 0, 2);
    const table = { rowCount: 8, columns: { amount: standard } };
    const target = standard.map((value) => value * 3);
    const model = algorithms.linear
      .create('regression', { alpha: 0 })
      .fit({ features: [numeric('amount')], table, target }, { seed: 1 });
    model.predict(table).forEach((answer, row) => expect(answer).toBeCloseTo(target[row] ?? NaN, 12));
  });

  it.each([1e-300, 1e-12, 1e12, 1e300])('learns the same from a column in units of %d', (unit) => {
    const reference = fit([numeric('amount')], tableOf({ amount: wave })).predict(tableOf({ amount: wave }));
    const scaled = tableOf({ amount: wave.map((value) => value * unit) });
    const answers = fit([numeric('amount')], scaled).predict(scaled);
    answers.forEach((answer, row) => expect(answer).toBeCloseTo(reference[row] ?? NaN, 10));
  });

  it('keeps the digits of a column that varies little around a large value', () => {
    const columns = { date: ramp.map((row) => 1e9 + row * 1e-3) };
    const reference = fit([numeric('date')], tableOf({ date: ramp })).predict(tableOf({ date: ramp }));
    const answers = fit([numeric('date')], tableOf(columns)).predict(tableOf(columns));
    answers.forEach((answer, row) => expect(answer).toBeCloseTo(reference[row] ?? NaN, 4));
  });
});
