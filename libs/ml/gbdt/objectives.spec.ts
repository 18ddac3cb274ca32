import { describe, expect, it } from '@jest/globals';
import { createEstimator, type Task } from '../index.js';
import { wholeNumberColumns, wholeNumbers } from '../testing/whole-numbers.js';

const { table, target } = wholeNumbers(600);
const median = target.slice().sort()[300]!;
const isUpper = target.map((value) => (value > median ? 1 : 0));
const level = target.map((value) => (value < 8 ? 0 : value < 20 ? 1 : 2));

const settings = { num_leaves: 15, learning_rate: 0.2, min_child_samples: 5, n_estimators: 10 };

interface Golden {
  readonly task: Task;
  readonly target: Float64Array;
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  /** Raw scores of rows 0, 1, 2, 100 and 599, all outputs of each. */
  readonly scores: readonly number[];
  /** Of the scores of all rows and outputs. */
  readonly mean: number;
  readonly sampleWeight?: Float64Array;
}

/**
 * LightGBM 4.6.0, `lgb.train` with num_leaves=15, learning_rate=0.2, min_data_in_leaf=5, min_data_in_bin=1 and the
 * parameters of the same meaning, `predict(raw_score=True)`; the table is wholeNumbers(600).
 */
const goldens: Readonly<Record<string, Golden>> = {
  squared_error: {
    task: 'regression',
    target,
    hyperparameters: {},
    scores: [28.579672194, 19.67015562, 25.31533412, 11.529424125, 26.438714046],
    mean: 19.524166661,
  },
  absolute_error: {
    task: 'regression',
    target,
    hyperparameters: { objective: 'absolute_error' },
    scores: [29.45173041, 20.976348693, 26.531011249, 9.928650264, 26.639697197],
    mean: 18.749210308,
  },
  huber: {
    task: 'regression',
    target,
    hyperparameters: { objective: 'huber', huber_delta: 5 },
    scores: [27.393733566, 19.663432511, 25.404244793, 12.2797031, 26.049875324],
    mean: 18.328762737,
  },
  poisson: {
    task: 'regression',
    target,
    hyperparameters: { objective: 'poisson' },
    scores: [3.247005857, 2.953152438, 3.218799594, 2.642320545, 3.161293992],
    mean: 2.90140599,
  },
  tweedie: {
    task: 'regression',
    target,
    hyperparameters: { objective: 'tweedie', min_child_samples: 1 },
    scores: [3.348699635, 2.999313067, 3.304739621, 2.377041759, 3.236363638],
    mean: 2.771373383,
  },
  'squared_error with penalties': {
    task: 'regression',
    target,
    hyperparameters: { reg_alpha: 3, reg_lambda: 2, max_depth: 3, min_split_gain: 5 },
    scores: [29.005118433, 19.679783855, 26.390598761, 12.440889231, 23.231764774],
    mean: 19.498063028,
  },
  'squared_error with weights': {
    task: 'regression',
    target,
    hyperparameters: {},
    scores: [28.720166371, 19.854239042, 25.80382445, 10.832965124, 27.043554564],
    mean: 19.548281204,
    sampleWeight: target.map((_, row) => (row % 3 === 0 ? 2 : 1)),
  },
  binary: {
    task: 'binary',
    target: isUpper,
    hyperparameters: { n_estimators: 5, min_child_samples: 1, min_child_weight: 2 },
    scores: [1.545448481, 1.021541039, 1.514678909, -1.523237121, 1.545622131],
    mean: -0.006717034,
  },
  multiclass: {
    task: 'multiclass',
    target: level,
    hyperparameters: { n_estimators: 5, min_child_samples: 1, min_child_weight: 2 },
    scores: [
      ...[-2.583507274, -1.754976871, 0.193762488, -2.583507274, -1.665161963, -1.64705586],
      ...[-2.582335335, -0.915706971, 0.193762488, -1.56144826, 0.034829124, -1.846346369],
      ...[-2.583507274, -1.665161963, 0.277141092],
    ],
    mean: -1.31509332,
  },
};

describe('gradient boosting', () => {
  it.each(Object.entries(goldens))('scores as LightGBM does: %s', (_objective, golden) => {
    const { task, hyperparameters, sampleWeight } = golden;
    const estimator = createEstimator('gbdt', task, { ...settings, ...hyperparameters });
    const training = { features: wholeNumberColumns, table, target: golden.target };
    const scores = estimator
      .fit(
        {
          ...training,
          ...(task === 'multiclass' ? { classes: ['low', 'middle', 'high'] } : {}),
          ...(sampleWeight === undefined ? {} : { sampleWeight }),
        },
        { seed: 1 },
      )
      .score(table);
    const outputs = scores.length / table.rowCount;
    const shown = [0, 1, 2, 100, 599].flatMap((row) => [
      ...scores.subarray(row * outputs, (row + 1) * outputs),
    ]);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    // LightGBM keeps gradients as 32-bit floats, which is where the eighth digit comes from.
    expect(shown).toHaveLength(golden.scores.length);
    shown.forEach((score, index) => expect(score).toBeCloseTo(golden.scores[index]!, 6));
    expect(mean).toBeCloseTo(golden.mean, 7);
  });

  it('reaches the pinball loss of LightGBM for a quantile, where many splits gain alike', () => {
    const hyperparameters = { ...settings, objective: 'quantile', quantile: 0.8 };
    const estimator = createEstimator('gbdt', 'regression', hyperparameters);
    const model = estimator.fit({ features: wholeNumberColumns, table, target }, { seed: 1 });
    const errors = model.predict(table).map((answer, row) => target[row]! - answer);
    const loss = errors.reduce((sum, error) => sum + Math.max(0.8 * error, -0.2 * error), 0) / errors.length;
    expect(loss).toBeCloseTo(model.report.loss, 10);
    expect(loss).toBeLessThan(1.02 * 1.0625805150579046);
  });
});
