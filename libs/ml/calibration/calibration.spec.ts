import { describe, expect, it } from '@jest/globals';
import { applyCalibration, binaryMetrics, fitIsotonic, fitPlatt } from '../index.js';
import { scoredRows } from '../testing/scored-rows.js';

const { actual, probability, weight } = scoredRows(500, 17);
const scores = probability.map((value) => Math.round(value * 60 - 20) / 10);

describe("Platt's calibration", () => {
  // Golden numbers: the root of the gradient (scipy.optimize.root, tolerance 1e-14); scikit-learn 1.9.1's
  // _SigmoidCalibration, which stops at a gradient of 1e-6, gives the same to 1e-8.
  it('finds the optimum that scikit-learn is on its way to', () => {
    const { slope, intercept } = fitPlatt(scores, actual);
    expect(slope).toBeCloseTo(0.5626063528652242, 10);
    expect(intercept).toBeCloseTo(-0.5618917618645244, 10);
    const weighted = fitPlatt(scores, actual, weight);
    expect(weighted.slope).toBeCloseTo(0.5521696506774997, 10);
    expect(weighted.intercept).toBeCloseTo(-0.5080937550468139, 10);
  });

  it('does not care about the scale of the scores', () => {
    const { slope, intercept } = fitPlatt(scores, actual);
    for (const scale of [1e-9, 1e9]) {
      const scaled = fitPlatt(
        scores.map((score) => score * scale + 5 * scale),
        actual,
      );
      expect((scaled.slope * scale) / slope).toBeCloseTo(1, 9);
      expect(scaled.intercept + 5 * slope).toBeCloseTo(intercept, 8);
    }
  });

  it('stays finite for classes that a score parts, and flat for a score that says nothing', () => {
    const parted = fitPlatt([-3, -2, 2, 3], [0, 0, 1, 1]);
    const [low, , , high] = applyCalibration(parted, [-3, -2, 2, 3]);
    expect(low).toBeGreaterThan(0.1);
    expect(high).toBeLessThan(0.9);
    const flat = fitPlatt([0.3, 0.3, 0.3, 0.3, 0.3], [0, 0, 0, 1, 1]);
    expect(flat.slope).toBe(0);
    // The mean of the smoothed targets: (3 · 1/5 + 2 · 3/4) / 5.
    expect(applyCalibration(flat, [0.3])[0]).toBeCloseTo(0.42, 12);
  });

  it.each([
    [[1, 2], [1, 1], 'single_class: actual: has rows of one class only'],
    [[1, NaN], [0, 1], 'predicted: has missing or infinite values'],
    [[1, 2], [0, 3], 'actual: has values other than 0 and 1'],
  ])('refuses %j for %j', (values, classes, message) => {
    expect(() => fitPlatt(values, classes)).toThrow(message);
    expect(() => fitIsotonic(values, classes)).toThrow(message);
  });
});

describe('isotonic calibration', () => {
  const grid = [-9, -2, -1.55, -0.73, 0, 0.5, 1.234, 2, 3.3, 3.95, 9];
  const expectClose = (values: Float64Array, expected: readonly number[]): void => {
    expect(values.length).toBe(expected.length);
    expected.forEach((value, index) => expect(values[index]).toBeCloseTo(value, 12));
  };

  // Golden numbers: IsotonicRegression(out_of_bounds="clip") of scikit-learn 1.9.1.
  it('agrees with scikit-learn, between and beyond the scores too', () => {
    expectClose(
      applyCalibration(fitIsotonic(scores, actual), grid),
      [
        0.11428571428571428, 0.11428571428571428, 0.15, 0.3541666666666667, 0.3541666666666667,
        0.39473684210526316, 0.6363636363636364, 0.64, 0.7241379310344828, 0.7241379310344828,
        0.7241379310344828,
      ],
    );
    expectClose(
      applyCalibration(fitIsotonic(scores, actual, weight), grid),
      [
        0.10126748135918963, 0.10126748135918963, 0.16375518307490816, 0.3795564215787306, 0.3795564215787306,
        0.4287013887412637, 0.6501707084183733, 0.6615688672684563, 0.7174282259338147, 0.7174282259338147,
        0.7174282259338147,
      ],
    );
  });

  it('has strictly ascending scores, and is constant when the score points the wrong way', () => {
    const { scores: knots, probabilities } = fitIsotonic(scores, actual);
    for (let knot = 1; knot < knots.length; knot += 1) {
      expect(knots[knot]).toBeGreaterThan(knots[knot - 1]!);
      expect(probabilities[knot]).toBeGreaterThanOrEqual(probabilities[knot - 1]!);
    }
    expect(fitIsotonic([1, 2, 3, 4], [1, 1, 0, 0])).toEqual({
      method: 'isotonic',
      scores: [1, 4],
      probabilities: [0.5, 0.5],
    });
    expect(fitIsotonic([2, 2], [1, 0])).toMatchObject({ scores: [2], probabilities: [0.5] });
  });

  it('keeps few knots of many, and moves no probability by more than 2 in their number', () => {
    const rows = scoredRows(60_000, 3);
    const full = fitIsotonic(rows.probability, rows.actual, undefined, 1_000_000);
    const thin = fitIsotonic(rows.probability, rows.actual, undefined, 64);
    expect(full.scores.length).toBeGreaterThan(128);
    expect(thin.scores.length).toBeLessThanOrEqual(64);
    const expected = applyCalibration(full, rows.probability);
    const off = applyCalibration(thin, rows.probability).map((value, row) =>
      Math.abs(value - expected[row]!),
    );
    expect(off.reduce((left, right) => Math.max(left, right), 0)).toBeLessThan(2 / 62);
    expect(() => fitIsotonic(scores, actual, undefined, 3)).toThrow('invalid_option: mostKnots');
  });

  it('repairs probabilities on rows that it has not seen', () => {
    const rows = scoredRows(4000, 5);
    const other = scoredRows(4000, 6);
    const before = binaryMetrics(other.actual, other.probability, 0.5);
    for (const calibration of [fitIsotonic, fitPlatt]) {
      const repaired = applyCalibration(calibration(rows.probability, rows.actual), other.probability);
      const after = binaryMetrics(other.actual, repaired, 0.5);
      expect(after.ece).toBeLessThan(before.ece / 2);
      expect(after.log_loss).toBeLessThan(before.log_loss);
    }
  });
});
