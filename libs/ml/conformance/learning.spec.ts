import { describe, expect, it } from '@jest/globals';
import { createEstimator, selectRows, type FittedModel, type Table, type TrainingData } from '../index.js';
import { estimators, mixedTable, mixedTraining, quickEstimator } from '../testing/estimators.js';

/** structuredClone gives arrays of another realm under Jest. */
function copyOf(table: Table): Table {
  const columns = Object.entries(table.columns).map(([name, values]) => [name, values.slice()]);
  return { ...table, columns: Object.fromEntries(columns) as Table['columns'] };
}

function bytesOf(model: FittedModel): string {
  return Buffer.from(model.toOnnx({})).toString('base64');
}

describe.each(estimators)('$algorithm ($task)', ({ algorithm, task }) => {
  const training = mixedTraining(task);
  const estimator = quickEstimator(algorithm, task);
  const model = estimator.fit(training, { seed: 7 });
  const unseen = mixedTable(200, 99);
  const outputCount = task === 'multiclass' ? 3 : 1;

  it('is made again from its own hyperparameters', () => {
    const again = createEstimator(algorithm, task, estimator.hyperparameters);
    expect(again.hyperparameters).toEqual(estimator.hyperparameters);
    expect(bytesOf(again.fit(training, { seed: 7 }))).toBe(bytesOf(model));
  });

  it('changes neither the rows nor itself by fitting, and can fit again', () => {
    const rows = { ...training, table: copyOf(training.table), target: training.target.slice() };
    const settings = JSON.stringify(estimator.hyperparameters);
    estimator.fit(rows, { seed: 1 });
    expect(rows).toEqual(training);
    expect(JSON.stringify(estimator.hyperparameters)).toBe(settings);
    expect(bytesOf(estimator.fit(training, { seed: 7 }))).toBe(bytesOf(model));
  });

  it('changes neither the rows nor itself by predicting', () => {
    const rows = copyOf(unseen);
    const first = model.predict(rows);
    expect(rows).toEqual(unseen);
    expect(model.predict(rows)).toEqual(first);
  });

  it.each([2, 4])('gives the same bytes on %d threads as on one', (threads) => {
    expect(bytesOf(estimator.fit(training, { seed: 7, threads }))).toBe(bytesOf(model));
  });

  it('learns: its answers beat those that ignore the row', () => {
    const answers = model.predict(training.table);
    expect(answers).toHaveLength(training.table.rowCount * outputCount);
    expect(lossOf(answers, training, outputCount)).toBeLessThan(0.8 * constantLoss(training, outputCount));
  });

  it('answers a row alike alone, beside others and in any order', () => {
    const answers = model.predict(unseen);
    const reversed = Array.from({ length: 200 }, (_, row) => 199 - row);
    const backwards = model.predict(selectRows(unseen, reversed));
    for (const row of [0, 17, 199]) {
      const alone = model.predict(selectRows(unseen, [row]));
      for (let k = 0; k < outputCount; k += 1) {
        expect(alone[k]).toBe(answers[row * outputCount + k]);
        expect(backwards[(199 - row) * outputCount + k]).toBe(alone[k]);
      }
    }
  });

  it('takes weights of one as no weights', () => {
    const sampleWeight = new Float64Array(training.table.rowCount).fill(1);
    const weighted = estimator.fit({ ...training, sampleWeight }, { seed: 7 });
    expect(weighted.predict(unseen)).toEqual(model.predict(unseen));
  });

  it('listens to weights: heavy rows pull the answers towards themselves', () => {
    const middle = Float64Array.from(training.target).sort()[200]!;
    const lowest = { regression: middle, binary: 1, multiclass: 2 }[task];
    const isHigh = (row: number): boolean => training.target[row]! >= lowest;
    const sampleWeight = training.target.map((_, row) => (isHigh(row) ? 20 : 1));
    const pulled = estimator.fit({ ...training, sampleWeight }, { seed: 7 }).predict(unseen);
    const towards = (answers: Float64Array): number => {
      let sum = 0;
      for (let i = outputCount - 1; i < answers.length; i += outputCount) sum += answers[i]!;
      return sum;
    };
    expect(towards(pulled)).toBeGreaterThan(towards(model.predict(unseen)));
  });

  it('reports what it did', () => {
    const { rowCount, seed, loss, iterations } = model.report;
    expect({ rowCount, seed }).toEqual({ rowCount: 400, seed: 7 });
    expect(Number.isFinite(loss)).toBe(true);
    expect(iterations).toBeGreaterThan(0);
    expect(model.features.map(({ name }) => name)).toEqual(training.features.map(({ name }) => name));
    expect(model.features.find(({ name }) => name === 'nothing')?.missingCount).toBe(400);
  });
});

/** Mean squared error or mean log loss. */
function lossOf(answers: Float64Array, { target, classes }: TrainingData, outputCount: number): number {
  let sum = 0;
  target.forEach((actual, row) => {
    if (classes) sum -= Math.log(answers[row * outputCount + actual]!);
    else if (new Set(target).size === 2) sum -= Math.log(actual === 1 ? answers[row]! : 1 - answers[row]!);
    else sum += (actual - answers[row]!) ** 2;
  });
  return sum / target.length;
}

function constantLoss(training: TrainingData, outputCount: number): number {
  const { target, classes } = training;
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  const shares = (classes ?? [0]).map((_, k) => target.filter((value) => value === k).length / target.length);
  const constant = Float64Array.from({ length: target.length * outputCount }, (_, i) =>
    classes ? shares[i % outputCount]! : mean,
  );
  return lossOf(constant, training, outputCount);
}
