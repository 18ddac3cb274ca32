import { describe, expect, it } from '@jest/globals';
import { customerFeatures, customersDataset } from '../customers-dataset.js';
import { defaultRiskReasons } from './default-risk-reasons.js';
import { frenchTexts } from './french-texts.js';

describe('the reasons of default-risk', () => {
  it('name every feature in both languages, each otherwise than every other', () => {
    expect(defaultRiskReasons.map(({ feature }) => feature)).toEqual(customerFeatures);
    for (const language of ['en', 'fr'] as const) {
      const texts = defaultRiskReasons.map((reason) => reason.texts[language]);
      expect(texts).not.toContain(undefined);
      expect(new Set(texts).size).toBe(texts.length);
    }
    expect([...frenchTexts.keys()].sort()).toEqual([...customerFeatures].sort());
  });

  it('name no protected column', () => {
    const sensitive = customersDataset.columns.filter((column) => column.sensitive).map(({ name }) => name);
    expect(sensitive).toEqual([
      ...['CODE_GENDER', 'CNT_CHILDREN', 'NAME_FAMILY_STATUS', 'DAYS_BIRTH', 'CNT_FAM_MEMBERS'],
    ]);
    const named = defaultRiskReasons.map(({ feature }) => feature);
    expect(named.filter((name) => sensitive.includes(name))).toEqual([]);
  });
});
