import { describe, expect, it } from '@jest/globals';
import { passGate } from './gate.js';

const baselineMetrics = { RMSE: 100 };
const decisive = { metric: 'RMSE', baseline: 'mean' };

describe('the gate', () => {
  it('takes a first version that beats the mean', () => {
    expect(passGate({ decisive, metrics: { RMSE: 90 }, baselineMetrics, comparison: null })).toEqual({
      promoted: true,
      reason: 'RMSE 90 is below 100 of the mean baseline',
    });
  });

  it('refuses a first version that only equals the mean', () => {
    expect(passGate({ decisive, metrics: { RMSE: 100 }, baselineMetrics, comparison: null }).promoted).toBe(
      false,
    );
  });

  it.each([
    [80, true],
    [85, true],
    [85.000001, false],
  ])('compares with the champion on common rows: %d against 85 promotes: %s', (candidate, promoted) => {
    const metrics = { candidate: { RMSE: candidate }, champion: { RMSE: 85 } };
    const comparison = { rows: 200, metric: 'RMSE', metrics };
    expect(passGate({ decisive, metrics: { RMSE: 1 }, baselineMetrics, comparison }).promoted).toBe(promoted);
  });

  it('refuses an answer that is no number', () => {
    const metrics = { candidate: { log_loss: NaN }, champion: { log_loss: 0.5 } };
    const comparison = { rows: 200, metric: 'log_loss', metrics };
    expect(passGate({ decisive, metrics: {}, baselineMetrics: {}, comparison }).promoted).toBe(false);
  });

  it('takes a first version that estimates a quantile by its own loss, against the quantile of all', () => {
    const decision = passGate({
      decisive: { metric: 'pinball', baseline: '0.9 quantile' },
      metrics: { RMSE: 150, pinball: 8 },
      baselineMetrics: { RMSE: 120, pinball: 12 },
      comparison: null,
    });
    expect(decision).toEqual({
      promoted: true,
      reason: 'pinball 8 is below 12 of the 0.9 quantile baseline',
    });
  });

  it('refuses answers for which the metric is not defined', () => {
    const result = { decisive, metrics: {}, baselineMetrics, comparison: null };
    expect(passGate(result).promoted).toBe(false);
  });

  it('promotes nothing that it cannot compare with the champion', () => {
    const decision = passGate({
      decisive,
      metrics: { RMSE: 1 },
      baselineMetrics,
      comparison: { rows: 3, incomparable: 'Only 3 rows are held out of both' },
    });
    expect(decision).toEqual({
      promoted: false,
      reason: 'Only 3 rows are held out of both; promote it by hand',
    });
  });

  it.each([
    [83, true],
    [83.000001, false],
  ])(
    'asks for the improvement that the model asks for: %d against 85 promotes: %s',
    (candidate, promoted) => {
      const metrics = { candidate: { RMSE: candidate }, champion: { RMSE: 85 } };
      const policy = { promotion: 'automatic', minimum_improvement: 2 } as const;
      const decision = passGate(
        { decisive, metrics: {}, baselineMetrics, comparison: { rows: 200, metric: 'RMSE', metrics } },
        policy,
      );
      expect(decision.promoted).toBe(promoted);
      expect(decision.reason).toMatch(/; the model asks for an improvement of at least 2$/);
    },
  );

  it('asks of a first version only that it beats the mean, whatever improvement the model asks for', () => {
    const policy = { promotion: 'automatic', minimum_improvement: 50 } as const;
    const result = { decisive, metrics: { RMSE: 90 }, baselineMetrics, comparison: null };
    expect(passGate(result, policy).promoted).toBe(true);
  });

  it('promotes nothing of a model that is promoted by hand, and says what it measured', () => {
    const policy = { promotion: 'manual', minimum_improvement: 0 } as const;
    const result = { decisive, metrics: { RMSE: 90 }, baselineMetrics, comparison: null };
    expect(passGate(result, policy)).toEqual({
      promoted: false,
      reason:
        'Versions of this model are promoted by hand, whatever they measure: RMSE 90 is below 100 of the mean baseline',
    });
  });
});
