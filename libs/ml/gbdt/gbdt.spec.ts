import { describe, expect, it } from '@jest/globals';
import { createEstimator, MlError, type FittedModel, type Task, type TrainingData } from '../index.js';
import { randomNumbers } from '../testing/random-table.js';
import { wholeNumberColumns, wholeNumbers } from '../testing/whole-numbers.js';

const { table, target } = wholeNumbers(600);
const training: TrainingData = { features: wholeNumberColumns, table, target };

function fit(
  data: TrainingData,
  hyperparameters: Record<string, unknown> = {},
  task: Task = 'regression',
): FittedModel {
  return createEstimator('gbdt', task, { n_estimators: 20, ...hyperparameters }).fit(data, { seed: 4 });
}

function numbers(columns: Record<string, readonly number[]>, answers: readonly number[]): TrainingData {
  return {
    features: Object.keys(columns).map((name) => ({ name, kind: 'numeric', nullable: true })),
    table: {
      rowCount: answers.length,
      columns: Object.fromEntries(
        Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]),
      ),
    },
    target: Float64Array.from(answers),
  };
}

describe('gradient boosting', () => {
  it('finds the step of two rows exactly when rows may stand alone', () => {
    const model = fit(numbers({ x: [1, 2] }, [10, 20]), {
      n_estimators: 1,
      min_child_samples: 1,
      learning_rate: 1,
    });
    const asked = { rowCount: 5, columns: { x: Float64Array.of(0, 1, 1.5, Math.fround(1.5000001), 3) } };
    expect([...model.predict(asked)]).toEqual([10, 10, 10, 20, 20]);
  });

  it('answers with the mean, and says so, when no split is allowed', () => {
    const model = fit(numbers({ x: [1, 2, 3, 4] }, [10, 20, 30, 60]));
    expect(model.predict(numbers({ x: [9] }, [0]).table)[0]).toBe(30);
    expect(model.warnings).toEqual([
      'no split of the training rows improves on a constant: every row gets the same answer',
    ]);
    expect(model.report).toMatchObject({ iterations: 0, loss: 350 });
  });

  it('sends missing values where they belong, to either side', () => {
    const x = Array.from({ length: 80 }, (_, row) => (row % 4 === 0 ? NaN : row));
    for (const missing of [-5, 5]) {
      const answers = x.map((value) => (Number.isNaN(value) ? missing : value < 40 ? -5 : 5));
      const data = numbers({ x }, answers);
      const model = fit(data, { n_estimators: 1, learning_rate: 1, num_leaves: 2, min_child_samples: 1 });
      expect([...model.predict(data.table)]).toEqual(answers);
    }
  });

  it('tells missing from present where that is all a column says', () => {
    const x = Array.from({ length: 60 }, (_, row) => (row % 3 === 0 ? NaN : 7));
    const data = numbers(
      { x },
      x.map((value) => (Number.isNaN(value) ? 1 : 2)),
    );
    const model = fit(data, { n_estimators: 1, learning_rate: 1, min_child_samples: 1 });
    const asked = numbers({ x: [NaN, 7, 1e300, -1e300] }, [0, 0, 0, 0]).table;
    model.predict(asked).forEach((answer, row) => expect(answer).toBeCloseTo(row === 0 ? 1 : 2, 12));
  });

  it('splits each tree until it has the leaves asked for, and counts the splits', () => {
    const model = fit(training, { num_leaves: 6, n_estimators: 3 });
    const importance = model.splitImportance!;
    expect(importance.map(({ feature }) => feature)).toEqual(['a', 'b', 'c']);
    expect(importance.reduce((sum, { splits }) => sum + splits, 0)).toBe(15);
    expect(importance.every(({ gain, splits }) => gain > 0 === splits > 0)).toBe(true);
  });

  it('lets the answer only rise or fall with monotone features, whatever the others are', () => {
    const model = fit(training, {
      monotone_constraints: { a: -1, b: 1 },
      n_estimators: 50,
      min_child_samples: 2,
    });
    const next = randomNumbers(8);
    for (let round = 0; round < 200; round += 1) {
      const [a, b, c] = [next() * 42, next() * 27, next() * 62];
      const steps = Array.from({ length: 45 }, (_, step) => step);
      const constant = (value: number): number[] => steps.map(() => value);
      const falling = model.predict(numbers({ a: steps, b: constant(b), c: constant(c) }, steps).table);
      const rising = model.predict(numbers({ a: constant(a), b: steps, c: constant(c) }, steps).table);
      for (let step = 1; step < steps.length; step += 1) {
        expect(falling[step]!).toBeLessThanOrEqual(falling[step - 1]!);
        expect(rising[step]!).toBeGreaterThanOrEqual(rising[step - 1]!);
      }
    }
    // The constraint on a works against the data, that on b with them.
    expect(model.report.loss).toBeGreaterThan(3 * fit(training, { n_estimators: 50 }).report.loss);
  });

  it('stays monotone where leaves are medians', () => {
    const model = fit(training, { objective: 'absolute_error', monotone_constraints: { a: -1 } });
    const a = Array.from({ length: 45 }, (_, step) => step);
    const asked = numbers({ a, b: a.map(() => 12), c: a.map(() => 20) }, a).table;
    const answers = [...model.predict(asked)];
    expect(answers).toEqual([...answers].sort((x, y) => y - x));
  });

  it('takes integer weights for repeated rows', () => {
    const sampleWeight = target.map((_, row) => 1 + (row % 3));
    const repeated = Array.from(target).flatMap((_, row) => new Array<number>(1 + (row % 3)).fill(row));
    const columns = Object.fromEntries(
      Object.entries(table.columns).map(([name, values]) => [
        name,
        Float64Array.from(repeated, (row) => values[row] as number),
      ]),
    );
    const copies = {
      features: wholeNumberColumns,
      table: { rowCount: repeated.length, columns },
      target: Float64Array.from(repeated, (row) => target[row]!),
    };
    // Counts of rows differ, so that leaves are limited by their weight alone.
    const limits = { min_child_samples: 1, min_child_weight: 8 };
    const weighted = fit({ ...training, sampleWeight }, limits);
    const counted = fit(copies, limits);
    const answers = counted.predict(table);
    weighted.predict(table).forEach((answer, row) => expect(answer).toBeCloseTo(answers[row]!, 6));
    expect(weighted.report.loss).toBeCloseTo(counted.report.loss, 8);
  });

  it('weighs classes: balanced ones like sample weights, positive ones up', () => {
    const rare = target.map((value) => (value > 45 ? 1 : 0));
    const positives = rare.reduce((sum, value) => sum + value, 0);
    const data = { ...training, target: rare };
    const balanced = rare.map((value) => 300 / (value === 1 ? positives : 600 - positives));
    expect(fit(data, { class_weight: 'balanced' }, 'binary').predict(table)).toEqual(
      fit({ ...data, sampleWeight: balanced }, {}, 'binary').predict(table),
    );
    const mean = (model: FittedModel): number => model.predict(table).reduce((sum, p) => sum + p, 0) / 600;
    expect(mean(fit(data, {}, 'binary'))).toBeCloseTo(positives / 600, 2);
    expect(mean(fit(data, { scale_pos_weight: 5 }, 'binary'))).toBeGreaterThan(positives / 600 + 0.01);
  });

  it('stops early on rows it did not fit, and keeps the best iteration', () => {
    const noisy = { ...training, target: target.map((value, row) => value + ((row * 7919) % 97)) };
    const settings = {
      early_stopping_rounds: 4,
      n_estimators: 500,
      learning_rate: 0.3,
      min_child_samples: 2,
    };
    const { report } = fit(noisy, settings);
    const curve = report.curve!;
    expect(report.converged).toBe(true);
    expect(curve).toHaveLength(report.iterations + 4);
    const losses = curve.map(({ validationLoss }) => validationLoss!);
    expect(losses.indexOf(Math.min(...losses))).toBe(report.iterations - 1);
    expect(report.loss).toBe(curve[report.iterations - 1]!.loss);
    expect(curve.at(-1)!.loss).toBeLessThan(report.loss);
  });

  it('draws rows and columns by chance that the seed decides', () => {
    const share = { subsample: 0.5, colsample_bytree: 0.4 };
    const estimator = createEstimator('gbdt', 'regression', { n_estimators: 20, ...share });
    const answers = estimator.fit(training, { seed: 1 }).predict(table);
    expect(estimator.fit(training, { seed: 1 }).predict(table)).toEqual(answers);
    expect(estimator.fit(training, { seed: 2 }).predict(table)).not.toEqual(answers);
    expect(fit(training).predict(table)).not.toEqual(answers);
  });

  it('tells progress after every iteration', () => {
    const seen: number[] = [];
    const estimator = createEstimator('gbdt', 'regression', { n_estimators: 7 });
    const losses: number[] = [];
    estimator.fit(training, {
      seed: 1,
      onProgress: ({ iteration, iterations, loss }) => {
        expect(iterations).toBe(7);
        seen.push(iteration);
        losses.push(loss);
      },
    });
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });

  it.each([1e-150, 1e-9, 1e9, 1e100])('learns the same from a target %d times as large', (scale) => {
    const plain = fit(training).predict(table);
    const scaled = fit({ ...training, target: target.map((value) => value * scale) }).predict(table);
    scaled.forEach((answer, row) => expect(answer / scale).toBeCloseTo(plain[row]!, 2));
  });

  it('refuses what its settings cannot mean, all at once', () => {
    const problems = (action: () => unknown): MlError => {
      try {
        action();
      } catch (error) {
        if (error instanceof MlError) return error;
      }
      throw new Error('nothing was refused');
    };
    const features = [...wholeNumberColumns, { name: 'city', kind: 'categorical', nullable: true } as const];
    const columns = { ...table.columns, city: new Array<string>(600).fill('Lyon') };
    const data = { features, table: { rowCount: 600, columns }, target };
    expect(problems(() => fit(data, { monotone_constraints: { city: 1, a: 1, x: -1 } }))).toMatchObject({
      code: 'invalid_hyperparameters',
      problems: [
        { field: 'monotone_constraints', detail: 'city is categorical: it has no order' },
        { field: 'monotone_constraints', detail: 'x is not a feature' },
      ],
    });
    expect(problems(() => fit(training, { monotone_constraints: { a: 2 } })).problems).toEqual([
      { field: 'monotone_constraints', detail: 'must map names of features to -1, 0 or 1' },
    ]);
    const negative = { ...training, target: target.map((value, row) => (row < 3 ? -1 : value)) };
    expect(problems(() => fit(negative, { objective: 'poisson' }))).toMatchObject({
      code: 'invalid_target',
      problems: [
        {
          field: 'target',
          detail: '3 of 600 rows are below 0, which the objectives poisson and tweedie do not allow',
        },
      ],
    });
  });
});
