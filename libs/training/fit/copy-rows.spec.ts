import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { copyRows } from './copy-rows.js';
import type { DatasetCopyTask } from './copied-rows.js';
import type { HeldOut, Part } from './hold-out.js';

const cities = [
  'Lyon',
  'a "quoted", city',
  'two\nlines',
  null,
  'Évry 🏙',
  '=1+1',
  'Metz',
  '',
  'Nice',
  'Brest',
];
const all = {
  age: Float64Array.from({ length: 10 }, (_, row) => (row === 3 ? NaN : 20.5 + row)),
  city: cities,
  owner: Float64Array.from({ length: 10 }, (_, row) => (row === 4 ? NaN : row % 2)),
  secret: Array.from({ length: 10 }, (_, row) => `secret-${row}`),
};

function partOf(rows: readonly number[], target: (row: number) => number): Part {
  const columns = {
    age: Float64Array.from(rows, (row) => all.age[row]!),
    city: rows.map((row) => all.city[row]!),
    owner: Float64Array.from(rows, (row) => all.owner[row]!),
    secret: rows.map((row) => all.secret[row]!),
  };
  return {
    rows: Uint32Array.from(rows),
    table: { rowCount: rows.length, columns },
    target: Float64Array.from(rows, target),
  };
}

function partsOf(classes: readonly string[] = []): HeldOut {
  const target = (row: number): number => (classes.length > 0 ? row % classes.length : row / 4);
  return {
    rule: { method: 'identifier' },
    training: partOf([0, 1, 3, 4, 5, 7, 9], target),
    heldOut: partOf([2, 6, 8], target),
    classes,
    warnings: [],
  };
}

const taskOf = (copy: Partial<DatasetCopyTask> = {}, targetName = 'amount') => ({
  targetName,
  features: [
    { name: 'age', kind: 'numeric', nullable: true },
    { name: 'city', kind: 'categorical', nullable: true },
    { name: 'owner', kind: 'boolean', nullable: true },
    { name: 'secret', kind: 'categorical', nullable: true },
  ] as const,
  copy: { mostRows: 100, columns: ['age', 'city', 'owner', targetName], ...copy },
});

const textOf = (copied: ReturnType<typeof copyRows>): string => gunzipSync(copied!.csvGzip).toString();

describe('the copy of the rows of a fit', () => {
  it('is CSV of features, target and side of the split, in the order of the table', () => {
    const copied = copyRows(taskOf(), partsOf());
    expect(copied!.rowCount).toBe(10);
    expect(textOf(copied)).toBe(
      [
        'age,city,owner,amount,split',
        '20.5,Lyon,false,0,training',
        '21.5,"a ""quoted"", city",true,0.25,training',
        '22.5,"two\nlines",false,0.5,held_out',
        ',,true,0.75,training',
        '24.5,Évry 🏙,,1,training',
        '25.5,=1+1,true,1.25,training',
        '26.5,Metz,false,1.5,held_out',
        '27.5,,true,1.75,training',
        '28.5,Nice,false,2,held_out',
        '29.5,Brest,true,2.25,training',
        '',
      ].join('\r\n'),
    );
  });

  it('holds nothing of a column that may not be shown', () => {
    expect(textOf(copyRows(taskOf(), partsOf()))).not.toContain('secret');
  });

  it('names classes', () => {
    const [, first, second] = textOf(copyRows(taskOf(), partsOf(['low', 'high, very']))).split('\r\n');
    expect(first).toBe('20.5,Lyon,false,low,training');
    expect(second).toMatch(/,"high, very",training$/);
  });

  it('is an even sample of more rows than are wanted, the same each time', () => {
    const copied = copyRows(taskOf({ mostRows: 4 }), partsOf());
    const ages = textOf(copied)
      .split('\r\n')
      .slice(1, -1)
      .map((row) => row.split(',')[0]);
    expect([copied!.rowCount, ages]).toEqual([4, ['20.5', '22.5', '25.5', '27.5']]);
    expect(copyRows(taskOf({ mostRows: 4 }), partsOf())!.csvGzip).toEqual(copied!.csvGzip);
  });

  it('leaves the name of a column that is called split to that column', () => {
    const task = taskOf({}, 'split');
    expect(textOf(copyRows(task, partsOf())).split('\r\n')[0]).toBe('age,city,owner,split,split_');
  });

  it('is none where none is wanted', () => {
    expect(copyRows(taskOf({ mostRows: 0 }), partsOf())).toBeNull();
  });
});
