import { describe, expect, it } from '@jest/globals';
import { identifierPositions, kFolds, quantileStrata, type FoldPlan, type Split } from '../index.js';
import { randomNumbers } from '../testing/random-table.js';

const next = randomNumbers(1);
const ROWS = 1000;
const classes = Float64Array.from({ length: ROWS }, () => (next() < 0.07 ? 1 : 0));
const identifiers = Array.from({ length: ROWS }, (_, row) => `client-${row}`);
const positions = identifierPositions(identifiers);
const times = Float64Array.from({ length: ROWS }, () => Math.floor(next() * 300));
const groups = Array.from({ length: ROWS }, () => `site-${Math.floor(next() * next() * 40)}`);

const all = (split: Split): number[] => [...split.training, ...split.heldOut].sort((a, b) => a - b);
const everyRow = Array.from({ length: ROWS }, (_, row) => row);

describe('bins of numbers', () => {
  it('are of even size, and ties share one', () => {
    const strata = quantileStrata(Float64Array.from({ length: ROWS }, () => next() ** 4));
    for (let bin = 0; bin < 10; bin += 1) expect(strata.filter((own) => own === bin).length).toBe(100);
    expect(Array.from(quantileStrata([5, 1, 1, 1, 9, 7], 3))).toEqual([1, 0, 0, 0, 2, 2]);
  });
});

describe('folds', () => {
  const plans: [string, FoldPlan][] = [
    ['position', { by: 'position', positions }],
    ['stratum', { by: 'stratum', strata: classes, positions }],
    ['group', { by: 'group', groups }],
  ];
  it.each(plans)('by %s hold every row out once and learn from all others', (_by, plan) => {
    const folds = kFolds(5, plan);
    expect(folds.length).toBe(5);
    for (const fold of folds) expect(all(fold)).toEqual(everyRow);
    expect(folds.flatMap(({ heldOut }) => [...heldOut]).sort((a, b) => a - b)).toEqual(everyRow);
    expect(kFolds(5, plan)).toEqual(folds);
  });

  it('by position and by stratum are of even size, and by stratum of even classes', () => {
    for (const [, plan] of plans.slice(0, 2)) {
      for (const { heldOut } of kFolds(7, plan)) expect([142, 143]).toContain(heldOut.length);
    }
    const counts = kFolds(7, plans[1]![1]).map(({ heldOut }) =>
      heldOut.reduce((sum, row) => sum + classes[row]!, 0),
    );
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  it('by group keep groups whole and sizes close', () => {
    const folds = kFolds(3, { by: 'group', groups });
    const owners = folds.map(({ heldOut }) => new Set(Array.from(heldOut, (row) => groups[row])));
    expect(owners.reduce((sum, names) => sum + names.size, 0)).toBe(new Set(groups).size);
    const sizes = folds.map(({ heldOut }) => heldOut.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(20);
  });

  it('by time learn from the past only, and from more of it each time', () => {
    const folds = kFolds(4, { by: 'time', times });
    folds.forEach(({ training, heldOut }, fold) => {
      const latest = Math.max(...training.map((row) => times[row]!));
      expect(Math.min(...heldOut.map((row) => times[row]!))).toBeGreaterThan(latest);
      expect(Math.abs(heldOut.length - 200)).toBeLessThan(20);
      if (fold > 0)
        expect(training.length).toBe(folds[fold - 1]!.training.length + folds[fold - 1]!.heldOut.length);
    });
    expect(folds.at(-1)!.training.length + folds.at(-1)!.heldOut.length).toBe(ROWS);
  });

  it.each([
    [
      1,
      { by: 'position', positions: [0, 0.5] },
      'invalid_folds: folds: must be a whole number from 2 on, is 1',
    ],
    [3, { by: 'position', positions: [0, 0.5] }, 'too_few_rows: folds: needs 3 rows, there are 2'],
    [
      2,
      { by: 'stratum', strata: [0, 0, 1], positions: [0, 0.1, 0.2] },
      'needs 2 rows of each class or bin, there are 1',
    ],
    [3, { by: 'group', groups: ['a', 'b', 'a', 'b'] }, 'needs 3 groups, there are 2'],
    [2, { by: 'time', times: [1, 1, 1, 2] }, 'needs 3 blocks of different times, there are 2'],
  ] as const)('refuse %d folds of %j', (count, plan, message) => {
    expect(() => kFolds(count, plan)).toThrow(message);
  });
});
