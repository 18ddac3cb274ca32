import { describe, expect, it } from '@jest/globals';
import { binaryEvaluator, bootstrapIntervals, multiclassEvaluator, regressionEvaluator } from '../index.js';
import { randomNumbers } from '../testing/random-table.js';
import { scoredClasses, scoredRows } from '../testing/scored-rows.js';

const { actual, probability } = scoredRows(400, 8);
const evaluator = binaryEvaluator(actual, probability, 0.4);

describe('bootstrap intervals', () => {
  it('hold the true value about as often as they say', () => {
    // 300 tables of 150 rows; errors are uniform on [-1, 1], so that MAE is 1/2 and MSE is 1/3.
    const next = randomNumbers(21);
    const hits = { MAE: 0, MSE: 0 };
    for (let table = 0; table < 300; table += 1) {
      const values = Float64Array.from({ length: 150 }, () => next() * 2 - 1);
      const intervals = bootstrapIntervals(regressionEvaluator(values, new Float64Array(150)), {
        seed: table,
        level: 0.9,
        resamples: 200,
      });
      if (intervals.MAE!.lower <= 1 / 2 && intervals.MAE!.upper >= 1 / 2) hits.MAE += 1;
      if (intervals.MSE!.lower <= 1 / 3 && intervals.MSE!.upper >= 1 / 3) hits.MSE += 1;
    }
    // Three standard deviations of the share of hits are 0.052; the seeds are fixed.
    expect(Math.abs(hits.MAE / 300 - 0.9)).toBeLessThan(0.052);
    expect(Math.abs(hits.MSE / 300 - 0.9)).toBeLessThan(0.052);
  });

  it('are as wide as the standard error of a share says', () => {
    const { accuracy } = bootstrapIntervals(evaluator, { seed: 1 });
    const share = evaluator.metrics().accuracy;
    const expected = 2 * 1.96 * Math.sqrt((share * (1 - share)) / 400);
    expect((accuracy!.upper - accuracy!.lower) / expected).toBeCloseTo(1, 0.9);
    expect(accuracy).toMatchObject({ level: 0.95, resamples: 1000 });
    expect(accuracy!.lower).toBeLessThan(share);
    expect(accuracy!.upper).toBeGreaterThan(share);
  });

  it('are made for every number of the set, except the threshold', () => {
    expect(Object.keys(bootstrapIntervals(evaluator, { seed: 1, resamples: 50 })).sort()).toEqual(
      [
        'accuracy',
        'auc',
        'average_precision',
        'brier',
        'ece',
        'f1',
        'log_loss',
        'precision',
        'recall',
      ].sort(),
    );
    const classes = scoredClasses(100, 3);
    const intervals = bootstrapIntervals(
      multiclassEvaluator(classes.actual, classes.probability, ['a', 'b', 'c']),
      { seed: 1, resamples: 50 },
    );
    expect(Object.keys(intervals).sort()).toEqual(
      ['accuracy', 'auc', 'brier', 'log_loss', 'macro_f1', 'weighted_f1'].sort(),
    );
  });

  it('are equal for equal seeds and differ for others', () => {
    const intervals = bootstrapIntervals(evaluator, { seed: 5, resamples: 60 });
    expect(bootstrapIntervals(evaluator, { seed: 5, resamples: 60 })).toEqual(intervals);
    expect(bootstrapIntervals(evaluator, { seed: 6, resamples: 60 })).not.toEqual(intervals);
  });

  it('leave out resamples in which a metric is not defined, and say how many are left', () => {
    const rare = binaryEvaluator([1, 0, 0, 0], [0.9, 0.1, 0.2, 0.3], 0.5);
    const { auc, brier } = bootstrapIntervals(rare, { seed: 1, resamples: 400 });
    // The one positive row is drawn at least once in 1 - (3/4)⁴ = 68% of the resamples, all four rows being it in 0.4%.
    expect(auc!.resamples / 400).toBeCloseTo(0.68, 1);
    expect(brier!.resamples).toBe(400);
    expect(bootstrapIntervals(binaryEvaluator([1, 1], [0.4, 0.5], 0.5), { seed: 1 })).not.toHaveProperty(
      'auc',
    );
  });

  it('take fewer resamples from larger tables', () => {
    const large = { rowCount: 400, passes: 1000, metrics: () => ({ nothing: 0 }) };
    expect(bootstrapIntervals(large, { seed: 1 }).nothing!.resamples).toBe(100);
  });

  it('refuse levels and numbers of resamples that mean nothing', () => {
    expect(() => bootstrapIntervals(evaluator, { seed: 1, level: 1, resamples: 10 })).toThrow(
      'invalid_option: level: must be at least 0.5 and below 1, is 1; resamples: must be a whole number from 50 on, is 10',
    );
  });
});
