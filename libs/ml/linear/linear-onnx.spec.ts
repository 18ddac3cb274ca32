import { describe, expect, it } from '@jest/globals';
import { algorithms, MlError, type FeatureColumn, type FittedModel, type Task } from '../index.js';
import { randomTable, randomTarget, toBinary } from '../testing/random-table.js';
import { answersOf, feedsOf, openSession } from '../testing/run-onnx.js';
import { loanFeatures, loans, loanDefaults } from '../testing/small-loans.js';

const features: readonly FeatureColumn[] = [
  { name: 'age', kind: 'numeric', nullable: false },
  { name: 'nationalité_francaise', kind: 'boolean', nullable: false },
  { name: 'revenu', kind: 'numeric', nullable: true },
  { name: 'région', kind: 'categorical', nullable: true },
  { name: 'smoker', kind: 'boolean', nullable: true },
  { name: 'score', kind: 'numeric', nullable: true },
  { name: 'city', kind: 'categorical', nullable: false },
  { name: 'nothing', kind: 'numeric', nullable: true },
  { name: 'no text', kind: 'categorical', nullable: true },
];
const filled = randomTable(features, 2000, 3);
const table = {
  ...filled,
  columns: {
    ...filled.columns,
    nothing: new Float64Array(2000).fill(NaN),
    'no text': Array<null>(2000).fill(null),
  },
};
const amounts = randomTarget(features, table, 5);

function fit(task: Task): FittedModel {
  const target = task === 'regression' ? amounts : toBinary(amounts);
  return algorithms.linear.create(task).fit({ features, table, target }, { seed: 1 });
}

describe('the ONNX file of a linear model', () => {
  it('answers a regression with the very doubles of predict, row by row', async () => {
    const model = fit('regression');
    const session = await openSession(model.toOnnx({}));
    expect(await answersOf(session, features, table)).toEqual(model.predict(table));
    await session.release();
  });

  it('answers a probability as predict does, and labels by the stored threshold', async () => {
    const model = fit('binary');
    const session = await openSession(model.toOnnx({}, { threshold: 0.3 }));
    const outputs = await session.run(feedsOf(features, table));
    const probability = outputs['probability']?.data as Float64Array;
    const label = outputs['label']?.data as BigInt64Array;
    const predicted = model.predict(table);
    for (let row = 0; row < table.rowCount; row += 1) {
      const relative = Math.abs((probability[row] ?? NaN) / (predicted[row] ?? NaN) - 1);
      expect(relative).toBeLessThan(1e-14);
      expect(label[row]).toBe((probability[row] ?? NaN) >= 0.3 ? 1n : 0n);
    }
    expect(new Set(label).size).toBe(2);
    await session.release();
  });

  it('asks for every column under its own name and type, useless ones too', async () => {
    const session = await openSession(fit('binary').toOnnx({}));
    const inputs = session.inputMetadata.map((input) =>
      input.isTensor ? [input.name, input.type, input.shape] : [],
    );
    expect(inputs).toEqual([
      ['age', 'float64', ['N']],
      ['nationalité_francaise', 'bool', ['N']],
      ['revenu', 'float64', ['N']],
      ['région', 'string', ['N']],
      ['smoker', 'float64', ['N']],
      ['score', 'float64', ['N']],
      ['city', 'string', ['N']],
      ['nothing', 'float64', ['N']],
      ['no text', 'string', ['N']],
    ]);
    expect([...session.outputNames].sort()).toEqual(['label', 'probability']);
    const { nothing, ...others } = feedsOf(features, table);
    expect(nothing).toBeDefined();
    await expect(session.run(others)).rejects.toThrow("input 'nothing' is missing");
    await session.release();
  });

  it('treats missing and unseen categories as predict does, and values in useless columns as nothing', async () => {
    const model = fit('regression');
    const rows = ['', 'nan', 'None', 'Atlantis', 'Corse', 'corse'];
    const columns = Object.fromEntries(
      features.map(({ name, kind }) => [
        name,
        kind === 'categorical' ? rows : Float64Array.of(1, 0, 1, 0, 1, 0),
      ]),
    );
    const strange = { rowCount: rows.length, columns };
    const session = await openSession(model.toOnnx({}));
    expect(await answersOf(session, features, strange)).toEqual(model.predict(strange));
    await session.release();
  });

  it('answers an empty batch with nothing', async () => {
    const session = await openSession(fit('binary').toOnnx({}));
    const empty = { rowCount: 0, columns: randomTable(features, 0, 1).columns };
    expect(await answersOf(session, features, empty)).toHaveLength(0);
    await session.release();
  });

  it('keeps columns apart from the inner names of the graph', async () => {
    const names = ['score', 'sum', 'scaled', 'numbers', 'intercept', 'one'];
    const columns = names.map((name): FeatureColumn => ({ name, kind: 'numeric', nullable: true }));
    const clashing = randomTable(columns, 50, 9);
    const target = randomTarget(columns, clashing, 2);
    const training = { features: columns, table: clashing, target };
    const model = algorithms.linear.create('regression').fit(training, { seed: 1 });
    const session = await openSession(model.toOnnx({}));
    expect(await answersOf(session, columns, clashing)).toEqual(model.predict(clashing));
    await session.release();
  });

  it.each([-1e6, -800, 800, 1e6])('has a finite probability for a score near %d', async (age) => {
    const model = algorithms.linear
      .create('binary')
      .fit({ features: loanFeatures, table: loans, target: loanDefaults }, { seed: 1 });
    const extreme = {
      rowCount: 1,
      columns: {
        age: Float64Array.of(age * 20),
        income: Float64Array.of(NaN),
        city: [null],
        owner: Float64Array.of(0),
      },
    };
    const session = await openSession(model.toOnnx({}));
    const [probability] = await answersOf(session, loanFeatures, extreme);
    expect(probability).toBeCloseTo(age < 0 ? 0 : 1, 12);
    await session.release();
  });

  it('is the same bytes for the same rows, whatever the order of the metadata', () => {
    const file = fit('binary').toOnnx({ dataset: 'clients', version: '3' });
    expect(fit('binary').toOnnx({ version: '3', dataset: 'clients' })).toEqual(file);
    expect(fit('binary').toOnnx({ version: '4', dataset: 'clients' })).not.toEqual(file);
  });

  it('refuses a threshold outside [0, 1] and metadata that contradicts the model', () => {
    const model = fit('binary');
    expect(() => model.toOnnx({}, { threshold: 1.5 })).toThrow(MlError);
    expect(() => model.toOnnx({ threshold: '0.9' })).toThrow('threshold: is written by the model as 0.5');
    expect(model.toOnnx({ threshold: '0.9' }, { threshold: 0.9 })).toEqual(
      model.toOnnx({}, { threshold: 0.9 }),
    );
  });
});
