import { describe, expect, it } from '@jest/globals';
import { holdoutPosition } from '#libs/ml';
import { heldOutRows, splitRule } from './split-rows.js';
import { splitKey } from './training-rows.js';

const rowCount = 1000;
const identifiers = Array.from({ length: rowCount }, (_, row) => `row-${row}`);
const none = { identifiers, target: new Float64Array(rowCount), classes: [], splitValues: {} };
const share = (marks: Uint8Array | undefined): number =>
  marks!.reduce((sum, mark) => sum + mark, 0) / rowCount;

describe('rows are held out', () => {
  it('by the hash of their identifier', () => {
    const rule = splitRule({ method: 'identifier' }, 0.2, none);
    expect(rule).toEqual({ method: 'identifier' });
    const marks = heldOutRows(rule, 0.2, none)!;
    expect([...marks]).toEqual(identifiers.map((identifier) => (holdoutPosition(identifier) < 0.2 ? 1 : 0)));
  });

  describe('stratified', () => {
    // 3 rows of c, 30 of b, the others a.
    const target = Float64Array.from({ length: rowCount }, (_, row) => (row < 3 ? 2 : row < 33 ? 1 : 0));
    const rows = { ...none, target, classes: ['a', 'b', 'c'] };
    const rule = splitRule({ method: 'stratified' }, 0.2, rows);

    it('the same share of each class, at least one row of two or more', () => {
      const marks = heldOutRows(rule, 0.2, rows)!;
      const counts = [0, 0, 0];
      marks.forEach((mark, row) => (counts[target[row]!]! += mark));
      expect(counts).toEqual([Math.round(0.2 * 967), 6, 1]);
    });

    it('by cuts that tell it later, and of rows that were not there then', () => {
      expect(Object.keys((rule as { cuts: object }).cuts).sort()).toEqual(['a', 'b', 'c']);
      const later = { ...rows, identifiers: [...identifiers].reverse(), target: target.toReversed() };
      const marks = heldOutRows(rule, 0.2, rows)!;
      expect(heldOutRows(rule, 0.2, later)).toEqual(marks.toReversed());
      const newcomers = { ...rows, classes: ['a', 'd'], target: target.map((value) => Math.min(value, 1)) };
      const ofUnknownClass = heldOutRows(rule, 0.2, newcomers)!.filter(
        (_, row) => newcomers.target[row] === 1,
      );
      expect(ofUnknownClass.every((mark) => mark === 0)).toBe(true);
    });

    it('of yes and no', () => {
      const binary = { ...none, target: target.map((value) => (value === 0 ? 0 : 1)) };
      const rule = splitRule({ method: 'stratified' }, 0.5, binary);
      expect(Object.keys((rule as { cuts: object }).cuts).sort()).toEqual(['0', '1']);
      expect(share(heldOutRows(rule, 0.5, binary))).toBeCloseTo(0.5, 2);
    });
  });

  it('a group as a whole, and a row of no group by itself', () => {
    const groups = identifiers.map((_, row) => (row < 100 ? null : `group-${row % 90}`));
    const rows = { ...none, splitValues: { [splitKey('group', 'household')]: groups } };
    const rule = splitRule({ method: 'group', column: 'household' }, 0.3, rows);
    const marks = heldOutRows(rule, 0.3, rows)!;
    const sides = new Map<string, Set<number>>();
    groups.forEach((group, row) => {
      if (group === null) expect(marks[row]).toBe(holdoutPosition(identifiers[row]!) < 0.3 ? 1 : 0);
      else sides.set(group, (sides.get(group) ?? new Set()).add(marks[row]!));
    });
    expect([...sides.values()].every((side) => side.size === 1)).toBe(true);
    expect(new Set([...sides.values()].flatMap((side) => [...side])).size).toBe(2);
  });

  it('from a point in time on, never a row that has none', () => {
    const when = Float64Array.from({ length: rowCount }, (_, row) =>
      row % 10 === 0 ? NaN : 1e9 + ((row * 37) % 500),
    );
    const rows = { ...none, splitValues: { [splitKey('time', 'created_at')]: when } };
    const rule = splitRule({ method: 'time', column: 'created_at' }, 0.25, rows);
    const marks = heldOutRows(rule, 0.25, rows)!;
    const { cut } = rule as { cut: number };
    marks.forEach((mark, row) => expect(mark).toBe(when[row]! >= cut ? 1 : 0));
    // Of 900 rows a quarter, and the ties of the first of them.
    expect(share(marks)).toBeGreaterThanOrEqual(0.225);
    expect(share(marks)).toBeLessThan(0.235);
  });

  it('by no rule whose column the dataset no longer has', () => {
    expect(heldOutRows({ method: 'group', column: 'gone' }, 0.2, none)).toBeUndefined();
    expect(heldOutRows({ method: 'time', column: 'gone', cut: 1 }, 0.2, none)).toBeUndefined();
  });
});
