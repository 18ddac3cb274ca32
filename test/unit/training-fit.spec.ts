import { describe, expect, it } from '@jest/globals';
import { algorithms, type FittedModel, holdoutPosition, type Task } from '#libs/ml';
import type { FitMessage, FitResult, FitTask } from '../../libs/training/fit/fit-task.js';
// Lets ONNX Runtime answer inside Jest.
import '../../libs/ml/testing/run-onnx.js';
import { fit } from '../../libs/training/fit/fit.js';
import { holdOut } from '../../libs/training/fit/hold-out.js';
import { outOfFold } from '../../libs/training/fit/out-of-fold.js';
import { provenAnswers } from '../../libs/training/fit/prove-parity.js';
import type { TrainingRows } from '../../libs/training/fit/training-rows.js';

const rowCount = 400;
const spread = (row: number, step: number): number => ((row * step) % rowCount) / rowCount;
const income = Float64Array.from({ length: rowCount }, (_, row) => 1000 + 4000 * spread(row, 173));
const city = Array.from({ length: rowCount }, (_, row) => ['Lyon', 'Metz', null][row % 3]!);
const signal = income.map((value, row) => value / 1000 + (city[row] === 'Lyon' ? 1 : 0) + spread(row, 59));

function rowsOf(target: Float64Array, classes: readonly string[] = []): TrainingRows {
  return {
    identifiers: Array.from({ length: rowCount }, (_, row) => String(row)),
    unlabelled: 0,
    table: { rowCount, columns: { income, city } },
    target,
    classes,
    splitValues: {},
  };
}

const taskOf = (task: Task, changes: Partial<FitTask> = {}): FitTask => ({
  task,
  algorithm: 'linear',
  hyperparameters: algorithms.linear.create(task).hyperparameters,
  options: {
    split: { method: 'identifier' },
    ...(task === 'binary' ? { calibration: 'auto', threshold: { rule: 'f1' } } : {}),
    ...(task === 'regression' ? { interval_coverage: 0.9 } : {}),
  },
  seed: 1,
  testSize: 0.3,
  threads: 1,
  source: { connection: {}, query: { counts: '', rows: '', columns: [], target: '' } },
  features: [
    { name: 'income', kind: 'numeric', nullable: false },
    { name: 'city', kind: 'categorical', nullable: true },
  ],
  declared: [],
  derived: [],
  datasetName: 'people',
  targetName: 'amount',
  metadata: {},
  champion: null,
  copy: { mostRows: 100, columns: ['income', 'city', 'amount'] },
  ...changes,
});

function championMetrics({ comparison }: FitResult): Readonly<Record<string, number>> {
  if (!comparison || 'incomparable' in comparison) throw new Error('The two were not compared');
  return comparison.metrics.champion;
}

describe('a fit', () => {
  it('goes through its phases in order and says how far it is', async () => {
    const told: FitMessage[] = [];
    await fit(taskOf('binary'), rowsOf(signal.map((value) => (value > 4 ? 1 : 0))), (message) =>
      told.push(message),
    );
    const phases = told.map((message) => (message.type === 'progress' ? message.phase : ''));
    expect([...new Set(phases)]).toEqual(['fitting', 'validating', 'evaluating']);
    expect(told).toContainEqual(expect.objectContaining({ phase: 'validating', fold: 5, folds: 5 }));
  });

  it('gives the same bytes and numbers again', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(() => fit(taskOf('regression'), rowsOf(signal), () => undefined)),
    );
    expect(second).toEqual(first);
  });

  it('compares with a champion on the rows that were held out of both, by class name', async () => {
    const classes = ['high', 'low', 'middle'];
    const target = signal.map((value) => (value > 5 ? 0 : value < 3 ? 1 : 2));
    const first = await fit(
      taskOf('multiclass', { testSize: 0.5 }),
      rowsOf(target, classes),
      () => undefined,
    );
    const champion = {
      version: 1,
      onnx: first.onnx,
      testSize: 0.5,
      split: first.split,
      threshold: null,
      classes: first.classes,
      hyperparameters: first.hyperparameters,
    };
    const against = async (rival: FitTask['champion']): Promise<FitResult> =>
      fit(taskOf('multiclass', { champion: rival }), rowsOf(target, classes), () => undefined);
    const same = await against(champion);
    expect(same.comparison!.rows).toBe(same.heldOutRows);

    // It knew two of the classes, under other numbers: rows of the third do not count.
    const renamed = rowsOf(
      target.map((value) => (value === 0 ? 1 : 0)),
      ['another', 'high'],
    );
    const rival = await fit(taskOf('multiclass', { testSize: 0.5 }), renamed, () => undefined);
    const { comparison } = await against({ ...champion, onnx: rival.onnx, classes: rival.classes });
    const isCommon = (identifier: string, row: number): boolean =>
      holdoutPosition(identifier) < 0.3 && target[row] === 0;
    expect(comparison!.rows).toBe(renamed.identifiers.filter(isCommon).length);
    expect(same.comparison).toMatchObject({ metric: 'log_loss' });
    expect(championMetrics(same)['log_loss']).toBeLessThan(0.5);
  });

  it('does not compare by fewer than ten common rows', async () => {
    const champion = {
      version: 1,
      onnx: new Uint8Array(),
      testSize: 0.001,
      split: { method: 'identifier' },
      threshold: null,
      classes: [],
      hyperparameters: {},
    } as const;
    const { comparison } = await fit(taskOf('regression', { champion }), rowsOf(signal), () => undefined);
    expect(comparison).toHaveProperty('incomparable');
    expect(comparison!.rows).toBeLessThan(10);
  });

  it('compares quantiles by the pinball loss, and with nothing that answers another question', async () => {
    const quantile = { algorithm: 'gbdt', hyperparameters: { objective: 'quantile', quantile: 0.8 } };
    const first = await fit(taskOf('regression', quantile), rowsOf(signal), () => undefined);
    expect(first.decisive).toEqual({ metric: 'pinball', baseline: '0.8 quantile' });
    expect(first.metrics['pinball']).toBeLessThan(first.baselineMetrics['pinball']!);
    // The quantile of all is a worse mean, and the better answer to what is asked.
    expect(first.baselineMetrics['RMSE']).toBeGreaterThan(
      (await fit(taskOf('regression'), rowsOf(signal), () => undefined)).baselineMetrics['RMSE']!,
    );
    const champion = {
      version: 1,
      onnx: first.onnx,
      testSize: 0.3,
      split: first.split,
      threshold: null,
      classes: [],
      hyperparameters: first.hyperparameters,
    };
    const again = await fit(taskOf('regression', { ...quantile, champion }), rowsOf(signal), () => undefined);
    expect(again.comparison).toMatchObject({ metric: 'pinball' });
    expect(championMetrics(again)['pinball']).toBeCloseTo(first.metrics['pinball']!, 10);
    const mean = await fit(taskOf('regression', { champion }), rowsOf(signal), () => undefined);
    expect(mean.comparison).toMatchObject({
      incomparable:
        'This version answers the mean and the champion the 0.8 quantile, which no metric compares',
    });
  });

  it('leaves rows out of its measures whose class it could not learn, and says so', async () => {
    const target = signal.map((value) => (value > 4 ? 1 : 0));
    const { heldOutRows: before } = await fit(
      taskOf('multiclass'),
      rowsOf(target, ['a', 'b']),
      () => undefined,
    );
    const heldOut = rowsOf(target).identifiers.findIndex((identifier) => holdoutPosition(identifier) < 0.3);
    target[heldOut] = 2;
    const result = await fit(taskOf('multiclass'), rowsOf(target, ['a', 'b', 'c']), () => undefined);
    expect(result.classes).toEqual(['a', 'b']);
    expect(result.heldOutRows).toBe(before - 1);
    expect(result.card.warnings[0]).toMatch(/^1 held-out rows were not measured on/);
  });

  it.each([
    [20, 'at least 40'],
    [52, 'at least 40'],
  ])('refuses %i rows', async (count, message) => {
    const rows = rowsOf(signal);
    const few = {
      ...rows,
      identifiers: rows.identifiers.slice(0, count),
      target: signal.slice(0, count),
      table: { rowCount: count, columns: { income: income.slice(0, count), city: city.slice(0, count) } },
    };
    await expect(fit(taskOf('regression'), few, () => undefined)).rejects.toThrow(message);
  });
});

describe('learnt constants of derived features', () => {
  const derived = [
    { name: 'relative', expression: 'income / coalesce(mean(income, city), mean(income))' },
    { name: 'above', expression: 'if(income > mean(income), 1, 0)' },
  ];
  const target = signal.map((value) => (value > 4 ? 1 : 0));
  const task = taskOf('binary', { derived });
  const isHeldOut = (row: number): boolean => holdoutPosition(String(row)) < 0.3;
  const heldOutRow = income.findIndex((_, row) => isHeldOut(row));
  const trainingRow = income.findIndex((_, row) => !isHeldOut(row));
  /** An income that moves every mean that it counts in. */
  const rowsWith = (outlier: number): TrainingRows => {
    const changed = income.map((value, row) => (row === outlier ? 1e7 : value));
    return { ...rowsOf(target), table: { rowCount, columns: { income: changed, city } } };
  };
  const fitWith = (rows: TrainingRows): Promise<FitResult> => fit(task, rows, () => undefined);

  it('are told with the result, and know as little of held-out rows as threshold and calibration do', async () => {
    const plain = await fitWith(rowsOf(target));
    const moved = await fitWith(rowsWith(heldOutRow));
    expect(Object.keys(plain.learnt)).toEqual(['mean(income, city)', 'mean(income)']);
    expect(moved.learnt).toEqual(plain.learnt);
    expect(moved.threshold).toBe(plain.threshold);
    expect(Buffer.from(moved.onnx).equals(Buffer.from(plain.onnx))).toBe(true);
    const touched = await fitWith(rowsWith(trainingRow));
    expect(touched.learnt['mean(income)']).toBeGreaterThan(Number(plain.learnt['mean(income)']) + 1e4);
  });

  it('are learnt in each fold that decides calibration and threshold, without its held-out rows', () => {
    const scoresOf = (rows: TrainingRows): Float64Array => {
      const parts = holdOut(task, rows);
      const { table, target: answers } = parts.training;
      const training = { features: task.features, derived, table, target: answers };
      const model = algorithms.linear.create('binary').fit(training, { seed: 1 });
      return outOfFold(task, rows, parts, training, model, () => undefined)!.scores;
    };
    const plain = scoresOf(rowsOf(target));
    const moved = scoresOf(rowsWith(trainingRow));
    // One fold in five holds the row out: the others of that fold are answered as if it were as before.
    const unchanged = plain.filter((score, row) => score === moved[row]).length;
    expect(Math.abs(unchanged + 1 - plain.length / 5)).toBeLessThanOrEqual(2);
  });
});

describe('the proof of parity', () => {
  it('lets no file pass that computes something else, be it by a millionth', async () => {
    const { table } = rowsOf(signal);
    const { features } = taskOf('regression');
    const modelOf = (target: Float64Array): FittedModel =>
      algorithms.linear.create('regression').fit({ features, table, target }, { seed: 1 });
    const model = modelOf(signal);
    expect(await provenAnswers(model, model.toOnnx({}), table)).toHaveLength(rowCount);
    const shifted = modelOf(signal.map((value) => value + 3e-5)).toOnnx({});
    await expect(provenAnswers(model, shifted, table)).rejects.toThrow('disagree on answer');
  });
});
