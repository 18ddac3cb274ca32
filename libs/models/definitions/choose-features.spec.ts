import { describe, expect, it } from '@jest/globals';
import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { chooseDerived } from './choose-derived.js';
import { type AskedFeatures, chooseFeatures } from './choose-features.js';

const column = (name: string, more: Partial<DatasetColumn> = {}): DatasetColumn => ({
  ...{ name, kind: 'numeric', description: '', nullable: false, optional: false, sensitive: false },
  ...more,
});
const dataset: DatasetDefinition = {
  ...{ name: 'people', origin: 'owned', relation: 'people', identifier: 'key' },
  columns: [
    column('key'),
    column('age'),
    column('label'),
    column('income'),
    column('sex', { sensitive: true }),
    column('outcome code', { excluded: true }),
    column('wins'),
  ],
};
const choose = (asked: Partial<AskedFeatures>) =>
  chooseFeatures(dataset, { target: 'wins', answers: ['label', 'probability'], ...asked });
const namesOf = (asked: Partial<AskedFeatures>): string[] => {
  const chosen = choose(asked);
  if (!('features' in chosen)) throw new Error(JSON.stringify(chosen));
  return chosen.features.map(({ name }) => name);
};

describe('the features of a model', () => {
  it('are every column but target, identifier, excluded and sensitive ones, and it says why', () => {
    expect(choose({})).toMatchObject({
      features: [{ name: 'age' }, { name: 'income' }],
      sensitiveFeatures: [],
      inferred: [
        'features are 2 columns',
        '"key" is no feature: it names the rows, and says nothing of new ones',
        '"label" is no feature: it is the name of an answer in the model\'s file; rename the column',
        '"sex" is no feature: it is sensitive',
        '"outcome code" is no feature: it is excluded by the dataset',
      ],
    });
  });

  it('are those that are named, in the order of the dataset, excluded ones of the dataset too', () => {
    expect(namesOf({ features: ['outcome code', 'age'] })).toEqual(['age', 'outcome code']);
    expect(namesOf({ excluded: ['age'] })).toEqual(['income']);
    expect(namesOf({ sensitive_features: ['sex'] })).toEqual(['age', 'income', 'sex']);
    expect(namesOf({ features: ['age'], sensitive_features: ['sex'] })).toEqual(['age', 'sex']);
  });

  it.each([
    [{ features: ['key'] }, '/features/0'],
    [{ features: ['age', 'wins'] }, '/features/1'],
    [{ features: ['sex'] }, '/features/0'],
    [{ features: ['label'] }, '/features/0'],
    [{ features: ['agee'] }, '/features/0'],
    [{ features: ['age'], excluded: ['age'] }, '/features/0'],
    [{ sensitive_features: ['age'] }, '/sensitive_features/0'],
    [{ excluded: ['constructor'] }, '/excluded/0'],
    [{ excluded: ['age', 'income'] }, '/features'],
  ])('%j is refused', (asked, pointer) => {
    expect(choose(asked)).toEqual([{ pointer, detail: expect.any(String) }]);
  });
});

describe('the derived features of a model', () => {
  const features = [column('age'), column('income')];
  const ratio = { name: 'ratio', expression: 'income / age' };

  it('are those of the dataset that its features suffice for, then its own', () => {
    const ofDataset = [ratio, { name: 'by sex', expression: 'age * sex' }];
    expect(chooseDerived(ofDataset, [{ name: 'twice', expression: 'ratio * 2' }], features)).toEqual({
      derived: [ratio, { name: 'twice', expression: 'ratio * 2' }],
      inferred: [
        '"by sex" is not derived: it needs what is no feature',
        '1 features are derived as the dataset says',
      ],
    });
  });

  it('are refused with the place, each of them', () => {
    const own = [
      { name: 'a', expression: 'age +' },
      { name: 'ratio', expression: 'age' },
      { name: 'c', expression: 'sex' },
    ];
    expect(chooseDerived([ratio], own, features)).toEqual([
      { pointer: '/derived/0', detail: expect.stringContaining('at character 6') },
      { pointer: '/derived/1', detail: 'the name is taken by another derived feature' },
      { pointer: '/derived/2', detail: expect.stringContaining('there is no column sex') },
    ]);
  });
});
