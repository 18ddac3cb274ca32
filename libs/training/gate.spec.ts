import { describe, expect, it } from '@jest/globals';
import { passGate } from './gate.js';

const baselineMetrics = { RMSE: 100 };

describe('the gate', () => {
  it('takes a first version that beats the mean', () => {
    expect(passGate('regression', { metrics: { RMSE: 90 }, baselineMetrics, comparison: null })).toEqual({
      promoted: true,
      reason: 'RMSE 90 is below 100 of the mean baseline',
    });
  });

  it('refuses a first version that only equals the mean', () => {
    expect(
      passGate('regression', { metrics: { RMSE: 100 }, baselineMetrics, comparison: null }).promoted,
    ).toBe(false);
  });

  it.each([
    [80, true],
    [85, true],
    [85.000001, false],
  ])('compares with the champion on common rows: %d against 85 promotes: %s', (candidate, promoted) => {
    const metrics = { candidate: { RMSE: candidate }, champion: { RMSE: 85 } };
    const comparison = { rows: 200, metrics };
    expect(passGate('regression', { metrics: { RMSE: 1 }, baselineMetrics, comparison }).promoted).toBe(
      promoted,
    );
  });

  it('refuses an answer that is no number', () => {
    const metrics = { candidate: { log_loss: NaN }, champion: { log_loss: 0.5 } };
    const comparison = { rows: 200, metrics };
    expect(passGate('binary', { metrics: {}, baselineMetrics: {}, comparison }).promoted).toBe(false);
  });

  it('promotes nothing that it cannot compare with the champion', () => {
    const decision = passGate('regression', {
      metrics: { RMSE: 1 },
      baselineMetrics,
      comparison: { rows: 3, metrics: null },
    });
    expect(decision.promoted).toBe(false);
    expect(decision.reason).toMatch(/^Only 3 rows are held out of this version and of the champion/);
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
        'regression',
        { metrics: {}, baselineMetrics, comparison: { rows: 200, metrics } },
        policy,
      );
      expect(decision.promoted).toBe(promoted);
      expect(decision.reason).toMatch(/; the model asks for an improvement of at least 2$/);
    },
  );

  it('asks of a first version only that it beats the mean, whatever improvement the model asks for', () => {
    const policy = { promotion: 'automatic', minimum_improvement: 50 } as const;
    const result = { metrics: { RMSE: 90 }, baselineMetrics, comparison: null };
    expect(passGate('regression', result, policy).promoted).toBe(true);
  });

  it('promotes nothing of a model that is promoted by hand, and says what it measured', () => {
    const policy = { promotion: 'manual', minimum_improvement: 0 } as const;
    const result = { metrics: { RMSE: 90 }, baselineMetrics, comparison: null };
    expect(passGate('regression', result, policy)).toEqual({
      promoted: false,
      reason:
        'Versions of this model are promoted by hand, whatever they measure: RMSE 90 is below 100 of the mean baseline',
    });
  });
});
