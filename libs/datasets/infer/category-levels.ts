import { controlCharacter } from '../csv/control-characters.js';
import type { ColumnObserver } from './column-observer.js';

/** More categories than these are not listed: somebody will meet another one. */
const mostListed = 100;
/** Nor are they where more than this many occur little more than once each. */
const mostRare = 20;

/** The categories of a column, and the other spellings of them that the file has. */
export interface CategoryLevels {
  /** Undefined: not to be listed. */
  readonly values: readonly string[] | undefined;
  readonly synonyms: ReadonlyMap<string, readonly string[]>;
}

/** @param all list them however many they are */
export function categoryLevels({ levels, present }: ColumnObserver, all: boolean): CategoryLevels {
  const synonyms = new Map<string, readonly string[]>();
  if (!levels) return { values: undefined, synonyms };
  const merged = new Set(trailingFullStops(levels));
  const values = [...levels.keys()]
    .filter((level) => !merged.has(level) && !controlCharacter.test(level))
    .sort();
  const isListed = values.length <= mostListed && (values.length <= mostRare || values.length * 2 <= present);
  if (!all && !isListed) return { values: undefined, synonyms };
  for (const level of merged) synonyms.set(level.slice(0, -1), [level]);
  return { values, synonyms };
}

/** Labels that also occur without the full stop at their end, as in files that two programs wrote. */
export function trailingFullStops(levels: ReadonlyMap<string, number>): string[] {
  return [...levels.keys()].filter((level) => level.endsWith('.') && levels.has(level.slice(0, -1)));
}
