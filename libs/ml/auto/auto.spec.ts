import { describe, expect, it } from '@jest/globals';
import { createEstimator, type FitProgress, type TrainingData } from '../index.js';
import { mixedTraining } from '../testing/estimators.js';
import { randomNumbers } from '../testing/random-table.js';

/** A straight line, which no other family can follow as well; or its opposite. */
function numbers(target: (a: number, b: number) => number): TrainingData {
  const next = randomNumbers(4);
  const a = Float64Array.from({ length: 600 }, () => next() * 4 - 2);
  const b = Float64Array.from({ length: 600 }, () => next() * 4 - 2);
  return {
    features: [
      { name: 'a', kind: 'numeric', nullable: false },
      { name: 'b', kind: 'numeric', nullable: false },
    ],
    table: { rowCount: 600, columns: { a, b } },
    target: a.map((value, row) => target(value, b[row]!) + 0.1 * next()),
  };
}

describe('auto', () => {
  it('chooses a linear model for a straight line, and trees for steps', () => {
    const line = createEstimator('auto', 'regression').fit(
      numbers((a, b) => 3 * a - b),
      { seed: 1 },
    );
    expect(line.algorithm).toBe('linear');
    const steps = createEstimator('auto', 'regression').fit(
      numbers((a, b) => (a > 0.3 ? 5 : 0) + (b > -1 ? 0 : 3) * (a > 0.3 ? -1 : 1)),
      { seed: 1 },
    );
    expect(steps.algorithm).toBe('gbdt');
  });

  it('says what it tried: the chosen setting has the lowest loss, and is the one of the model', () => {
    const model = createEstimator('auto', 'binary').fit(mixedTraining('binary'), { seed: 1 });
    expect(model.trials.map(({ algorithm }) => algorithm)).toEqual([
      'gbdt',
      'linear',
      'mlp',
      'gbdt',
      'linear',
      'mlp',
      'gbdt',
    ]);
    const chosen = model.trials.filter((trial) => trial.chosen);
    expect(chosen).toHaveLength(1);
    expect(chosen[0]).toMatchObject({ algorithm: model.algorithm, hyperparameters: model.hyperparameters });
    expect(chosen[0]!.mean).toBe(Math.min(...model.trials.map(({ mean }) => mean!)));
    expect(
      model.trials.every(({ metric, standardDeviation }) => metric === 'log_loss' && standardDeviation! >= 0),
    ).toBe(true);
  });

  it('compares on part of the rows where there are many, and learns from all', () => {
    const model = createEstimator('auto', 'regression', { max_rows: 100, max_trials: 2 }).fit(
      mixedTraining('regression', 500),
      { seed: 1 },
    );
    expect(model.report.rowCount).toBe(500);
    expect(model.trials).toHaveLength(2);
  });

  it('tells which setting it is at', () => {
    const told: FitProgress[] = [];
    createEstimator('auto', 'regression', { max_trials: 1, folds: 2 }).fit(mixedTraining('regression'), {
      seed: 1,
      onProgress: (progress) => told.push(progress),
    });
    expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(['gbdt (1 of 1)', 'gbdt on all rows']));
  });

  it('falls back to a linear model where a class has one row', () => {
    const training = mixedTraining('binary', 40);
    const target = new Float64Array(40);
    target[3] = 1;
    const model = createEstimator('auto', 'binary').fit({ ...training, target }, { seed: 1 });
    expect({ algorithm: model.algorithm, trials: model.trials }).toEqual({ algorithm: 'linear', trials: [] });
  });
});
