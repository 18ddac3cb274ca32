import { maximumNumberLength, numberPattern } from '../csv/cells.js';

/** Digits that a double counts exactly. */
const exactDigits = 15;
const leadingZero = /^[+-]?0\d/;
const wholeNumber = /^[+-]?(\d+)$/;

/** What a cell is as a number; `value` is NaN where it is none. */
export interface NumberText {
  readonly value: number;
  /** `none`: the text does not show which one the file uses. */
  readonly mark: 'point' | 'comma' | 'none';
  /** A code that a number would lose something of: leading zeros, or more digits than a double counts. */
  readonly code: boolean;
}

const none: NumberText = { value: Number.NaN, mark: 'none', code: false };

/** @param cell without blanks around it */
export function numberText(cell: string, decimalComma: boolean): NumberText {
  const first = cell.charCodeAt(0);
  // Digits, and + , - . before them.
  if (!((first >= 48 && first <= 57) || (first >= 43 && first <= 46)) || cell.length > maximumNumberLength)
    return none;
  const comma = decimalComma && cell.includes(',') && !cell.includes('.');
  const text = comma ? cell.replace(',', '.') : cell;
  if (!numberPattern.test(text)) return none;
  const value = Number(text);
  if (!Number.isFinite(value)) return none;
  const digits = wholeNumber.exec(text)?.[1];
  return {
    value,
    mark: comma ? 'comma' : text.includes('.') ? 'point' : 'none',
    code: digits !== undefined && (digits.length > exactDigits || leadingZero.test(text)),
  };
}
