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
});
