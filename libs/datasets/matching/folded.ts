/** No category is longer; folding megabytes that match nothing anyway would only cost. */
const longestFolded = 1000;

/**
 * What remains of a text without case, accents and blanks: texts that differ in nothing else fold to the same. Only
 * Latin, Greek and Cyrillic accents count as such; the marks of other scripts make other letters.
 * @returns undefined for what is too long to be compared
 */
export function folded(text: string): string | undefined {
  if (text.length > longestFolded) return undefined;
  // Upper case, because lower case depends on the place: a sigma at the end of a word has a form of its own.
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f\s]+/g, '')
    .toUpperCase();
}
