import type { FeatureValue, ReasonCode } from '#libs/models';
import { Language } from '../dto/row-params.dto.js';

const words = {
  [Language.English]: { locale: 'en-GB', yes: 'yes', no: 'no', missing: 'not known' },
  [Language.French]: { locale: 'fr-FR', yes: 'oui', no: 'non', missing: 'non renseigné' },
};
const flags = new Map<FeatureValue, 'yes' | 'no'>([
  ...[true, 1, 'Y', 'Yes'].map((value) => [value, 'yes'] as const),
  ...[false, 0, 'N', 'No'].map((value) => [value, 'no'] as const),
]);
const day = /^\d{4}-\d\d-\d\d$/;
/** From here on, numbers are said without decimals; smaller ones with three digits. */
const large = 100;

/** A value as people write it: numbers and days as the language does, categories as they are stored. */
export function valueText(value: FeatureValue, language: Language, shownAs?: ReasonCode['shown_as']): string {
  const { locale, yes, no, missing } = words[language];
  if (value === null || value === '') return missing;
  const flag = shownAs === 'yes_no' || typeof value === 'boolean' ? flags.get(value) : undefined;
  if (flag) return { yes, no }[flag];
  if (typeof value === 'number')
    return shownAs === 'time_passed' ? timePassed(-value, locale) : numberText(value, locale);
  const text = String(value);
  if (!day.test(text)) return text;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(text));
}

function numberText(value: number, locale: string): string {
  const digits = Math.abs(value) < large ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 };
  // A year has no thousands.
  return new Intl.NumberFormat(locale, { ...digits, useGrouping: 'min2' }).format(value);
}

/** In the largest unit of which two have passed: "13 months" says more than "1.1 years". */
function timePassed(days: number, locale: string): string {
  const [unit, length] = (
    [
      ['year', 365.25],
      ['month', 30.4375],
    ] as const
  ).find(([, of]) => days >= 2 * of) ?? ['day', 1];
  const options = {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: unit === 'year' ? 1 : 0,
  };
  return new Intl.NumberFormat(locale, options as Intl.NumberFormatOptions).format(days / length);
}
