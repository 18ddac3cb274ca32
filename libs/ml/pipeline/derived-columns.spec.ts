import { describe, expect, it } from '@jest/globals';
import {
  algorithms,
  readExplainer,
  selectRows,
  type DerivedFeature,
  type FeatureColumn,
  type TrainingData,
} from '../index.js';
import { randomNumbers } from '../testing/random-table.js';
import { answersOf, openSession } from '../testing/run-onnx.js';

const features: readonly FeatureColumn[] = [
  { name: 'age', kind: 'numeric', nullable: false },
  { name: 'annees_dans_le_poste', kind: 'numeric', nullable: true, indirect: true },
  { name: 'annees_dans_l_entreprise', kind: 'numeric', nullable: false },
];
const derived: readonly DerivedFeature[] = [
  {
    name: 'mobilite',
    expression: '(annees_dans_l_entreprise - annees_dans_le_poste) / (annees_dans_l_entreprise + 1)',
  },
];

/** The target is the derived feature, which no sum of the raw columns gives. */
function training(): TrainingData {
  const next = randomNumbers(5);
  const company = Float64Array.from({ length: 300 }, () => Math.floor(next() * 20));
  const job = company.map((years, row) => (row % 10 === 0 ? NaN : Math.floor(next() * (years + 1))));
  const age = company.map(() => 20 + next() * 40);
  const target = company.map((years, row) =>
    Number.isNaN(job[row]!) ? 3 : (years - job[row]!) / (years + 1),
  );
  const columns = { age, annees_dans_le_poste: job, annees_dans_l_entreprise: company };
  return { features, derived, table: { rowCount: 300, columns }, target };
}

describe('derived features', () => {
  const rows = training();
  const model = algorithms.linear.create('regression', { alpha: 1e-6 }).fit(rows, { seed: 1 });

  it('are computed inside the model from raw columns, and explain what those cannot', () => {
    const answers = model.predict(rows.table);
    const error = answers.reduce(
      (most, answer, row) => Math.max(most, Math.abs(answer - rows.target[row]!)),
      0,
    );
    expect(error).toBeLessThan(1e-4);
    expect(model.features.map(({ name }) => name)).toEqual(features.map(({ name }) => name));
    expect(model.derived).toEqual(derived);
  });

  it('are computed inside the file, whose inputs are the raw columns alone', async () => {
    const session = await openSession(model.toOnnx({}));
    expect(session.inputNames).toEqual(features.map(({ name }) => name));
    expect(await answersOf(session, features, rows.table)).toEqual(model.predict(rows.table));
    await session.release();
  });

  it.each([
    ['linear', {}],
    ['gbdt', { n_estimators: 10, min_child_samples: 5 }],
    ['mlp', { hidden_layer_sizes: '4', max_iter: 3 }],
  ] as const)(
    'are explained by the raw columns, by %s and by its file alike',
    (algorithm, hyperparameters) => {
      const fitted = algorithms[algorithm].create('regression', hyperparameters).fit(rows, { seed: 1 });
      const few = selectRows(rows.table, [0, 1, 2, 3]);
      const explanation = fitted.explain(few);
      expect(readExplainer(fitted.toOnnx({})).explain(few)).toEqual(explanation);
      expect(explanation.features).toEqual(features.map(({ name }) => name));
      fitted.score(few).forEach((score, row) => {
        const parts = explanation.contributions.subarray(row * 3, row * 3 + 3);
        expect(parts.reduce((sum, part) => sum + part, explanation.baseline[0]!)).toBeCloseTo(score, 6);
        // It speaks through the derived feature alone.
        expect(parts[1]).not.toBe(0);
      });
    },
  );

  it('leave an indirect column out otherwise', () => {
    const terms = model.coefficients()!.terms.map(({ feature, term }) => `${feature} ${term}`);
    expect(terms).toEqual([
      'age value',
      'annees_dans_l_entreprise value',
      'mobilite value',
      'mobilite missing',
    ]);
  });

  it('are refused with all that is wrong', () => {
    const wrong = [
      { name: 'age', expression: 'annees_dans_l_entreprise + 1' },
      { name: 'x', expression: 'wage + 1' },
    ];
    expect(() =>
      algorithms.linear.create('regression').fit({ ...rows, derived: wrong }, { seed: 1 }),
    ).toThrow(/age.*(listed twice|taken)/s);
  });
});
