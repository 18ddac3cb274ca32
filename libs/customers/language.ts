import { Language } from '#libs/decisions';

const known: ReadonlyMap<string, Language> = new Map([
  ['en', Language.English],
  ['fr', Language.French],
]);

/** Of texts that people read: as the address says, else as Accept-Language prefers (RFC 9110, 12.5.4), else English. */
export function languageOf(asked: Language | undefined, acceptLanguage: string | undefined): Language {
  if (asked) return asked;
  let best: Language = Language.English;
  let highest = 0;
  for (const range of (acceptLanguage ?? '').split(',')) {
    const [tag, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = known.get(tag!.split('-')[0]!);
    const quality = qualityOf(parameters);
    if (language && quality > highest) [best, highest] = [language, quality];
  }
  return best;
}

function qualityOf(parameters: readonly string[]): number {
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  if (quality === undefined) return 1;
  return /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(quality) ? Number(quality.slice(2)) : 0;
}
