import { unguardFormula } from './formula-guard.js';

export type CellValue = string | number | boolean | null;

/** Why a cell cannot be taken. Never quotes the cell: it may be personal. */
export class CellProblem {
  constructor(readonly detail: string) {}
}

/** @param decimalComma in files with `;` or tab, as spreadsheets in comma-decimal locales write them */
export type CellReader = (cell: string, decimalComma: boolean) => CellValue | CellProblem;

const empty = new CellProblem('must not be empty');

/** An empty cell is a missing value. */
export const nullable =
  (read: CellReader): CellReader =>
  (cell, decimalComma) =>
    cell.trim() === '' ? null : read(cell, decimalComma);

// No two quantifiers can take the same character, so the time is linear in the (bounded) cell.
export const numberPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
export const maximumNumberLength = 60;

export function numberCell(minimum: number, maximum: number): CellReader {
  const notANumber = new CellProblem('must be a number');
  const outOfRange = new CellProblem(`must lie between ${minimum} and ${maximum}`);
  return (cell, decimalComma) => {
    const trimmed = cell.trim();
    if (trimmed === '') return empty;
    const text = decimalComma && !trimmed.includes('.') ? trimmed.replace(',', '.') : trimmed;
    if (text.length > maximumNumberLength || !numberPattern.test(text)) return notANumber;
    const value = Number(text);
    return value >= minimum && value <= maximum ? value : outOfRange;
  };
}

/** Maps each accepted spelling (folded: see `fold`) to the stored value. */
export function choiceCell(
  spellings: Readonly<Record<string, string | boolean>>,
  described: string,
): CellReader {
  const exact = new Map(Object.entries(spellings));
  const folded = new Map(Object.entries(spellings).map(([spelling, value]) => [fold(spelling), value]));
  const problem = new CellProblem(`must be one of ${described}`);
  // Folding costs more than the rest of a row; most files spell as we do.
  return (cell) => exact.get(cell) ?? (cell.trim() === '' ? empty : (folded.get(fold(cell)) ?? problem));
}

export const booleanCell = choiceCell(
  {
    ...{ oui: true, yes: true, true: true, t: true, '1': true },
    ...{ non: false, no: false, false: false, f: false, '0': false },
  },
  'oui, non, true, false, 1, 0',
);

export function textCell(maximumLength: number): CellReader {
  const tooLong = new CellProblem(`must have at most ${maximumLength} characters`);
  const controls = new CellProblem('must not contain control characters');
  return (cell) => {
    const text = unguardFormula(cell).trim();
    if (text === '') return empty;
    if (text.length > maximumLength) return tooLong;
    return /\p{Cc}/u.test(text) ? controls : text;
  };
}

/** Without case, accents and the difference between space, hyphen and underscore. */
export function fold(text: string): string {
  return text
    .trim()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[\s_-]/g, '_');
}
