import { describe, expect, it } from '@jest/globals';
import { bestF1Threshold, binaryMetrics, regressionMetrics } from '../index.js';

// Golden numbers: scikit-learn 1.9.1.
const actual = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
const probability = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.05, 0.9, 0.1, 0.6];

describe('regression metrics', () => {
  it('agree with scikit-learn', () => {
    const metrics = regressionMetrics([3, -0.5, 2, 7], [2.5, 0, 2, 8]);
    expect(metrics.MAE).toBeCloseTo(0.5, 14);
    expect(metrics.MSE).toBeCloseTo(0.375, 14);
    expect(metrics.RMSE).toBeCloseTo(0.6123724356957945, 14);
    expect(metrics.R2).toBeCloseTo(0.9486081370449679, 14);
    expect(metrics.MAPE).toBeCloseTo(0.3273809523809524, 14);
  });

  it('leave out what is not defined', () => {
    expect(regressionMetrics([0, 1], [0.5, 0.5])).not.toHaveProperty('MAPE');
    expect(regressionMetrics([2, 2], [2, 3]).R2).toBeNull();
  });

  it.each([
    [[], [], 'there is no row to judge by'],
    [[1, 2], [1], 'predicted: has 1 values, actual has 2'],
    [[1, NaN], [1, 1], 'actual: has missing or infinite values'],
    [[1, 2], [1, Infinity], 'predicted: has missing or infinite values'],
  ])('refuse %j and %j', (values, answers, message) => {
    expect(() => regressionMetrics(values, answers)).toThrow(message);
  });
});

describe('binary metrics', () => {
  it('agree with scikit-learn, ties included', () => {
    const metrics = binaryMetrics(actual, probability, 0.4);
    expect(metrics.auc).toBeCloseTo(0.66, 14);
    expect(metrics.average_precision).toBeCloseTo(0.7253968253968255, 14);
    expect(metrics.log_loss).toBeCloseTo(0.6691797805790428, 14);
    expect(metrics.brier).toBeCloseTo(0.2335, 14);
    expect(metrics.f1).toBeCloseTo(0.5454545454545454, 14);
    expect(metrics.confusion).toEqual({
      true_positive: 3,
      false_positive: 3,
      true_negative: 2,
      false_negative: 2,
    });
    expect(metrics).toMatchObject({ precision: 0.5, recall: 0.6, accuracy: 0.5, threshold: 0.4 });
  });

  it('do not depend on the order of the rows', () => {
    expect(binaryMetrics(actual.toReversed(), probability.toReversed(), 0.4).auc).toBeCloseTo(0.66, 14);
  });

  it('keep the log loss of a certain mistake finite', () => {
    expect(binaryMetrics([0, 1, 1], [0, 1, 0], 0.5).log_loss).toBeCloseTo(12.014551129705717, 10);
  });

  it('say null where one class is absent, and 0 where nothing is accepted', () => {
    expect(binaryMetrics([0, 0], [0.2, 0.3], 0.5)).toMatchObject({ auc: null, average_precision: null });
    expect(binaryMetrics([1, 1], [0.2, 0.3], 0.5)).toMatchObject({
      auc: null,
      average_precision: 1,
      precision: 0,
      f1: 0,
    });
  });

  it('refuse classes and probabilities out of range', () => {
    expect(() => binaryMetrics([0, 2], [0.1, 0.2], 0.5)).toThrow('actual: has values other than 0 and 1');
    expect(() => binaryMetrics([0, 1], [0.1, 1.2], 0.5)).toThrow('probability: has values outside [0, 1]');
  });
});

describe('the best threshold', () => {
  it('has the highest F1 and stands between accepted and refused rows', () => {
    const threshold = bestF1Threshold(actual, probability);
    expect(threshold).toBeCloseTo(0.075, 14);
    expect(binaryMetrics(actual, probability, threshold).f1).toBeCloseTo(0.7142857142857143, 14);
  });

  it('takes the highest of equally good thresholds', () => {
    // Accepting one row or all three gives F1 = 2/3 and 4/5 with two positives; with one positive on top, 1.
    expect(bestF1Threshold([1, 0, 0], [0.9, 0.5, 0.1])).toBeCloseTo(0.7, 14);
    // One of two positives found without an alarm: 2/3; both with two alarms: 4/6.
    expect(bestF1Threshold([1, 0, 0, 1], [0.9, 0.5, 0.4, 0.1])).toBeCloseTo(0.7, 14);
  });

  it('does not accept a refused row when probabilities are neighbours', () => {
    const lower = 0.5;
    const higher = 0.5 + 2 ** -53;
    expect(bestF1Threshold([0, 1], [lower, higher])).toBe(higher);
  });

  it('needs a positive row', () => {
    expect(() => bestF1Threshold([0, 0], [0.1, 0.2])).toThrow('single_class: actual: has no row of class 1');
  });
});
