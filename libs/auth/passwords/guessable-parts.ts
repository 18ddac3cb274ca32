import { commonWords, keyboardWalks } from './common-words.js';

/** Shorter runs and words occur in any text by chance. */
const shortestWalk = 4;
const shortestRun = 3;

const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

export interface Guessability {
  /** Characters that belong to no pattern an attacker tries first. */
  readonly unexplained: number;
  /** What was found, in words for the person who chose the password. */
  readonly reasons: readonly string[];
}

/** Marks what a guesser would try first: repetitions, sequences, keyboard walks, years, words, `context`. */
export function guessability(password: string, context: readonly string[]): Guessability {
  const characters = [...password.toLowerCase()];
  const explained = new Array<boolean>(characters.length).fill(false);
  const reasons = new Set<string>();
  const mark = (start: number, length: number, reason: string): void => {
    explained.fill(true, start, start + length);
    reasons.add(reason);
  };

  const period = smallestPeriod(characters);
  if (period < characters.length) mark(period, characters.length - period, 'a repeated piece');
  for (const [start, length] of steadyRuns(characters))
    mark(start, length, 'repeated or consecutive characters');

  const plain = characters.join('');
  const folded = characters.map((character) => lookalikes[character] ?? character).join('');
  // Characters outside the basic plane take two code units; words hold none, so such texts are searched
  // with those characters replaced.
  const searchable = [plain, folded].map((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, ' '));
  for (const walk of keyboardWalks) {
    for (const path of [walk, [...walk].reverse().join('')]) {
      for (const [start, length] of commonStretches(searchable[0]!, path))
        mark(start, length, 'a keyboard walk');
    }
  }
  for (const match of searchable[0]!.matchAll(/(?:19|20)\d\d/g)) mark(match.index, 4, 'a year');
  for (const [words, reason] of [
    [commonWords, 'common words'],
    [context, 'the name of this service or your own e-mail address'],
  ] as const) {
    for (const word of words) {
      for (const text of searchable) {
        for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
          mark(at, word.length, reason);
      }
    }
  }
  return { unexplained: explained.filter((known) => !known).length, reasons: [...reasons] };
}

/** Length of the shortest piece whose repetition gives the text (its last copy may be cut). */
function smallestPeriod(characters: readonly string[]): number {
  for (let period = 1; period <= characters.length / 2; period++) {
    if (characters.every((character, index) => index < period || character === characters[index - period]))
      return period;
  }
  return characters.length;
}

/** Stretches whose code points all differ by the same 0, +1 or -1. */
function* steadyRuns(characters: readonly string[]): Generator<[start: number, length: number]> {
  const codes = characters.map((character) => character.codePointAt(0)!);
  for (const step of [0, 1, -1]) {
    let start = 0;
    for (let index = 1; index <= codes.length; index++) {
      if (index < codes.length && codes[index]! - codes[index - 1]! === step) continue;
      if (index - start >= shortestRun) yield [start, index - start];
      start = index;
    }
  }
}

function* commonStretches(text: string, path: string): Generator<[start: number, length: number]> {
  for (let start = 0; start + shortestWalk <= text.length;) {
    let length = shortestWalk;
    if (!path.includes(text.slice(start, start + length))) {
      start++;
      continue;
    }
    while (start + length < text.length && path.includes(text.slice(start, start + length + 1))) length++;
    yield [start, length];
    start += length;
  }
}
