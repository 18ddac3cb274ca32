import { describe, expect, it } from '@jest/globals';
import {
  binaryMetrics,
  expectedCalibrationError,
  multiclassMetrics,
  regressionMetrics,
  reliabilityBins,
} from '../index.js';
import { scoredClasses, scoredRows } from '../testing/scored-rows.js';

// Golden numbers: scikit-learn 1.9.1 on the same rows (sample_weight for the weighted ones; the expected calibration
// error from calibration_curve and the counts of its bins). Sums in another order leave 1e-12.
const TOLERANCE = 1e-11;
const DIGITS = 11;

function expectClose(metrics: object, expected: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(expected)) {
    const off = Math.abs((metrics as Record<string, number>)[name]! - value);
    expect({ name, isClose: off < TOLERANCE }).toEqual({ name, isClose: true });
  }
}

describe('metrics of a thousand rows agree with scikit-learn', () => {
  const { actual, probability, weight } = scoredRows(1000, 11);
  const value = actual.map((isPositive, row) => 3 + 10 * isPositive * probability[row]! + weight[row]!);
  const predicted = probability.map((share) => 3 + 9 * share);

  it('for binary classification', () => {
    expectClose(binaryMetrics(actual, probability, 0.4), {
      auc: 0.776615990185496,
      average_precision: 0.6845222777173559,
      log_loss: 0.6054055655660336,
      brier: 0.1837711152368579,
      f1: 0.6453407510431154,
      precision: 0.6480446927374302,
      recall: 0.6426592797783933,
      accuracy: 0.745,
      ece: 0.06497930273635305,
    });
    expect(expectedCalibrationError(actual, probability, 'equal_width')).toBeCloseTo(
      0.0772088254212269,
      DIGITS,
    );
  });

  it('for weighted binary classification', () => {
    expectClose(binaryMetrics(actual, probability, 0.4, weight), {
      auc: 0.7715410695196832,
      average_precision: 0.6757706855719255,
      log_loss: 0.616136273824152,
      brier: 0.18847660349204587,
      f1: 0.6404786223558269,
      precision: 0.6462565203561306,
      recall: 0.6348031241809375,
      accuracy: 0.7379071453469159,
    });
  });

  it('for the reliability diagram', () => {
    const rounded = (values: readonly number[]): number[] => values.map((x) => Number(x.toFixed(12)));
    const frequent = reliabilityBins(actual, probability).slice(0, 3);
    expect(frequent.map(({ count }) => count)).toEqual([100, 100, 100]);
    expect(frequent.map(({ observed_rate }) => observed_rate)).toEqual([0.13, 0.07, 0.23]);
    expect(rounded(frequent.map(({ mean_predicted }) => mean_predicted))).toEqual([
      0.003327223611, 0.020112056737, 0.057499648319,
    ]);
    const wide = reliabilityBins(actual, probability, 'equal_width').slice(0, 3);
    expect(wide.map(({ count }) => count)).toEqual([333, 130, 94]);
    expect(rounded(wide.map(({ observed_rate }) => observed_rate))).toEqual([
      0.135135135135, 0.261538461538, 0.265957446809,
    ]);
  });

  it('for regression', () => {
    expectClose(regressionMetrics(value, predicted, { quantile: 0.9 }), {
      MAE: 1.594678539373315,
      MSE: 4.464051852904171,
      R2: 0.5339723753277094,
      MAPE: 0.32591258019726627,
      median_absolute_error: 1.3031190960099412,
      pinball: 0.7633608844974424,
    });
  });

  it('for weighted regression', () => {
    expectClose(regressionMetrics(value, predicted, { quantile: 0.9, sampleWeight: weight }), {
      MAE: 1.6324636140558084,
      MSE: 4.523181563021146,
      R2: 0.5190369517805906,
      MAPE: 0.32488445872012656,
      median_absolute_error: 1.345335369289682,
      pinball: 0.8150574545606459,
    });
  });
});

describe('metrics of three classes', () => {
  const { actual, probability, weight } = scoredClasses(600, 5);
  const classes = ['red', 'green', 'blue'];

  it('agree with scikit-learn', () => {
    const metrics = multiclassMetrics(actual, probability, classes);
    expectClose(metrics, {
      accuracy: 0.7633333333333333,
      macro_f1: 0.7094779173116136,
      weighted_f1: 0.7571827952723346,
      log_loss: 0.8825034469332953,
      brier: 0.4999542307942829,
      auc: 0.756087552411623,
    });
    expect(metrics.confusion).toEqual([
      [255, 39, 13],
      [39, 164, 4],
      [35, 12, 39],
    ]);
    expect(metrics.per_class.map(({ class: name, support }) => [name, support])).toEqual([
      ['red', 307],
      ['green', 207],
      ['blue', 86],
    ]);
  });

  it('agree with scikit-learn when weighted', () => {
    const metrics = multiclassMetrics(actual, probability, classes, weight);
    expectClose(metrics, {
      accuracy: 0.7659840403010001,
      macro_f1: 0.7074465147028227,
      weighted_f1: 0.7591014006496178,
      log_loss: 0.8840490476703604,
      brier: 0.49692196623526,
      auc: 0.7574594370653948,
    });
    expect(metrics.confusion[2]![1]).toBeCloseTo(12.652904337504879, DIGITS);
  });

  it('leave a class without rows out of the mean AUC', () => {
    const metrics = multiclassMetrics([0, 1, 0], [0.7, 0.3, 0, 0.2, 0.8, 0, 0.1, 0.9, 0], classes);
    expect(metrics.auc).toBe(0.5);
    expect(metrics.per_class[2]).toMatchObject({ support: 0, auc: null });
    expect(multiclassMetrics([0, 0], [1, 0, 1, 0], ['a', 'b']).auc).toBeNull();
  });

  it.each([
    [[0, 3], [1, 0, 0, 0, 1, 0], 'actual: has values that are not the index of a class'],
    [[0], [1, 0], 'probability: has 2 values, 3 are needed'],
    [[0], [0.2, 0.2, 0.2], 'probability: has rows that do not add up to 1'],
    [[0], [1.5, -0.5, 0], 'probability: has values outside [0, 1]'],
  ])('refuse %j and %j', (values, shares, message) => {
    expect(() => multiclassMetrics(values, shares, classes)).toThrow(message);
  });
});

describe('weights', () => {
  it('of whole numbers count as repeated rows', () => {
    const once = { actual: [0, 1, 1, 0, 1], probability: [0.1, 0.4, 0.4, 0.6, 0.9] };
    const weight = [2, 1, 3, 1, 2];
    const repeat = (values: readonly number[]): number[] =>
      values.flatMap((value, row) => Array<number>(weight[row]!).fill(value));
    const repeated = binaryMetrics(repeat(once.actual), repeat(once.probability), 0.5);
    expect(binaryMetrics(once.actual, once.probability, 0.5, weight)).toEqual(repeated);
    const numbers = { actual: [1, 4, 2, 8, 5], predicted: [1.5, 3, 2, 9, 9] };
    const { median_absolute_error, RMSE } = regressionMetrics(
      repeat(numbers.actual),
      repeat(numbers.predicted),
    );
    const weighted = regressionMetrics(numbers.actual, numbers.predicted, { sampleWeight: weight });
    expect(weighted.median_absolute_error).toBe(median_absolute_error);
    expect(weighted.RMSE).toBeCloseTo(RMSE, 14);
  });

  it.each([[[1, 0]], [[1]], [[1, NaN]]])('refuse %j for two rows', (weight) => {
    expect(() => binaryMetrics([0, 1], [0.2, 0.3], 0.5, weight)).toThrow(
      'invalid_scores: sample_weight: has',
    );
  });
});
