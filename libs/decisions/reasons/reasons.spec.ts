import { describe, expect, it } from '@jest/globals';
import type { DatasetColumn } from '#libs/datasets';
import { Language } from '../dto/row-params.dto.js';
import { defaultDictionary } from './default-dictionary.js';
import { dictionaryProblems } from './dictionary-problems.js';
import { rankReasons } from './rank-reasons.js';

const column = (name: string, description: string, unit?: string): DatasetColumn => ({
  name,
  description,
  kind: 'numeric',
  nullable: false,
  optional: false,
  sensitive: false,
  ...(unit ? { unit } : {}),
});
const columns = [
  column('crédit.total', 'What is owed', 'EUR'),
  column('credit total', ''),
  column('age', 'Age', 'years'),
  column('sex', 'Sex'),
];

describe('the words for reasons', () => {
  it('come from the description and the unit, under a code that is plain and used once', () => {
    expect(defaultDictionary([], columns.slice(0, 3))).toEqual([
      {
        code: 'CREDIT_TOTAL',
        feature: 'crédit.total',
        texts: { en: 'What is owed (EUR)', fr: 'What is owed (EUR)' },
      },
      { code: 'CREDIT_TOTAL_2', feature: 'credit total', texts: { en: 'credit total', fr: 'credit total' } },
      { code: 'AGE', feature: 'age', texts: { en: 'Age (years)', fr: 'Age (years)' } },
    ]);
  });

  it('have a code for names without any letter that codes have', () => {
    expect(defaultDictionary([], [column('数', 'Number')])[0]!.code).toBe('FEATURE');
  });

  it('are those that the model declares, where it does', () => {
    const declared = [
      { code: 'AGE', feature: 'crédit.total', texts: { en: 'Debt', fr: 'Dette' } },
      { code: 'GONE', feature: 'gone', texts: { en: 'Gone', fr: 'Parti' } },
    ];
    const dictionary = defaultDictionary(declared, columns);
    expect(dictionary.map(({ code, feature }) => [code, feature])).toEqual([
      ['AGE', 'crédit.total'],
      ['CREDIT_TOTAL', 'credit total'],
      ['AGE_2', 'age'],
      ['SEX', 'sex'],
    ]);
  });

  it('must name every feature in both directions, once, and no protected column', () => {
    const texts = { en: 'x', fr: 'x' };
    const problems = dictionaryProblems(
      [
        { code: 'A', feature: 'age', texts },
        { code: 'B', feature: 'age', direction: 'away', texts },
        { code: 'C', feature: 'sex', texts },
        { code: 'D', feature: 'pay', direction: 'towards', texts },
      ],
      ['age', 'pay', 'debt'],
      new Set(['sex']),
    );
    expect(problems).toEqual([
      { pointer: '/reasons/1/feature', detail: 'has another entry for the direction away' },
      { pointer: '/reasons/2/feature', detail: 'is a protected column, which is never named as a reason' },
      { pointer: '/reasons', detail: 'lacks pay (away)' },
      { pointer: '/reasons', detail: 'lacks debt (towards and away)' },
    ]);
  });
});

describe('reasons', () => {
  const contributions = [
    { feature: 'sex', value: 'F', contribution: 3 },
    { feature: 'age', value: 31, contribution: -2 },
    { feature: 'crédit.total', value: 900, contribution: 0.25 },
    { feature: 'credit total', value: null, contribution: 0.5 },
    { feature: 'age', value: 31, contribution: 0 },
  ];
  const rules = {
    dictionary: defaultDictionary([], columns),
    protectedColumns: new Set(['sex']),
    language: Language.French,
    limit: 10,
  };

  it('begin with what speaks for the positive class, and never name a protected column', () => {
    expect(rankReasons(contributions, rules).map(({ feature, direction }) => [feature, direction])).toEqual([
      ['credit total', 'towards'],
      ['crédit.total', 'towards'],
      ['age', 'away'],
    ]);
    expect(rankReasons(contributions, { ...rules, limit: 1 })).toEqual([
      {
        code: 'CREDIT_TOTAL_2',
        text: 'credit total',
        feature: 'credit total',
        value: null,
        value_text: 'non renseigné',
        contribution: 0.5,
        direction: 'towards',
      },
    ]);
  });
});
