import { describe, expect, it } from '@jest/globals';
import { binaryMetrics, chooseThreshold, rankingCurve, thresholdTable, wilsonInterval } from '../index.js';
import { scoredRows } from '../testing/scored-rows.js';

const actual = [0, 0, 1, 1, 0, 1, 0, 1, 1, 0];
const probability = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.05, 0.9, 0.1, 0.6];

describe('the ranking curve', () => {
  // Golden numbers: roc_curve(drop_intermediate=False) and precision_recall_curve of scikit-learn 1.9.1.
  it('has the points of scikit-learn', () => {
    const curve = rankingCurve(actual, probability);
    expect(curve.map((point) => point.true_positive_rate)).toEqual([0.2, 0.4, 0.4, 0.6, 0.8, 1, 1]);
    expect(curve.map((point) => point.false_positive_rate)).toEqual([0, 0, 0.2, 0.6, 0.6, 0.8, 1]);
    expect(curve.map((point) => point.precision)).toEqual([1, 1, 2 / 3, 0.5, 4 / 7, 5 / 9, 0.5]);
  });

  it('has thresholds that make these very decisions', () => {
    for (const { threshold, true_positive_rate, precision } of rankingCurve(actual, probability)) {
      const decided = binaryMetrics(actual, probability, threshold);
      expect([decided.recall, decided.precision]).toEqual([true_positive_rate, precision]);
    }
  });

  it('keeps at most 200 points of a large table, and nearly all of its area', () => {
    const rows = scoredRows(20_000, 4);
    const curve = rankingCurve(rows.actual, rows.probability);
    expect(curve.length).toBeLessThanOrEqual(200);
    expect(curve.at(-1)).toMatchObject({ true_positive_rate: 1, false_positive_rate: 1 });
    let area = 0;
    let before = { true_positive_rate: 0, false_positive_rate: 0 };
    for (const point of curve) {
      const width = point.false_positive_rate - before.false_positive_rate;
      area += (width * (point.true_positive_rate + before.true_positive_rate)) / 2;
      before = point;
    }
    expect(Math.abs(area - binaryMetrics(rows.actual, rows.probability, 0.5).auc!)).toBeLessThan(1e-4);
  });

  it('needs both classes', () => {
    expect(() => rankingCurve([1, 1], [0.2, 0.3])).toThrow(
      'single_class: actual: has rows of one class only',
    );
  });
});

describe('the threshold table', () => {
  it('says what each threshold costs', () => {
    const costs = { false_negative: 5, false_positive: 1 };
    const table = thresholdTable(actual, probability, costs);
    expect(table.map(({ cost }) => cost)).toEqual([2, 1.5, 1.6, 1.3, 0.8, 0.4, 0.5]);
    expect(table[3]).toMatchObject({ precision: 0.5, recall: 0.6, f1: 6 / 11, accepted_share: 0.6 });
    expect(thresholdTable(actual, probability)[0]).not.toHaveProperty('cost');
  });
});

describe('a chosen threshold', () => {
  it('by F1 is the best of all', () => {
    const chosen = chooseThreshold(actual, probability, { by: 'f1' }, 'leaves');
    expect(chosen).toMatchObject({ positive_class: 'leaves', recall: 1, f1: 10 / 14 });
    expect(chosen.threshold).toBeCloseTo(0.075, 14);
  });

  it('by recall is the highest that finds enough', () => {
    const chosen = chooseThreshold(actual, probability, { by: 'recall', minimum: 0.6 });
    expect(chosen).toMatchObject({ recall: 0.6, precision: 0.5, accepted_share: 0.6 });
    expect(chosen.threshold).toBeCloseTo(0.375, 14);
    expect(chooseThreshold(actual, probability, { by: 'recall', minimum: 1 }).recall).toBe(1);
  });

  it('by recall is not misled by rounding', () => {
    // 0.8 · 15 is above 12 in doubles.
    const ones = new Array<number>(15).fill(1);
    const ranked = ones.map((_, row) => 1 - row / 20);
    expect(chooseThreshold(ones, ranked, { by: 'recall', minimum: 0.8 }).accepted_share).toBe(12 / 15);
  });

  it('by precision is the lowest that is precise enough', () => {
    const chosen = chooseThreshold(actual, probability, { by: 'precision', minimum: 0.55 });
    expect(chosen).toMatchObject({ precision: 5 / 9, recall: 1 });
    expect(() => chooseThreshold([0, 1, 1], [0.9, 0.5, 0.2], { by: 'precision', minimum: 0.7 })).toThrow(
      'invalid_threshold: minimum: no threshold has a precision of 0.7; the highest is 0.6667',
    );
  });

  it('by cost is the cheapest, which may be to accept nobody or everybody', () => {
    const cost = (false_negative: number, false_positive: number): ReturnType<typeof chooseThreshold> =>
      chooseThreshold(actual, probability, { by: 'cost', false_negative, false_positive });
    expect(cost(5, 1)).toMatchObject({ recall: 1, cost: 0.4 });
    expect(cost(5, 1).threshold).toBeCloseTo(0.075, 14);
    expect(cost(1, 1)).toMatchObject({ recall: 0.4, precision: 1 });
    const nobody = chooseThreshold([0, 1, 0], [0.9, 0.5, 0.2], {
      by: 'cost',
      false_negative: 1,
      false_positive: 9,
    });
    expect(nobody).toMatchObject({ accepted_share: 0, precision: 0, cost: 1 / 3 });
    expect(nobody.threshold).toBeCloseTo(0.95, 14);
    const everybody = chooseThreshold([0, 1], [0, 0], { by: 'cost', false_negative: 9, false_positive: 1 });
    expect(everybody).toMatchObject({ accepted_share: 1, threshold: 0 });
  });

  it('stays in [0, 1] even where refusing a probability of 1 would be cheaper', () => {
    const rule = { by: 'cost', false_negative: 1, false_positive: 9 } as const;
    expect(chooseThreshold([0, 1, 0], [1, 0.6, 0.2], rule)).toMatchObject({
      threshold: 0.4,
      accepted_share: 2 / 3,
    });
  });

  it('refuses rules that mean nothing, and rows without a positive one', () => {
    const rule = { by: 'cost', false_negative: 0, false_positive: -1 } as const;
    expect(() => chooseThreshold(actual, probability, rule)).toThrow(
      'invalid_threshold: false_negative: must be positive and finite, is 0; false_positive: must be positive and finite, is -1',
    );
    expect(() => chooseThreshold(actual, probability, { by: 'recall', minimum: 0 })).toThrow('above 0');
    expect(() => chooseThreshold([0], [0.5], { by: 'f1' })).toThrow('single_class');
  });
});

describe('the Wilson interval', () => {
  // Golden numbers: Wilson's formula, computed in Python.
  it.each([
    [0, 10, 0, 0.2775327998628892],
    [5, 10, 0.236593090512564, 0.763406909487436],
    [10, 10, 0.7224672001371107, 1],
  ])('of %d in %d is from %d to %d', (positives, count, lower, upper) => {
    expect(wilsonInterval(positives, count).lower).toBeCloseTo(lower, 12);
    expect(wilsonInterval(positives, count).upper).toBeCloseTo(upper, 12);
  });
});
