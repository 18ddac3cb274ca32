import type { ColumnKind } from '../feature-schema.js';
import { areBooleanWords } from './boolean-words.js';
import type { ColumnObserver } from './column-observer.js';
import { type DateFormat, dateFormats } from './date-text.js';

/** What every present cell of the column can be read as. */
export function kindOf(observed: ColumnObserver): ColumnKind {
  const { present, numbers, codes, levels } = observed;
  if (present === 0) return 'categorical';
  if (numbers === present && codes === 0 && !mixesMarks(observed)) return 'numeric';
  if (levels && areBooleanWords([...levels.keys()])) return 'boolean';
  return dateFormatsOf(observed).length > 0 ? 'date' : 'categorical';
}

/** A point and a comma in different numbers of one column: one of the two is no decimal mark. */
export function mixesMarks({ pointMarks, commaMarks }: ColumnObserver): boolean {
  return pointMarks > 0 && commaMarks > 0;
}

/** The formats in which every present cell is a day; two where no day is beyond the twelfth of its month. */
export function dateFormatsOf({ present, days }: ColumnObserver): DateFormat[] {
  return dateFormats.filter((format) => present > 0 && days[format] === present);
}
