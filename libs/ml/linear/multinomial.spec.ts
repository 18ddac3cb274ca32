import { describe, expect, it } from '@jest/globals';
import { algorithms, type FittedModel } from '../index.js';
import { loanDefaults, loanFeatures, loanGrades, loans, loanWeights } from '../testing/small-loans.js';

/*
 * Golden numbers: scikit-learn 1.9.1, LogisticRegression(C, solver='newton-cholesky', tol=1e-13) over the design that
 * linear.spec.ts describes.
 */
const classes = ['faible', 'moyen', 'élevé'];

function fit(hyperparameters: Record<string, unknown>, sampleWeight?: Float64Array): FittedModel {
  const weights = sampleWeight === undefined ? {} : { sampleWeight };
  return algorithms.linear
    .create('multiclass', { tol: 1e-12, ...hyperparameters })
    .fit({ features: loanFeatures, table: loans, target: loanGrades, classes, ...weights }, { seed: 1 });
}

function expectClose(actual: Iterable<number>, golden: readonly number[], tolerance = 1e-9): void {
  const differences = [...actual].map((value, index) => Math.abs(value - (golden[index] ?? NaN)));
  expect(differences).toHaveLength(golden.length);
  expect(Math.max(...differences)).toBeLessThan(tolerance);
}

function expectModel(
  model: FittedModel,
  golden: { coefficients: readonly number[]; intercepts: readonly number[]; answers: readonly number[] },
): void {
  expectClose(model.coefficients()?.terms.map(({ coefficient }) => coefficient) ?? [], golden.coefficients);
  expectClose(model.coefficients()?.intercepts ?? [], golden.intercepts);
  expectClose(model.predict(loans), golden.answers);
  expect(model.report.converged).toBe(true);
}

describe('multinomial logistic regression', () => {
  it.each([
    {
      C: 1,
      coefficients: [
        -0.814621058961133, -0.4523245223759591, 0.2323393298925779, 0.12775043360148114, 0.17138737176628127,
        -0.2741370886948935, -0.025000716672868954, -0.3644352462952701, 0.060431057522204075,
        0.06282376834198682, -0.4232933881671843, 0.08035594444055442, -0.37702526917596524,
        0.5733322997149989, -0.27666297497958803, 0.10969394832268838, 0.7541900014389289, 0.389500754033972,
        0.19095405827460638, -0.2081063780420356, 0.2056378974096841, -0.2991952110201053,
        0.30166369165245693, 0.2547412979725817,
      ],
      intercepts: [0.11715422376960871, 0.48773315844421905, -0.6048873822138279],
      answers: [
        0.8197619993064226, 0.16972844855538383, 0.010509552138193465, 0.21935117177546887,
        0.7034145027313279, 0.07723432549320328, 0.7023632291799145, 0.2363180117544619, 0.06131875906562375,
        0.025000716672868944, 0.27666297497958814, 0.6983363083475429, 0.05478591691942462,
        0.7232531975536732, 0.22196088552690207, 0.06529744092750756, 0.1869753764127225, 0.74772718265977,
        0.7633151873062112, 0.19004989276324286, 0.04663491993054605, 0.3501243379121816, 0.5135975952496,
        0.13627806683821836,
      ],
    },
    {
      C: 10,
      coefficients: [
        -1.8831574805349498, -0.9697233886385787, 0.8630988210510525, 0.11039740774490671,
        0.48338963617921543, -0.5906111306192279, -0.003175913304894491, -0.6381639371911408,
        0.4178565573719898, 0.082343731387481, -1.2805485150990434, 0.39020888507991386, -0.9385592413303119,
        1.363590402872902, -0.8152400466225042, 0.0923477902113221, 1.4653009231629568, 0.8873796572510955,
        0.41744969404799126, -0.5006062928248197, 0.4551696051510976, -0.7729792722536725, 0.8184159599273978,
        0.5458161469798196,
      ],
      intercepts: [-0.20616509951252593, 1.1816554707561053, -0.9754903712435796],
      answers: [
        0.9495374757856886, 0.0502689414209537, 0.00019358279335782876, 0.057107502850100494,
        0.932907226361295, 0.009985270788604454, 0.9092524285681886, 0.08245459490599637,
        0.008292976525814922, 0.0003175913304894502, 0.0815240046622504, 0.9181584040072602,
        0.0019536102118222595, 0.9307337333514121, 0.06731265643676547, 0.004437689326701869,
        0.04560025660390766, 0.9499620540693904, 0.9472233470553731, 0.04825566752912365,
        0.004520985415503276, 0.13017035487162656, 0.8282555751650508, 0.04157406996332276,
      ],
    },
  ])('gives the numbers of scikit-learn for C $C', ({ C, ...golden }) => {
    const model = fit({ C });
    expectModel(model, golden);
    const ofClasses = model.coefficients()?.terms.map(({ class: name }) => name);
    expect(ofClasses).toEqual(classes.flatMap((name) => Array<string>(8).fill(name)));
  });

  it('gives the numbers of scikit-learn for weighted rows', () => {
    expectModel(fit({ C: 1 }, loanWeights), {
      coefficients: [
        -0.7854202684869026, -0.5102348453420303, 0.03092058065863669, 0.11252226770067016,
        0.36987579733872605, -0.430990077168172, -0.05140798787122428, -0.5777724954902662,
        -0.08780884341945956, -0.020263404345412343, -0.2446554485144169, -0.017565559567948086,
        -0.5045263755426843, 0.8459891503707109, -0.3238972152600784, 0.36623526863868444, 0.8732291119063621,
        0.5304982496874423, 0.21373486785578025, -0.094956708132722, 0.13465057820395826,
        -0.41499907320253865, 0.37530520313130256, 0.21153722685158186,
      ],
      intercepts: [0.41229317326334014, 0.0014541248031609832, -0.4137472980665011],
      answers: [
        0.8889698514563293, 0.10304819523976887, 0.007981953303901706, 0.1902028936321429, 0.742708676582832,
        0.06708842978502502, 0.7474099777809867, 0.1775975640849377, 0.0749924581340755, 0.017135995957074747,
        0.10796573842002613, 0.8748982656228991, 0.05058428990388625, 0.668593496463625, 0.28082221363248866,
        0.06358295363391331, 0.10390444431463199, 0.8325126020514547, 0.8836874430526009, 0.08716742726768409,
        0.029145129679714936, 0.4992115678100283, 0.3028743291428415, 0.19791410304713022,
      ],
    });
  });

  it('with two classes answers as binary logistic regression of twice the penalty', () => {
    const training = { features: loanFeatures, table: loans, target: loanDefaults };
    const binary = algorithms.linear.create('binary', { C: 2, tol: 1e-12 }).fit(training, { seed: 1 });
    const both = algorithms.linear
      .create('multiclass', { C: 1, tol: 1e-12 })
      .fit({ ...training, classes: ['non', 'oui'] }, { seed: 1 });
    const answers = both.predict(loans).filter((_, index) => index % 2 === 1);
    expectClose(answers, [...binary.predict(loans)]);
  });

  it('says so when the iterations ran out', () => {
    expect(fit({ C: 1, max_iter: 1 })).toMatchObject({ report: { converged: false, iterations: 1 } });
  });

  it('stays finite where the classes are separated and the penalty is nearly nothing', () => {
    const x = Float64Array.from({ length: 60 }, (_, row) => row);
    const table = { rowCount: 60, columns: { x } };
    const model = algorithms.linear.create('multiclass', { C: 1e9 }).fit(
      {
        features: [{ name: 'x', kind: 'numeric', nullable: false }],
        table,
        target: x.map((value) => Math.floor(value / 20)),
        classes,
      },
      { seed: 1 },
    );
    expect(model.report.converged).toBe(true);
    const answers = model.predict(table);
    x.forEach((value, row) => expect(answers[row * 3 + Math.floor(value / 20)]).toBeGreaterThan(0.9));
  });

  it('reports every step with a loss that falls', () => {
    const losses: number[] = [];
    algorithms.linear
      .create('multiclass')
      .fit(
        { features: loanFeatures, table: loans, target: loanGrades, classes },
        { seed: 1, onProgress: ({ loss }) => losses.push(loss) },
      );
    expect(losses.length).toBeGreaterThan(2);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });
});
