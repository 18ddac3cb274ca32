import { describe, expect, it } from '@jest/globals';
import { RunStatus } from '#libs/training';
import { deliveredModel, deliveredRun } from '../testing/delivered-runs.js';
import type { DeliveredRun } from './delivered-run.js';
import { runParams } from './run-params.js';

const paramsOf = (delivered: DeliveredRun): Record<string, string> =>
  Object.fromEntries(runParams(delivered).map(({ key, value }) => [key, value]));

describe('the params of a run', () => {
  it('are algorithm, data, options and every hyperparameter', () => {
    expect(paramsOf(deliveredModel('binary'))).toEqual({
      algorithm: 'linear',
      source: 'people (census)',
      n_rows: '75',
      target: 'bought',
      features: 'age, income, city, owner, smoker',
      seed: '1',
      test_size: '0.2',
      split: 'identifier',
      calibration: 'auto',
      threshold_rule: 'recall of at least 0.9',
      ...Object.fromEntries(
        Object.entries(deliveredModel('binary').version.row.hyperparameters).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]),
      ),
    });
  });

  it('name epochs and batch size of a network so', () => {
    const network = deliveredModel('regression', {
      algorithm: 'mlp',
      trained_algorithm: 'mlp',
      hyperparameters: { max_iter: 40, batch_size: 32 },
    });
    const { version } = network;
    const params = paramsOf({
      ...network,
      version: { ...version, row: { ...version.row, hyperparameters: { max_iter: 40, batch_size: 32 } } },
    });
    expect(params).toMatchObject({
      epochs: '40',
      batch_size: '32',
      max_iter: '40',
      interval_coverage: '0.9',
    });
  });

  it('tell what was asked for beside what auto chose', () => {
    const delivered = deliveredRun('regression', {
      status: RunStatus.Succeeded,
      algorithm: 'auto',
      trained_algorithm: 'gbdt',
      hyperparameters: { folds: 3 },
    });
    expect(paramsOf(delivered)).toMatchObject({
      algorithm: 'gbdt',
      requested_algorithm: 'auto',
      'auto.folds': '3',
    });
  });

  it('write nested values as JSON, never over one of the own', () => {
    const hyperparameters = { monotone_constraints: { age: 1 }, target: 'mine' };
    expect(paramsOf(deliveredRun('regression', { hyperparameters }))).toMatchObject({
      monotone_constraints: '{"age":1}',
      target: 'amount',
    });
  });

  it('say where an imported file came from', () => {
    const origin = { kind: 'mlflow', uri: 'models:/loans@champion', sha256: 'ab' } as const;
    expect(paramsOf(deliveredRun('binary', { origin }))).toMatchObject({
      origin: 'mlflow',
      origin_uri: 'models:/loans@champion',
      origin_sha256: 'ab',
    });
  });

  it('keep the limits of MLflow, also with 500 columns of long names', () => {
    const delivered = deliveredRun('regression', {
      hyperparameters: { ['🏖/../..//ø'.repeat(99)]: '😀'.repeat(7000) },
    });
    const features = Array.from({ length: 500 }, (_, place) => `${'n'.repeat(60)}${place}`);
    const params = runParams({ ...delivered, model: { ...delivered.model, features } });
    for (const { key, value } of params) {
      expect(Array.from(value).length).toBeLessThanOrEqual(6000);
      expect(key).toMatch(/^[\p{L}\p{N}_.\- /]{1,250}$/u);
      expect(key).not.toMatch(/^\/|\/\/|\.\.|\/$/);
    }
    expect(params.find(({ key }) => key === 'features')!.value).toMatch(/ … and 40\d more$/);
    expect(new Set(params.map(({ key }) => key)).size).toBe(params.length);
  });
});
