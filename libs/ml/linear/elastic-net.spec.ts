import { describe, expect, it } from '@jest/globals';
import { algorithms, type FittedModel } from '../index.js';
import { randomTable, randomTarget } from '../testing/random-table.js';
import { loanAmounts, loanFeatures, loans, loanWeights } from '../testing/small-loans.js';

/*
 * Golden numbers: scikit-learn 1.9.1, ElasticNet(alpha, l1_ratio, tol=1e-15, max_iter=1000000) over the design that
 * linear.spec.ts describes.
 */
function fit(hyperparameters: Record<string, number>, sampleWeight?: Float64Array): FittedModel {
  const weights = sampleWeight === undefined ? {} : { sampleWeight };
  return algorithms.linear
    .create('regression', hyperparameters)
    .fit({ features: loanFeatures, table: loans, target: loanAmounts, ...weights }, { seed: 1 });
}

function expectClose(actual: Iterable<number>, golden: readonly number[], tolerance: number): void {
  const differences = [...actual].map((value, index) => Math.abs(value - (golden[index] ?? NaN)));
  expect(differences).toHaveLength(golden.length);
  expect(Math.max(...differences)).toBeLessThan(tolerance);
}

const weightsOf = (model: FittedModel): number[] =>
  model.coefficients()?.terms.map(({ coefficient }) => coefficient) ?? [];

describe('elastic net regression', () => {
  it.each([
    {
      alpha: 0.5,
      l1_ratio: 0.5,
      coefficients: [
        2.708480866888506, 0.5079075318784271, 0, -0.1632847591031844, 0, 0, 0, 0.41773188960778973,
      ],
      intercept: 10.279966313504715,
    },
    {
      alpha: 0.1,
      l1_ratio: 1,
      coefficients: [
        3.8779659957976333, 0, 0, -0.2835623723646858, 0, 0, 0.40998721848289704, 0.06928731987174563,
      ],
      intercept: 10.420443827390523,
    },
    {
      alpha: 0.05,
      l1_ratio: 0.2,
      coefficients: [
        3.339460505152959, 0.09658613644975786, -0.20330190929625144, -0.307892144339846, 0.29682576203391464,
        -0.6410072990588006, 0.6520736813647141, 1.1724783530888192,
      ],
      intercept: 9.989830667664588,
    },
  ])(
    'gives the numbers of scikit-learn for alpha $alpha and l1_ratio $l1_ratio',
    ({ alpha, l1_ratio, coefficients, intercept }) => {
      const model = fit({ alpha, l1_ratio, tol: 1e-13 });
      expectClose(weightsOf(model), coefficients, 1e-6);
      expectClose(model.coefficients()?.intercepts ?? [], [intercept], 1e-6);
      expect(model.report.converged).toBe(true);
      // What scikit-learn leaves out is left out here, exactly.
      expect(weightsOf(model).map((weight) => weight === 0)).toEqual(
        coefficients.map((weight) => weight === 0),
      );
    },
  );

  it('gives the numbers of scikit-learn for weighted rows', () => {
    const model = fit({ alpha: 0.5, l1_ratio: 0.5, tol: 1e-13 }, loanWeights);
    const golden = [2.64058058846667, 0.8081712228474106, 0, 0, 0, 0, 0, 0.2706371481805865];
    expectClose(weightsOf(model), golden, 1e-6);
    expectClose(model.coefficients()?.intercepts ?? [], [10.560893995500422], 1e-6);
  });

  it('counts a row of weight two like two rows', () => {
    const twice = Float64Array.from(loanAmounts, (_, row) => (row === 2 ? 2 : 1));
    const rows = [0, 1, 2, 2, 3, 4, 5, 6, 7];
    const columns = Object.fromEntries(
      Object.entries(loans.columns).map(([name, values]) => [
        name,
        values instanceof Float64Array
          ? Float64Array.from(rows, (row) => values[row] ?? NaN)
          : rows.map((row) => values[row] ?? null),
      ]),
    );
    // Booleans only: means and deviations of numbers are those of the rows, whatever their weight.
    const features = loanFeatures.filter(({ kind }) => kind !== 'numeric');
    const estimator = algorithms.linear.create('regression', { alpha: 0.2, l1_ratio: 0.7, tol: 1e-13 });
    const weighted = estimator.fit(
      { features, table: loans, target: loanAmounts, sampleWeight: twice },
      { seed: 1 },
    );
    const repeated = estimator.fit(
      {
        features,
        table: { rowCount: 9, columns },
        target: Float64Array.from(rows, (row) => loanAmounts[row] ?? NaN),
      },
      { seed: 1 },
    );
    expectClose(weightsOf(weighted), weightsOf(repeated), 1e-9);
  });

  it('reports every pass, with an error that ends at the one of the report', () => {
    const features = Array.from({ length: 12 }, (_, index) => ({
      name: `x${index}`,
      kind: 'numeric' as const,
      nullable: index % 3 === 0,
    }));
    const table = randomTable(features, 500, 4);
    const target = randomTarget(features, table, 9);
    const seen: number[] = [];
    const model = algorithms.linear
      .create('regression', { alpha: 0.01, l1_ratio: 0.5, tol: 1e-12 })
      .fit({ features, table, target }, { seed: 1, onProgress: ({ iteration }) => seen.push(iteration) });
    const { iterations, curve, loss } = model.report;
    expect(seen).toEqual(Array.from({ length: iterations }, (_, index) => index + 1));
    expect(curve?.at(-1)).toMatchObject({ iteration: iterations, iterations: 1000 });
    expect(curve?.at(-1)?.loss).toBeCloseTo(loss, 10);
  });

  it('says so when the passes ran out, and when nothing is left', () => {
    expect(fit({ alpha: 0.05, l1_ratio: 0.2, max_iter: 2 })).toMatchObject({
      report: { converged: false, iterations: 2 },
      warnings: [expect.stringContaining('stopped after 2 iterations without converging')],
    });
    const empty = fit({ alpha: 1000, l1_ratio: 0.5 });
    expect(empty.warnings).toEqual([expect.stringContaining('no column contributes')]);
    expect(new Set(empty.predict(loans)).size).toBe(1);
  });
});
