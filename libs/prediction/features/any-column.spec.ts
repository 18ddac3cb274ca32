import { describe, expect, it } from '@jest/globals';
import type { FeatureSchema } from '#libs/models';
import { FeatureRowValidator } from './feature-row-validator.js';

const common = { description: 'A column', nullable: false, optional: false, trainingMissing: 0 } as const;
const features: FeatureSchema[] = [
  // 2020-01-01 to 2025-06-30
  { ...common, name: 'signed on', kind: 'date', trainingMinimum: 18_262, trainingMaximum: 20_269 },
  { ...common, name: 'town', kind: 'categorical', open: true, nullable: true, categories: ['Évry', 'Paris'] },
  { ...common, name: 'days', kind: 'numeric', nullable: true, missingValues: [365243, -1], maximum: 20_000 },
  { ...common, name: 'constructor', kind: 'boolean', optional: true, nullable: true },
  { ...common, name: 'a/b~c "d"', kind: 'numeric' },
  { ...common, name: 'grade', kind: 'categorical', nullable: true, categories: ['A'], missingValues: ['?'] },
];
const validator = new FeatureRowValidator(features, 'any');
const valid = {
  'signed on': '2024-02-29',
  town: 'Paris',
  days: 12,
  constructor: true,
  'a/b~c "d"': 1,
  grade: 'A',
};
const taken = (row: object) => {
  const checked = validator.check(row, '');
  if ('row' in checked) return checked;
  throw new Error(JSON.stringify(checked));
};
const refused = (row: object): unknown => {
  const checked = validator.check(row, '');
  if ('row' in checked) throw new Error('the row was taken');
  return checked;
};

describe('a row with columns of any name and kind', () => {
  it('is taken as it is', () => {
    expect(taken(valid)).toEqual({ row: valid, warnings: [] });
  });

  it('is asked for what every object inherits', () => {
    const { constructor: _, 'a/b~c "d"': _removed, ...rest } = valid;
    expect(refused(rest)).toEqual([{ pointer: '/a~1b~0c "d"', detail: 'is required' }]);
    expect(taken({ ...rest, 'a/b~c "d"': 2 })).toMatchObject({
      row: { constructor: null },
      warnings: ['constructor was left out and counts as missing'],
    });
    expect(refused({ ...valid, toString: 1 })).toEqual([
      { pointer: '/toString', detail: 'is no feature of any' },
    ]);
  });

  it.each(['2023-02-29', '29/02/2024', '', 'soon'])('is refused with the day %j', (day) => {
    expect(refused({ ...valid, 'signed on': day })).toEqual([
      { pointer: '/signed on', detail: 'must be a day of the calendar, as 2026-11-21' },
    ]);
    expect(refused({ ...valid, 'signed on': 19_000 })).toEqual([
      { pointer: '/signed on', detail: 'must be a text' },
    ]);
  });

  it('is warned of days outside the range of the training', () => {
    expect(taken({ ...valid, 'signed on': '2019-12-31' }).warnings).toEqual([
      'signed on is outside the range seen in training (2020-01-01 to 2025-06-30)',
    ]);
    expect(taken({ ...valid, 'signed on': '2025-06-30' }).warnings).toEqual([]);
  });

  it('takes a value that stands for a missing one as missing, whatever else is wrong with it', () => {
    expect(taken({ ...valid, days: 365243 })).toEqual({
      row: { ...valid, days: null },
      warnings: ['days holds a value that stands for a missing one'],
    });
    expect(taken({ ...valid, grade: '?' }).row).toMatchObject({ grade: null });
    expect(refused({ ...valid, days: '365243' })).toHaveLength(1);
    expect(refused({ ...valid, days: 365242 })).toEqual([
      { pointer: '/days', detail: 'must be at most 20000' },
    ]);
  });

  it('takes a text of an open category that the training did not know, and says so', () => {
    expect(taken({ ...valid, town: 'Nowhere' })).toEqual({
      row: { ...valid, town: 'Nowhere' },
      warnings: ['town holds a text that the training rows did not; it counts as none of the known'],
    });
    expect(taken({ ...valid, town: ' EVRY' })).toEqual({ row: { ...valid, town: 'Évry' }, warnings: [] });
    for (const text of ['', 'nan', 'None'])
      expect(taken({ ...valid, town: text }).row).toMatchObject({ town: null });
    expect(refused({ ...valid, town: 'x'.repeat(1001) })).toEqual([
      { pointer: '/town', detail: 'must have at most 1000 characters' },
    ]);
    for (const text of ['a\0', '\ud800']) expect(refused({ ...valid, town: text })).toHaveLength(1);
    expect(refused({ ...valid, grade: 'B' })).toEqual([
      { pointer: '/grade', detail: 'must be one of "A", null' },
    ]);
  });
});
