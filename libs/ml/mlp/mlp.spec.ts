import { describe, expect, it } from '@jest/globals';
import {
  algorithms,
  MlError,
  type FeatureColumn,
  type FittedModel,
  type Task,
  type TrainingData,
} from '../index.js';
import { mixedTable, mixedTraining } from '../testing/estimators.js';
import { randomNumbers } from '../testing/random-table.js';
import { Random } from '../random/random.js';
import { answersOf, openSession } from '../testing/run-onnx.js';
import { drawValidationRows } from '../fitting/validation-rows.js';

const numeric = (name: string): FeatureColumn => ({ name, kind: 'numeric', nullable: true });
const fit = (
  task: Task,
  training: TrainingData,
  hyperparameters: Record<string, unknown> = {},
  seed = 1,
): FittedModel => algorithms.mlp.create(task, hyperparameters).fit(training, { seed });

/** Two numbers in [-1, 1) and whether their signs differ: nothing that adds up over columns can tell. */
function exclusiveOr(rowCount: number): TrainingData {
  const next = randomNumbers(11);
  const draw = (): Float64Array => Float64Array.from({ length: rowCount }, () => 2 * next() - 1);
  const [left, right] = [draw(), draw()];
  const target = left.map((value, row) => (value > 0 !== right[row]! > 0 ? 1 : 0));
  return {
    features: [numeric('left'), numeric('right')],
    table: { rowCount, columns: { left, right } },
    target,
  };
}

describe('a neural network', () => {
  const xor = exclusiveOr(400);

  it('learns what is no sum over columns', () => {
    const model = fit('binary', xor, { max_iter: 100, batch_size: 32, learning_rate_init: 0.01 });
    const right = model.predict(xor.table).filter((answer, row) => answer > 0.5 === (xor.target[row] === 1));
    expect(right.length / 400).toBeGreaterThan(0.97);
    expect(model.report.loss).toBeLessThan(0.1);
  });

  it('learns three classes', () => {
    const training = mixedTraining('multiclass');
    const model = fit('multiclass', training, { max_iter: 60, batch_size: 32, learning_rate_init: 0.01 });
    const answers = model.predict(training.table);
    const right = training.target.filter((actual, row) => {
      const shares = [...answers.subarray(row * 3, row * 3 + 3)];
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      return shares.indexOf(Math.max(...shares)) === actual;
    });
    expect(right.length / training.target.length).toBeGreaterThan(0.8);
  });

  it("offers the predecessor's network as one setting", () => {
    const settings = { hidden_layer_sizes: '64,32', max_iter: 60, batch_size: 32 };
    const { report, warnings } = fit('regression', mixedTraining('regression', 100), settings);
    expect(report).toMatchObject({ iterations: 60, converged: false, rowCount: 100 });
    expect(report.curve).toHaveLength(60);
    expect(warnings.at(-1)).toMatch('training stopped after 60 epochs');
  });

  it('gives equal bytes for equal seeds and other ones for other seeds', () => {
    const file = (seed: number): Uint8Array =>
      fit('binary', xor, { max_iter: 5, dropout: 0.1 }, seed).toOnnx({});
    expect(file(3)).toEqual(file(3));
    expect(file(4)).not.toEqual(file(3));
    expect(file(-1)).not.toEqual(file(2 ** 32 - 2));
  });

  it('reports the loss of each epoch, and of validation rows where it stops early by them', () => {
    const plain = fit('regression', mixedTraining('regression'), { max_iter: 30 });
    expect(plain.report.curve?.every(({ validationLoss }) => validationLoss === undefined)).toBe(true);
    const heard: number[] = [];
    const settings = { max_iter: 300, early_stopping: true, learning_rate_init: 0.02, n_iter_no_change: 5 };
    const model = algorithms.mlp
      .create('regression', settings)
      .fit(mixedTraining('regression'), { seed: 1, onProgress: ({ iteration }) => heard.push(iteration) });
    const losses = model.report.curve!.map(({ validationLoss }) => validationLoss!);
    expect(heard).toEqual(losses.map((_, index) => index + 1));
    expect(model.report.iterations).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(model.report.converged).toBe(true);
  });

  it('refuses to stop early by less than two rows', () => {
    const action = (): unknown =>
      fit('regression', mixedTraining('regression', 14), { early_stopping: true });
    expect(action).toThrow('validation_fraction: 0.1 of 14 rows leave 1 for validation');
  });

  it('keeps rows of every class for validation', () => {
    const target = Float64Array.from({ length: 200 }, (_, row) => (row % 20 === 0 ? 1 : 0));
    const rows = drawValidationRows('binary', target, 0.2, new Random(1));
    expect(rows).toHaveLength(40);
    expect(rows.filter((row) => target[row] === 1)).toHaveLength(2);
    expect(new Set(rows).size).toBe(40);
  });

  it('reports a squared error in the unit of the target', () => {
    const training = mixedTraining('regression');
    const model = fit('regression', training, { max_iter: 50 });
    const answers = model.predict(training.table);
    const squares = training.target.map((value, row) => (value - answers[row]!) ** 2);
    const error = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    expect(model.report.loss).toBeCloseTo(error, 10);
    expect(model.report.curve!.at(-1)!.loss / error).toBeCloseTo(1, 0);
  });

  it('thins a long curve to 200 points', () => {
    const settings = { max_iter: 450, n_iter_no_change: 1000, hidden_layer_sizes: '2' };
    const { curve } = fit('binary', xor, settings).report;
    expect(curve).toHaveLength(200);
    expect(curve![199]!.iteration).toBe(450);
  });

  it.each([1e-200, 1e-6, 1e6, 1e140])('learns the same from columns and targets in units of %d', (unit) => {
    const { features, table, target } = exclusiveOr(300);
    const scaled = (values: Float64Array): Float64Array => values.map((value) => value * unit);
    const { left, right } = table.columns as Record<string, Float64Array>;
    const columns = { left: scaled(left!), right: scaled(right!) };
    const settings = { max_iter: 20, learning_rate_init: 0.01 };
    const plain = fit('regression', { features, table, target }, settings).predict(table);
    const scaledTable = { ...table, columns };
    const training = { features, table: scaledTable, target: scaled(target) };
    const answers = fit('regression', training, settings).predict(scaledTable);
    answers.forEach((answer, row) => expect(answer / unit).toBeCloseTo(plain[row]!, 6));
  });

  it('lets every class count alike when balanced', () => {
    const next = randomNumbers(5);
    const value = Float64Array.from({ length: 500 }, () => next());
    const target = value.map((share) => (next() < share / 5 ? 1 : 0));
    const training = { features: [numeric('value')], table: { rowCount: 500, columns: { value } }, target };
    const meanOf = (model: FittedModel): number =>
      model.predict(training.table).reduce((sum, answer) => sum + answer, 0) / 500;
    const share = target.reduce((sum, actual) => sum + actual, 0) / 500;
    const settings = { max_iter: 100, learning_rate_init: 0.01 };
    expect(Math.abs(meanOf(fit('binary', training, settings)) - share)).toBeLessThan(0.05);
    const balanced = meanOf(fit('binary', training, { ...settings, class_weight: 'balanced' }));
    expect(Math.abs(balanced - 0.5)).toBeLessThan(0.1);
  });

  it('tells the most frequent categories apart and takes the others for missing', () => {
    const city = Array.from({ length: 600 }, (_, row) => ['Lyon', 'Nice', `village ${row}`][row % 3]!);
    const target = Float64Array.from(city, (name) => ({ Lyon: 10, Nice: 20 })[name] ?? 40);
    const features: FeatureColumn[] = [{ name: 'city', kind: 'categorical', nullable: true }];
    const training = { features, table: { rowCount: 600, columns: { city } }, target };
    const model = fit('regression', training, { max_iter: 60, learning_rate_init: 0.02 });
    expect(model.warnings[0]).toMatch(
      'column city has 202 categories: the 100 most frequent ones contribute',
    );
    const asked = ['village 599', 'Atlantis', null, 'nan', 'Lyon', 'Nice'];
    const answers = model.predict({ rowCount: 6, columns: { city: asked } });
    expect(new Set(answers.subarray(0, 4)).size).toBe(1);
    [40, 10, 20].forEach((amount, index) => expect(answers[3 + index]! / amount).toBeCloseTo(1, 1));
  });

  it.each([
    [{ hidden_layer_sizes: '64,0' }, 'hidden_layer_sizes: must be one to five widths from 1 to 1024'],
    [{ hidden_layer_sizes: '1,2,3,4,5,6' }, 'hidden_layer_sizes'],
    [{ hidden_layer_sizes: '1025' }, 'hidden_layer_sizes'],
    [{ hidden_layer_sizes: '8, 4' }, 'hidden_layer_sizes'],
    [{ hidden_layer_sizes: 64 }, 'hidden_layer_sizes'],
    [{ dropout: 1 }, 'dropout: must be a number from 0 to 0.9, is 1'],
    [{ early_stopping: 'yes' }, 'early_stopping: must be true or false'],
    [{ class_weight: 'balanced' }, 'class_weight: does not apply to the task regression'],
  ])('refuses %p', (hyperparameters, message) => {
    expect(() => algorithms.mlp.create('regression', hyperparameters)).toThrow(MlError);
    expect(() => algorithms.mlp.create('regression', hyperparameters)).toThrow(message);
  });
});

describe('the ONNX file of a neural network', () => {
  const rows = mixedTable(1500, 8);

  it.each(['regression', 'binary'] as const)('answers as predict does (%s)', async (task) => {
    const training = mixedTraining(task);
    const model = fit(task, training, { max_iter: 10 });
    const session = await openSession(model.toOnnx({}));
    const answers = await answersOf(session, training.features, rows);
    const predicted = model.predict(rows);
    answers.forEach((answer, row) => expect(Math.abs(answer / predicted[row]! - 1)).toBeLessThan(1e-9));
    await session.release();
  });

  it('answers an empty batch with nothing', async () => {
    const training = mixedTraining('regression');
    const session = await openSession(fit('regression', training, { max_iter: 2 }).toOnnx({}));
    expect(await answersOf(session, training.features, mixedTable(0, 1))).toHaveLength(0);
    await session.release();
  });

  it('treats missing values and unseen categories as predict does', async () => {
    const training = mixedTraining('regression');
    const model = fit('regression', training, { max_iter: 10 });
    const texts = ['', 'nan', 'None', 'Atlantis', 'Corse', 'corse'];
    const columns = Object.fromEntries(
      training.features.map(({ name, kind, nullable }) => [
        name,
        kind === 'categorical' ? texts : Float64Array.of(1, 0, 1, 0, nullable ? NaN : 1, nullable ? NaN : 0),
      ]),
    );
    const strange = { rowCount: texts.length, columns };
    const session = await openSession(model.toOnnx({}));
    const answers = await answersOf(session, training.features, strange);
    const predicted = model.predict(strange);
    answers.forEach((answer, row) => expect(Math.abs(answer / predicted[row]! - 1)).toBeLessThan(1e-9));
    await session.release();
  });
});
