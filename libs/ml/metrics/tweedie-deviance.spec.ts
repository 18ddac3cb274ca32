import { describe, expect, it } from '@jest/globals';
import { regressionMetrics } from '../index.js';

const actual = [0, 1, 3, 7.5];
const predicted = [0.5, 1.2, 2, 9];
const sampleWeight = [1, 2, 0.5, 1];

describe('the mean deviance', () => {
  // sklearn.metrics.mean_tweedie_deviance(actual, predicted, power=…, sample_weight=…)
  it.each([
    [1, 0.43333104578793924, 0.34495238783096766],
    [1.5, 0.8096295411154791, 0.6953150576920858],
    [1.9, 4.73410605705847, 4.192324260084757],
  ])('of the power %d is that of scikit-learn, weighted too', (variancePower, plain, weighted) => {
    expect(regressionMetrics(actual, predicted, { variancePower }).deviance).toBeCloseTo(plain, 12);
    expect(regressionMetrics(actual, predicted, { variancePower, sampleWeight }).deviance).toBeCloseTo(
      weighted,
      12,
    );
  });

  it('is 0 for answers that are right, and absent where an answer is 0 or nobody asked', () => {
    expect(regressionMetrics([1, 2], [1, 2], { variancePower: 1 }).deviance).toBe(0);
    expect(regressionMetrics([1, 2], [0, 2], { variancePower: 1 })).not.toHaveProperty('deviance');
    expect(regressionMetrics(actual, predicted)).not.toHaveProperty('deviance');
  });
});
