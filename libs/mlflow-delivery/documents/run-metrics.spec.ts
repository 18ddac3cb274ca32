import { describe, expect, it } from '@jest/globals';
import { deliveredModel, deliveredRun } from '../testing/delivered-runs.js';
import { runMetrics } from './run-metrics.js';

describe('the metrics of a run', () => {
  const delivered = deliveredModel('regression');

  it('are held-out metrics under their names, and others under a prefix', () => {
    const values = Object.fromEntries(
      runMetrics(delivered)
        .filter(({ step }) => step === 0)
        .map(({ key, value }) => [key, value]),
    );
    expect(values).toEqual({
      MAE: 8,
      MSE: 100,
      RMSE: 10,
      R2: 0.75,
      'baseline/RMSE': 20,
      'baseline/log_loss': 0.69,
      'out_of_fold/RMSE': 11,
      'lower_95/RMSE': 8,
      'upper_95/RMSE': 12,
      interval_radius: 1500,
      training_rows: 60,
      held_out_rows: 15,
      iterations: 12,
    });
  });

  it('have the curve of the loss in steps', () => {
    const points = runMetrics(delivered).filter(({ key }) => key.endsWith('loss') && !key.includes('/'));
    expect(points.map(({ key, value, step }) => [key, value, step])).toEqual([
      ['loss', 9, 1],
      ['validation_loss', 10, 1],
      ['loss', 4, 2],
    ]);
  });

  it('name the threshold of yes or no', () => {
    expect(runMetrics(deliveredModel('binary'))).toContainEqual(
      expect.objectContaining({ key: 'threshold', value: 0.4 }),
    );
  });

  it('bear the time at which the run ended, so that a repetition is the same', () => {
    expect(new Set(runMetrics(delivered).map(({ timestamp }) => timestamp.toISOString()))).toEqual(
      new Set(['2026-11-21T10:00:05.123Z']),
    );
    expect(runMetrics(delivered)).toEqual(runMetrics(deliveredModel('regression')));
  });

  it('leave out what is not defined', () => {
    // JSON in the database has null where a number was not finite.
    const metrics = { RMSE: NaN, MAE: Infinity, MSE: null as unknown as number, 'R²': 1 };
    const { version } = delivered;
    const broken = { ...delivered, version: { ...version, row: { ...version.row, metrics } } };
    expect(
      runMetrics(broken)
        .slice(0, 2)
        .map(({ key }) => key),
    ).toEqual(['R2', 'baseline/RMSE']);
  });

  it('are none of a run that made no version', () => {
    expect(runMetrics(deliveredRun('binary'))).toEqual([]);
  });
});
