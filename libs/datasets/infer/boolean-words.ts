const pairs: readonly (readonly [yes: string, no: string])[] = [
  ['true', 'false'],
  ['t', 'f'],
  ['yes', 'no'],
  ['y', 'n'],
  ['oui', 'non'],
  ['o', 'n'],
  ['vrai', 'faux'],
];

/** Words, in lower case, that mean yes or no in files. */
export const booleanWords: ReadonlyMap<string, boolean> = new Map([
  ...pairs.map(([yes]) => [yes, true] as const),
  ...pairs.map(([, no]) => [no, false] as const),
  ['1', true],
  ['0', false],
]);

/** Whether all texts of a column are the two words of one pair, or one of them that can mean nothing else. */
export function areBooleanWords(levels: readonly string[]): boolean {
  const words = new Set(levels.map((level) => level.toLowerCase()));
  if (words.size === 0 || words.size > 2) return false;
  return pairs.some(
    (pair) =>
      [...words].every((word) => pair.includes(word)) &&
      // A lone F may be a sex, a lone N a wind.
      (words.size === 2 || [...words][0]!.length > 1),
  );
}
