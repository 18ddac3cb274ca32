import { describe, expect, it } from '@jest/globals';
import { describeResiduals } from './describe-residuals.js';

const answersOf = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => (row * 37) % count);

describe('the residuals on a card', () => {
  it('count every row once, also far outside', () => {
    const answers = answersOf(1000);
    const target = answers.map((answer, row) => answer + ((row % 200) - 99.5) / 100);
    target[7] = 1e9;
    target[8] = -1e9;
    const { histogram } = describeResiduals(target, answers);
    expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
    expect(histogram).toHaveLength(20);
    expect(histogram[0]).toMatchObject({ lowest: -1, highest: -0.9 });
    expect(histogram.at(-1)).toMatchObject({ lowest: 0.9, highest: 1 });
    histogram.slice(1).forEach(({ lowest }, bin) => expect(lowest).toBe(histogram[bin]!.highest));
  });

  it('show for tenths of the answers where the residuals lie', () => {
    const answers = answersOf(1000);
    const target = answers.map((answer) => answer + (answer < 500 ? 2 : -3));
    const { by_prediction: tenths } = describeResiduals(target, answers);
    expect(tenths.map(({ count }) => count)).toEqual(new Array(10).fill(100));
    expect(tenths[0]).toMatchObject({ lower: 2, median: 2, upper: 2 });
    expect(tenths[0]!.mean_prediction).toBeCloseTo(49.5, 9);
    expect(tenths[9]).toMatchObject({ lower: -3, median: -3, upper: -3 });
  });

  it.each([
    [10, 1],
    [19, 1],
    [35, 3],
  ])('of %i rows make %i groups: none has fewer than ten rows', (rows, groups) => {
    const answers = answersOf(rows);
    const { by_prediction: made } = describeResiduals(answers.map(Math.sqrt), answers);
    expect(made).toHaveLength(groups);
    expect(Math.min(...made.map(({ count }) => count))).toBeGreaterThanOrEqual(10);
  });

  it('hold no value of a row, but round borders', () => {
    const answers = answersOf(50);
    const target = answers.map((answer, row) => answer + Math.sin(row + 1) * 0.7193);
    const residuals = target.map((value, row) => value - answers[row]!);
    const { histogram } = describeResiduals(target, answers);
    const borders = histogram.flatMap(({ lowest, highest }) => [lowest, highest]);
    expect(borders.filter((border) => residuals.includes(border))).toEqual([]);
    expect(borders.every((border) => String(border).length <= 5)).toBe(true);
  });

  it.each([0, 4.25])('that are all %d are one bin', (error) => {
    const answers = answersOf(30);
    const { histogram } = describeResiduals(
      answers.map((answer) => answer + error),
      answers,
    );
    expect(histogram).toHaveLength(1);
    expect(histogram[0]!.count).toBe(30);
    expect(histogram[0]!.lowest).toBeLessThanOrEqual(error);
    expect(histogram[0]!.highest).toBeGreaterThan(error);
  });
});
