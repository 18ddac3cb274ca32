import { describe, expect, it } from '@jest/globals';
import { customerFeatures, customersDataset } from '../customers-dataset.js';
import { defaultRiskReasons, reasonTexts } from './default-risk-reasons.js';

describe('the reasons of default-risk', () => {
  it('name every feature in both languages, each otherwise than every other', () => {
    expect(defaultRiskReasons.map(({ feature }) => feature)).toEqual(customerFeatures);
    for (const language of ['en', 'fr'] as const) {
      const texts = defaultRiskReasons.map((reason) => reason.texts[language]);
      expect(new Set(texts).size).toBe(texts.length);
    }
    expect(Object.keys(reasonTexts).sort()).toEqual([...customerFeatures].sort());
  });

  it('are short, begin as a line does, and hold neither names of columns nor levels', () => {
    for (const text of defaultRiskReasons.flatMap(({ texts }) => [texts.en, texts.fr])) {
      expect(text.length).toBeLessThanOrEqual(90);
      expect(text).toMatch(/^\p{Lu}/u);
      expect(text).not.toMatch(/[A-Z]{2}|_/);
    }
  });

  it('show flags as yes or no, and days as time that has passed', () => {
    const shownAs = (kind: string) =>
      defaultRiskReasons.filter(({ shown_as }) => shown_as === kind).map(({ feature }) => feature);
    expect(shownAs('time_passed')).toEqual(customerFeatures.filter((name) => name.startsWith('DAYS_')));
    expect(shownAs('yes_no')).toEqual(
      customerFeatures.filter((name) => /^(?:FLAG_|REG_|LIVE_(?:REGION|CITY)|EMERGENCYSTATE)/.test(name)),
    );
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
