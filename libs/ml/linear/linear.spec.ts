import { describe, expect, it } from '@jest/globals';
import { algorithms, type Coefficients, type FittedModel, type Task } from '../index.js';
import { loanAmounts, loanDefaults, loanFeatures, loans, loanWeights } from '../testing/small-loans.js';

/*
 * Golden numbers: scikit-learn 1.9.1, Ridge(alpha, solver='cholesky') and LogisticRegression(C,
 * solver='newton-cholesky', tol=1e-12), over age and income standardised by their observed values, income imputed by
 * its median with an indicator, city one-hot with missing as a category, owner as 0 and 1.
 */
const COLUMNS = ['age', 'income', 'income missing', 'Lyon', 'Nice', 'Paris', 'city missing', 'owner'];

function fit(
  task: Task,
  hyperparameters: Record<string, number | string>,
  sampleWeight?: Float64Array,
): FittedModel {
  const target = task === 'regression' ? loanAmounts : loanDefaults;
  return algorithms.linear
    .create(task, hyperparameters)
    .fit(
      { features: loanFeatures, table: loans, target, ...(sampleWeight ? { sampleWeight } : {}) },
      { seed: 1 },
    );
}

function expectClose(actual: Iterable<number>, golden: readonly number[], tolerance: number): void {
  const differences = [...actual].map((value, index) => Math.abs(value - (golden[index] ?? NaN)));
  expect(differences).toHaveLength(golden.length);
  expect(Math.max(...differences)).toBeLessThan(tolerance);
}

function byColumn(model: FittedModel): Record<string, number> {
  const { terms } = model.coefficients() as Coefficients;
  const nameOf = ({ feature, term, category }: (typeof terms)[number]): string =>
    category ?? (term === 'missing' ? `${feature} missing` : feature);
  return Object.fromEntries(terms.map((term) => [nameOf(term), term.coefficient]));
}

describe('ridge regression', () => {
  it.each([
    {
      alpha: 1,
      coefficients: [
        2.8941376338412637, 0.5007121414335108, 0.0414449662271753, -0.4323697455419995, 0.47134507256769526,
        -0.4672643479306901, 0.42828902090499493, 0.9962491551662205,
      ],
      intercept: 10.026305991767254,
      answers: [
        4.84628239621874, 9.235593349926697, 7.393779515964743, 15.371710979095006, 12.531670998003994,
        16.464775517808086, 7.463879409624223, 9.892307833358519,
      ],
    },
    {
      alpha: 0.01,
      coefficients: [
        3.47252348437439, -0.2538778356485072, -0.7809725900460522, 0.2107171657969132, 0.3608146502156094,
        -1.3374422388804417, 0.765910422868027, 2.280900093100594,
      ],
      intercept: 9.51039614744098,
      answers: [
        5.111380408045964, 9.17090030104136, 6.436334044991595, 15.792340895771321, 12.142474121347444,
        17.471475680908867, 6.924916172588977, 10.150178375304474,
      ],
    },
  ])('gives the numbers of scikit-learn for alpha $alpha', ({ alpha, coefficients, intercept, answers }) => {
    const model = fit('regression', { alpha });
    const learned = byColumn(model);
    expect(Object.keys(learned)).toEqual(COLUMNS);
    expectClose(Object.values(learned), coefficients, 1e-11);
    expectClose([model.coefficients()?.intercepts[0] ?? NaN], [intercept], 1e-11);
    expectClose(model.predict(loans), answers, 1e-11);
  });

  it('gives the numbers of scikit-learn for weighted rows', () => {
    const model = fit('regression', { alpha: 1 }, loanWeights);
    expectClose(
      Object.values(byColumn(model)),
      [
        2.948939748928683, 0.582020592616247, 0.4105434968287878, -0.2576921766041353, 0.2940130959094861,
        -0.515100395245532, 0.4787794759401816, 1.081556292218495,
      ],
      1e-11,
    );
    expectClose(model.coefficients()?.intercepts ?? [], [9.96147658533112], 1e-11);
    expectClose(
      model.predict(loans),
      [
        4.774900113336263, 9.15799266307741, 7.814667429390105, 15.640406841353274, 12.59911506909071,
        16.75474852565077, 7.105966028903589, 10.001833394291278,
      ],
      1e-11,
    );
  });

  it('takes the solution of least norm when collinear columns have no penalty to part them', () => {
    // numpy.linalg.pinv of the centred design.
    const golden = [
      2.9938128442861403, 0.2488422027111099, -1.10866857515946, 1.0430440460047228, 1.0938702224900805,
      -1.9865677263824022, -0.1503465421124064, 3.6311687007182023,
    ];
    expectClose(Object.values(byColumn(fit('regression', { alpha: 0 }))), golden, 1e-9);
  });

  it('reports the mean squared error of the training rows', () => {
    const model = fit('regression', {});
    const squares = [...model.predict(loans)].map((answer, row) => (answer - (loanAmounts[row] ?? NaN)) ** 2);
    const loss = squares.reduce((sum, square) => sum + square, 0) / 8;
    expect(model.report).toEqual({ converged: true, iterations: 1, loss, rowCount: 8, seed: 1 });
  });
});

describe('logistic regression', () => {
  it.each([
    {
      C: 1,
      coefficients: [
        1.1258857786830525, 0.6766265720146876, -0.13430607077330467, 0.07967846143348296,
        -0.0350522414428224, -0.11472531941588829, 0.07009909942522771, 0.09662174867687627,
      ],
      intercept: 0.06477384365566315,
      answers: [
        0.08987444517678306, 0.34612234819041215, 0.27555403944084156, 0.9299009005747723, 0.7686029712254762,
        0.8587520313324631, 0.1763002101103593, 0.5548930539488924,
      ],
    },
    {
      C: 10,
      coefficients: [
        2.8164467986845887, 1.538456958719669, -0.9149618395103685, 0.6548042553051192, -0.13181339686128546,
        -0.5490128677125242, 0.026022009268690426, -0.308798495577482,
      ],
      intercept: 0.6087762099643613,
      answers: [
        0.00907380039732285, 0.1297823344051394, 0.11291542023767201, 0.997397799073131, 0.925118952366113,
        0.9785807637133649, 0.03460057597276372, 0.8125303538344931,
      ],
    },
  ])('gives the numbers of scikit-learn for C $C', ({ C, coefficients, intercept, answers }) => {
    const model = fit('binary', { C, tol: 1e-12 });
    const learned = byColumn(model);
    expect(Object.keys(learned)).toEqual(COLUMNS);
    expectClose(Object.values(learned), coefficients, 1e-9);
    expectClose([model.coefficients()?.intercepts[0] ?? NaN], [intercept], 1e-9);
    expectClose(model.predict(loans), answers, 1e-9);
    expect(model.report.converged).toBe(true);
  });

  it.each([
    {
      class_weight: 'none',
      coefficients: [
        1.2787551328377438, 0.9098048055327672, 0.13282622055442342, 0.037794535193910815,
        -0.0690461332892138, -0.14692669653934068, 0.17817829463464355, 0.25141133270034555,
      ],
      intercept: [-0.5834181769585204],
      answers: [
        0.028779698170412125, 0.2134722136357029, 0.1746670281012383, 0.9406072351217856, 0.719982269267935,
        0.8532268435966384, 0.07230146697356411, 0.38436901034023163,
      ],
    },
    {
      class_weight: 'balanced',
      coefficients: [
        1.284862605688698, 0.9121766480279933, 0.1306586597093384, 0.046357726911032175, -0.07563342701837154,
        -0.1449357230700154, 0.17421142317735483, 0.2485996898035784,
      ],
      intercept: [-0.4134949537063252],
      answers: [
        0.03382685821225424, 0.24263883748727655, 0.20075169053637895, 0.9495992109046646, 0.7537470515991451,
        0.8730955531317357, 0.08347851416451242, 0.42750500961035165,
      ],
    },
  ])('gives the numbers of scikit-learn for weighted rows, classes $class_weight', (golden) => {
    const { class_weight, coefficients, intercept, answers } = golden;
    const model = fit('binary', { C: 1, tol: 1e-12, class_weight }, loanWeights);
    expectClose(Object.values(byColumn(model)), coefficients, 1e-9);
    expectClose(model.coefficients()?.intercepts ?? [], intercept, 1e-9);
    expectClose(model.predict(loans), answers, 1e-9);
  });

  it('says so when the iterations ran out', () => {
    const model = fit('binary', { max_iter: 1 });
    expect(model.report).toMatchObject({ converged: false, iterations: 1 });
    expect(model.warnings).toEqual([
      expect.stringContaining('stopped after 1 iterations without converging'),
    ]);
  });

  it('stays finite where one column separates the classes and the penalty is nearly nothing', () => {
    const rows = Float64Array.from({ length: 40 }, (_, row) => row);
    const training = {
      features: [{ name: 'x', kind: 'numeric', nullable: false }] as const,
      table: { rowCount: 40, columns: { x: rows } },
      target: rows.map((row) => (row < 20 ? 0 : 1)),
    };
    const model = algorithms.linear.create('binary', { C: 1e9 }).fit(training, { seed: 1 });
    expect(model.report.converged).toBe(true);
    expect(model.predict(training.table).every((p, row) => (row < 20 ? p < 0.01 : p > 0.99))).toBe(true);
  });

  it('reports every iteration with a loss that falls', () => {
    const losses: number[] = [];
    algorithms.linear
      .create('binary')
      .fit(
        { features: loanFeatures, table: loans, target: loanDefaults },
        { seed: 1, onProgress: ({ loss }) => losses.push(loss) },
      );
    expect(losses.length).toBeGreaterThan(2);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });
});
