import { describe, expect, it } from '@jest/globals';
import { Language } from '../dto/row-params.dto.js';
import { valueText } from './value-text.js';

const both = (...[value, shownAs]: [Parameters<typeof valueText>[0], Parameters<typeof valueText>[2]?]) =>
  // French has no line end between a number and its unit.
  [Language.English, Language.French].map((language) =>
    valueText(value, language, shownAs).replace('\u00a0', ' '),
  );
/** What stands between thousands in French. */
const narrow = '\u202f';

describe('a value in words', () => {
  it.each([
    [1_281_712.5, ['1,281,713', `1${narrow}281${narrow}713`]],
    [0.207_964_17, ['0.208', '0,208']],
    [19, ['19', '19']],
    [2024, ['2024', '2024']],
    [-3.5, ['-3.5', '-3,5']],
    [null, ['not known', 'non renseigné']],
    ['', ['not known', 'non renseigné']],
    [true, ['yes', 'oui']],
    ['2026-03-01', ['1 March 2026', '1 mars 2026']],
    ['Stone, brick', ['Stone, brick', 'Stone, brick']],
    ['N', ['N', 'N']],
  ])('is what people of the language write for %p', (value, texts) => {
    expect(both(value)).toEqual(texts);
  });

  it.each([1, 'Y', 'Yes'])('is yes for the flag %p', (flag) => {
    expect(both(flag, 'yes_no')).toEqual(['yes', 'oui']);
  });

  it('is no for other flags, and itself for what is no flag', () => {
    for (const flag of [0, 'N', 'No', false]) expect(both(flag, 'yes_no')).toEqual(['no', 'non']);
    expect(both('XNA', 'yes_no')).toEqual(['XNA', 'XNA']);
    expect(both(null, 'yes_no')).toEqual(['not known', 'non renseigné']);
  });

  it.each([
    [-0, ['0 days', '0 jour']],
    [-1, ['1 day', '1 jour']],
    [-45, ['45 days', '45 jours']],
    [-400, ['13 months', '13 mois']],
    [-762, ['2.1 years', '2,1 ans']],
    [-4307, ['11.8 years', '11,8 ans']],
  ])('is the time that has passed for %p days', (days, texts) => {
    expect(both(days, 'time_passed')).toEqual(texts);
  });
});
