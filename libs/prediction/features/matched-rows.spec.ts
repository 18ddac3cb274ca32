import { describe, expect, it } from '@jest/globals';
import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { type FeatureSchema, requestColumns } from '#libs/models';
import { FeatureRowValidator } from './feature-row-validator.js';

const common = { description: 'A column', nullable: false, optional: false } as const;
const pay: DatasetColumn = {
  ...common,
  name: 'augmentation',
  kind: 'numeric',
  minimum: 0,
  maximum: 100,
  sensitive: false,
  aliases: ['augementation', 'raise'],
};
const satisfaction: DatasetColumn = {
  ...common,
  name: 'satisfaction',
  kind: 'numeric',
  integer: true,
  minimum: 1,
  maximum: 4,
  sensitive: false,
};
const overtime: DatasetColumn = {
  ...common,
  name: 'overtime',
  kind: 'boolean',
  sensitive: false,
  synonyms: { true: ['Oui'], false: ['Non'] },
};
const consent: DatasetColumn = { ...common, name: 'consent', kind: 'boolean', sensitive: false };
const trips: DatasetColumn = {
  ...common,
  name: 'trips',
  kind: 'categorical',
  allowedValues: ['Aucun', 'Frequent', 'Rare'],
  sensitive: false,
  synonyms: { Aucun: ['jamais'], Rare: ['parfois'] },
};
const sex: DatasetColumn = {
  ...common,
  name: 'sex',
  kind: 'categorical',
  allowedValues: ['F', 'M'],
  sensitive: true,
  acceptedUnused: true,
  synonyms: { F: ['femme'], M: ['homme'] },
};
const origin: DatasetColumn = { ...common, name: 'origin', kind: 'categorical', sensitive: true };
const left: DatasetColumn = {
  ...common,
  name: 'left',
  kind: 'boolean',
  sensitive: false,
  aliases: ['has_left'],
  acceptedUnused: true,
};
const dataset: DatasetDefinition = {
  name: 'people',
  origin: 'owned',
  relation: 'people',
  identifier: 'id',
  columns: [pay, satisfaction, overtime, consent, trips, sex, origin, left],
};
const features: FeatureSchema[] = [pay, satisfaction, overtime, consent].map((column) => ({
  ...column,
  trainingMissing: 0,
}));
// No training row was Rare.
features.push({ ...trips, categories: ['Aucun', 'Frequent'], trainingMissing: 0 });

const validator = new FeatureRowValidator(features, 'leaves', requestColumns(dataset, 'left', features));
const canonical = { augmentation: 11, satisfaction: 3, overtime: true, consent: false, trips: 'Frequent' };
const accepted = (row: Record<string, unknown>) => {
  const checked = validator.check(row, '');
  if ('row' in checked) return checked;
  throw new Error(JSON.stringify(checked));
};
const problemsOf = (row: Record<string, unknown>): Record<string, string> => {
  const checked = validator.check(row, '/features');
  if ('row' in checked) throw new Error('the row was taken');
  return Object.fromEntries(checked.map(({ pointer, detail }) => [pointer, detail]));
};
const { augmentation, ...others } = canonical;

describe('a row that is spelt otherwise', () => {
  it('reaches the graph and the audit in the names and values of the dataset', () => {
    for (const name of ['augmentation', 'augementation', 'raise'])
      for (const overtimeText of [true, 'Oui', 'oui', 'TRUE', 'True', ' true '])
        for (const text of ['Frequent', 'fréquent', ' FRE QUENT '])
          expect(accepted({ ...others, [name]: augmentation, overtime: overtimeText, trips: text })).toEqual({
            row: canonical,
            warnings: [],
          });
  });

  it('is refused when one field is sent under two names, which are both told', () => {
    expect(problemsOf({ ...canonical, augementation: 11 })).toEqual({
      '/features/augementation': 'augementation and augmentation are names of one field; send one of them',
    });
    expect(problemsOf({ ...others, raise: 1, augementation: 11 })).toEqual({
      '/features/augementation': 'augementation and raise are names of one field; send one of them',
    });
  });

  it('gets its problems under the names that it used', () => {
    expect(problemsOf({ ...others, augementation: 101, satisfaction: 9 })).toEqual({
      '/features/augementation': 'must be at most 100',
      '/features/satisfaction': 'must be at most 4',
    });
    expect(problemsOf({ ...canonical, satisfaction: 2.5, augmentation: -1 })).toEqual({
      '/features/satisfaction': 'must be a whole number',
      '/features/augmentation': 'must be at least 0',
    });
  });

  it('may not send numbers as text, nor texts for a boolean that declares none', () => {
    expect(problemsOf({ ...canonical, satisfaction: '3', consent: 'Oui', overtime: 'peut-être' })).toEqual({
      '/features/satisfaction': 'must be a whole number; a number sent as text is not taken',
      '/features/consent': 'must be true or false',
      '/features/overtime': 'must be true or false, or one of "Oui", "Non"',
    });
    expect(problemsOf({ ...canonical, overtime: 1 })).toEqual({
      '/features/overtime': 'must be true or false',
    });
  });

  it('is refused with the allowed values, also for a value that no training row held', () => {
    const detail = 'must be one of "Aucun", "Frequent"';
    for (const text of ['often', 'Rare', 'parfois', ''])
      expect(problemsOf({ ...canonical, trips: text })).toEqual({ '/features/trips': detail });
    expect(accepted({ ...canonical, trips: 'JAMAIS' }).row['trips']).toBe('Aucun');
  });

  it('may hold a column that is declared as accepted: checked, not used, not recorded, and told', () => {
    for (const value of ['F', 'femme', 'HOMME'])
      expect(accepted({ ...canonical, sex: value })).toEqual({
        row: canonical,
        warnings: ['sex is not used by leaves'],
      });
    expect(problemsOf({ ...canonical, sex: 'x' })).toEqual({ '/features/sex': 'must be one of "F", "M"' });
    expect(problemsOf({ ...canonical, origin: 'x' })).toEqual({
      '/features/origin': 'is no feature of leaves',
    });
  });

  it('never holds the target, under no name', () => {
    for (const name of ['left', 'has_left'])
      expect(problemsOf({ ...canonical, [name]: true })).toEqual({
        [`/features/${name}`]: 'is what leaves predicts; leave it out',
      });
  });

  it('is told the nearest name, of an alias too', () => {
    expect(problemsOf({ ...canonical, augementatoin: 1, sexe: 'F' })).toEqual({
      '/features/augementatoin': 'is no feature of leaves; did you mean augmentation?',
      '/features/sexe': 'is no feature of leaves; did you mean sex?',
    });
  });

  it.each(['constructor', '__proto__', 'toString'])('holds no field by the foreign name %p', (name) => {
    const row = JSON.parse(`{"trips":"fréquent",${JSON.stringify(name)}:1}`) as Record<string, unknown>;
    expect(problemsOf({ ...canonical, ...Object.fromEntries(Object.entries(row)) })).toEqual({
      [`/features/${name}`]: 'is no feature of leaves',
    });
  });
});
