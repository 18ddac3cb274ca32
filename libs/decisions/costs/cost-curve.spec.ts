import { describe, expect, it } from '@jest/globals';
import { rankingCurve, reliabilityBins } from '#libs/ml';
import { costCurve, pointAt } from './cost-curve.js';

const rows = 400;
const probability = Array.from({ length: rows }, (_, row) => ((row * 7919) % rows) / rows);
const actual = probability.map((each, row) => (((row * 104729) % rows) / rows < each ** 2 ? 1 : 0));
const card = {
  ranking_curve: rankingCurve(actual, probability),
  reliability: reliabilityBins(actual, probability),
};
const costs = { false_negative_cost: 5, false_positive_cost: 2 };

/** Counted row by row. */
const counted = (threshold: number) => {
  const missed = actual.filter((label, row) => label === 1 && probability[row]! < threshold).length;
  const alarms = actual.filter((label, row) => label === 0 && probability[row]! >= threshold).length;
  return { false_negatives: missed, false_positives: alarms, cost: 5 * missed + 2 * alarms };
};

describe('a curve of costs', () => {
  const curve = costCurve(card, costs)!;

  it('counts at every point what counting the rows gives', () => {
    expect(curve.rows).toBe(rows);
    expect(curve.positiveRows).toBe(actual.filter((label) => label === 1).length);
    expect(curve.points.length).toBeGreaterThan(100);
    for (const point of curve.points) {
      expect(point).toMatchObject(counted(point.threshold));
      expect(point.cost_per_row).toBeCloseTo(point.cost / rows, 12);
    }
  });

  it('knows the cheapest point, and what deciding for all or none costs', () => {
    const every = curve.points.map(({ cost }) => cost);
    expect(curve.cheapest.cost).toBe(Math.min(...every, curve.alwaysNegative.cost));
    expect(curve.alwaysNegative.cost).toBe(5 * curve.positiveRows);
    expect(curve.alwaysPositive.cost).toBe(2 * (rows - curve.positiveRows));
  });

  it('decides for none where alarms are dearer than anything missed', () => {
    const dear = costCurve(card, { false_negative_cost: 1e-6, false_positive_cost: 1e6 })!;
    expect(dear.cheapest.false_positives).toBe(0);
  });

  it('finds the point next to a threshold', () => {
    const point = curve.points[50]!;
    expect(pointAt(curve, point.threshold + 1e-9)).toBe(point);
    expect(pointAt(curve, 1)).toBe(curve.alwaysNegative);
  });

  it('is none where the card has no curve', () => {
    expect(costCurve({ reliability: card.reliability }, costs)).toBeUndefined();
  });
});
