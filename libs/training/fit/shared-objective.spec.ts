import { describe, expect, it } from '@jest/globals';
import { type RegressionObjective, regressionObjective } from '#libs/ml';
import { sharedObjective } from './shared-objective.js';

const of = (objective: string, more: Readonly<Record<string, number>> = {}): RegressionObjective =>
  regressionObjective({ objective, quantile: 0.9, tweedie_variance_power: 1.5, ...more });
const metricOf = (
  candidate: RegressionObjective | null,
  champion: RegressionObjective | null,
): string | undefined => {
  const shared = sharedObjective(candidate, champion);
  return shared === undefined ? undefined : (shared?.metric ?? 'RMSE');
};

describe('two regressions', () => {
  it.each([
    ['squared_error', 'RMSE'],
    ['huber', 'RMSE'],
    ['absolute_error', 'MAE'],
    ['quantile', 'pinball'],
    ['poisson', 'deviance'],
    ['tweedie', 'deviance'],
  ])('of the objective %s are compared by their own loss: %s', (objective, metric) => {
    expect(metricOf(of(objective), of(objective))).toBe(metric);
  });

  it('of different objectives that look for the middle are compared by the squared error', () => {
    expect(metricOf(of('poisson'), of('squared_error'))).toBe('RMSE');
    expect(metricOf(of('absolute_error'), of('huber'))).toBe('RMSE');
    expect(metricOf(of('tweedie'), of('tweedie', { tweedie_variance_power: 1.2 }))).toBe('RMSE');
    expect(metricOf(null, of('absolute_error'))).toBe('RMSE');
  });

  it('of which one answers another quantile than the other answer different questions', () => {
    expect(metricOf(of('quantile'), of('squared_error'))).toBeUndefined();
    expect(metricOf(null, of('quantile'))).toBeUndefined();
    expect(metricOf(of('quantile'), of('quantile', { quantile: 0.1 }))).toBeUndefined();
    expect(metricOf(of('quantile', { quantile: 0.5 }), of('absolute_error'))).toBe('pinball');
  });
});
