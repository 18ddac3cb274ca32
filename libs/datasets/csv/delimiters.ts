export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** What parts the cells of a file, by its beginning. */
export interface ChosenDelimiter {
  readonly delimiter: Delimiter;
  /** Others that would part the header and every record into as many cells. */
  readonly alternatives: readonly Delimiter[];
}

/** The header and twenty rows decide. */
const mostRecords = 21;
/** Of fewer and longer records those decide that end within it. Characters. */
const mostCharacters = 256 * 1024;

/** As much of a text as decides, once it is there. @param isWhole nothing comes after the text */
export function deciding(text: string, isWhole: boolean): string | undefined {
  const ends = recordEnds(text);
  if (ends.length >= mostRecords) return text.slice(0, ends[mostRecords - 1]);
  if (text.length > mostCharacters) return text.slice(0, ends.at(-1) ?? text.length);
  return isWhole ? text : undefined;
}

/**
 * The delimiter under which most rows have as many cells as the header; of several the one that occurs most in the
 * header. What stands in quotes parts nothing, and blank lines are no rows.
 */
export function chooseDelimiter(beginning: string): ChosenDelimiter {
  const [header = delimiters.map(() => 1), ...rows] = cellCounts(beginning);
  const fitting = delimiters.map((_, place) =>
    header[place]! > 1 ? rows.filter((row) => row[place] === header[place]).length : 0,
  );
  const places = delimiters.map((_, place) => place);
  const best = places.reduce((chosen, place) =>
    (fitting[place]! - fitting[chosen]! || header[place]! - header[chosen]!) > 0 ? place : chosen,
  );
  const isAlternative = (place: number): boolean =>
    place !== best && header[place] === header[best] && fitting[place] === rows.length && rows.length > 0;
  return {
    delimiter: delimiters[best]!,
    alternatives: delimiters.filter((_, place) => isAlternative(place)),
  };
}

/** Of each record the number of cells under each delimiter. */
function cellCounts(text: string): number[][] {
  const ends = recordEnds(text);
  return [...ends, text.length]
    .map((end, index) => text.slice(ends[index - 1] ?? 0, end))
    .filter((record) => record.trim() !== '')
    .map((record) => record.replace(/"[^"]*"/g, ''))
    .map((unquoted) => delimiters.map((delimiter) => unquoted.split(delimiter).length));
}

/** Behind which characters the records end. */
function recordEnds(text: string): number[] {
  const ends: number[] = [];
  let isQuoted = false;
  for (let index = 0; index < text.length && ends.length < mostRecords; index++) {
    if (text[index] === '"') isQuoted = !isQuoted;
    else if (text[index] === '\n' && !isQuoted) ends.push(index + 1);
  }
  return ends;
}
