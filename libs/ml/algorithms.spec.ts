import { describe, expect, it } from '@jest/globals';
import { algorithms, createEstimator, MlError, type Problem } from './index.js';

function problemsOf(action: () => unknown): readonly Problem[] {
  try {
    action();
  } catch (error) {
    if (error instanceof MlError) return error.problems;
    throw error;
  }
  return [];
}

describe('hyperparameters', () => {
  it('are completed by defaults of the task', () => {
    expect(algorithms.linear.create('regression').hyperparameters).toEqual({
      alpha: 1,
      l1_ratio: 0,
      tol: 1e-8,
      max_iter: 1000,
    });
    expect(algorithms.linear.create('binary', { C: 2 }).hyperparameters).toEqual({
      C: 2,
      class_weight: 'none',
      tol: 1e-8,
      max_iter: 1000,
    });
  });

  it('have defaults within their own bounds', () => {
    for (const description of Object.values(algorithms).flatMap(({ hyperparameters }) =>
      Object.values(hyperparameters),
    )) {
      if (description.type !== 'number' && description.type !== 'integer') continue;
      expect(description.default).toBeGreaterThanOrEqual(description.minimum);
      expect(description.default).toBeLessThanOrEqual(description.maximum);
    }
  });

  it('are refused all at once, per field', () => {
    const given = { C: 'strong', max_iter: 2.5, tol: NaN, alpha: 1, depth: 3 };
    expect(problemsOf(() => algorithms.linear.create('binary', given))).toEqual([
      { field: 'alpha', detail: 'does not apply to the task binary' },
      { field: 'depth', detail: 'is not known; known are C, class_weight, tol, max_iter' },
      { field: 'C', detail: 'must be a number from 1e-9 to 1000000000, is "strong"' },
      { field: 'tol', detail: 'must be a number from 1e-13 to 0.1, is NaN' },
      { field: 'max_iter', detail: 'must be an integer from 1 to 10000, is 2.5' },
    ]);
  });

  it.each([-0.001, 1e13, Infinity, null])('refuse %p as alpha', (alpha) => {
    expect(problemsOf(() => algorithms.linear.create('regression', { alpha }))).toHaveLength(1);
  });
});

describe('the catalogue', () => {
  it('makes estimators by name and refuses names it does not know, inherited ones too', () => {
    expect(createEstimator('linear', 'binary')).toMatchObject({ algorithm: 'linear', task: 'binary' });
    for (const name of ['forest', 'constructor', '']) {
      expect(problemsOf(() => createEstimator(name, 'binary'))).toEqual([
        { field: 'algorithm', detail: 'is not known; known are auto, gbdt, linear, mlp' },
      ]);
    }
  });
});
