import { describe, expect, it } from '@jest/globals';
import type { FeatureSchema } from '#libs/models';
import { FeatureRowValidator } from './feature-row-validator.js';

const common = { description: 'A column', nullable: false, optional: false, trainingMissing: 0 } as const;
const features: FeatureSchema[] = [
  {
    ...common,
    name: 'age',
    kind: 'numeric',
    trainingMinimum: 18,
    trainingMaximum: 75,
    minimum: -1000,
    maximum: 1000,
  },
  {
    ...common,
    name: 'loyer_mensuel',
    kind: 'numeric',
    nullable: true,
    trainingMinimum: 0,
    trainingMaximum: 3000,
  },
  { ...common, name: 'score_credit', kind: 'numeric', nullable: true, optional: true },
  { ...common, name: 'sport_licence', kind: 'boolean' },
  { ...common, name: 'niveau_etude', kind: 'categorical', categories: ['bac', 'master'] },
];
const validator = new FeatureRowValidator(features, 'loan-amount');
const valid = { age: 42, loyer_mensuel: 900, score_credit: 700, sport_licence: true, niveau_etude: 'bac' };
const problemsOf = (row: unknown, pointer = ''): unknown => {
  const checked = validator.check(row, pointer);
  if ('row' in checked) throw new Error('the row was taken');
  return checked;
};

describe('a row of features', () => {
  it('is taken as it is when it fits', () => {
    expect(validator.check(valid, '')).toEqual({ row: valid, warnings: [] });
  });

  it('may leave out an optional feature, with a warning, and never gets a zero for it', () => {
    const { score_credit: _, ...rest } = valid;
    expect(validator.check(rest, '')).toEqual({
      row: { ...valid, score_credit: null },
      warnings: ['score_credit was left out and counts as missing'],
    });
  });

  it('may say null where missing is allowed', () => {
    expect(validator.check({ ...valid, loyer_mensuel: null }, '')).toMatchObject({
      row: { loyer_mensuel: null },
    });
  });

  it('is warned about outside the range of training', () => {
    expect(validator.check({ ...valid, age: 80 }, '')).toMatchObject({
      warnings: ['age is outside the range seen in training (18 to 75)'],
    });
  });

  it('turns negative zero into zero, because the audit stores JSON', () => {
    const checked = validator.check({ ...valid, loyer_mensuel: -0 }, '');
    expect('row' in checked && Object.is(checked.row['loyer_mensuel'], 0)).toBe(true);
  });

  it('is refused with every problem at once, by field, without the values', () => {
    const problems = problemsOf(
      { age: 'secret', sport_licence: 1, niveau_etude: 'licence', agee: 3 },
      '/features',
    );
    expect(problems).toEqual(
      expect.arrayContaining([
        { pointer: '/features/loyer_mensuel', detail: 'is required; send null where the value is missing' },
        { pointer: '/features/agee', detail: 'is no feature of loan-amount; did you mean age?' },
        {
          pointer: '/features/age',
          detail: 'must be a number; a number sent as text is not taken',
        },
        { pointer: '/features/sport_licence', detail: 'must be true or false' },
        { pointer: '/features/niveau_etude', detail: 'must be one of "bac", "master"' },
      ]),
    );
    expect(problems).toHaveLength(5);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  it.each([null, undefined, [], 'text', 7])('is refused when it is no object: %p', (row) => {
    expect(problemsOf(row)).toEqual([{ pointer: '', detail: 'must be an object' }]);
  });

  it.each(['constructor', '__proto__', 'toString', 'a/b~c'])(
    'is refused with the foreign name %p',
    (name) => {
      const row = JSON.parse(`{${JSON.stringify(name)}: 1}`) as object;
      const problems = problemsOf({ ...valid, ...Object.fromEntries(Object.entries(row)) });
      expect(problems).toHaveLength(1);
    },
  );
});
