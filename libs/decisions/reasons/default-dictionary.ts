import type { DatasetColumn } from '#libs/datasets';
import type { ReasonCode } from '#libs/models';

/** Longer than any name of a column becomes; leaves room for a number that tells two of them apart. */
const longestCode = 58;
const longestText = 300;

/**
 * What features are called while nobody has said otherwise: as the model declares, else as the dataset describes the
 * column. A description has one language, so both texts say the same.
 */
export function defaultDictionary(
  declared: readonly ReasonCode[],
  columns: readonly DatasetColumn[],
): ReasonCode[] {
  const named = new Set(declared.map(({ feature }) => feature));
  const codes = new Set(declared.map(({ code }) => code));
  const generated = columns
    .filter(({ name }) => !named.has(name))
    .map(({ name, description, unit }): ReasonCode => {
      const words = description.trim() === '' ? name : description.trim();
      const text = (unit ? `${words} (${unit})` : words).slice(0, longestText);
      return { code: newCode(name, codes), feature: name, texts: { en: text, fr: text } };
    });
  const wanted = new Set(columns.map(({ name }) => name));
  return [...declared.filter(({ feature }) => wanted.has(feature)), ...generated];
}

/** Of the name, so that a code stays the same when columns are added. */
function newCode(name: string, taken: Set<string>): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const code =
    plain
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, longestCode) || 'FEATURE';
  let free = code;
  for (let number = 2; taken.has(free); number += 1) free = `${code}_${number}`;
  taken.add(free);
  return free;
}
