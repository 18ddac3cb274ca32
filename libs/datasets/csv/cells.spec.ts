import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { booleanCell, CellProblem, fold, nullable, numberCell, textCell } from './cells.js';

describe('reading cells', () => {
  const number = numberCell(-1e12, 1e12);

  it('gives every number back exactly', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        expect(number(String(value), false)).toBe(Number(String(value)));
      }),
      { seed: 20_251_202 },
    );
  });

  it.each([
    '',
    ' ',
    'x',
    'NaN',
    'Infinity',
    '0x10',
    '1 000',
    '1,5',
    '--1',
    '1e',
    '1e9999',
    '1'.repeat(61),
    '=1',
  ])('refuses %j as a number', (cell) => {
    expect(number(cell, false)).toBeInstanceOf(CellProblem);
  });

  it('takes a comma as the decimal mark only where it separates no cells', () => {
    expect(number('-1,5', true)).toBe(-1.5);
    expect(number('1.5', true)).toBe(1.5);
    expect(number('1,234.5', true)).toBeInstanceOf(CellProblem);
    expect(number('1,2,3', true)).toBeInstanceOf(CellProblem);
  });

  it('keeps missing values missing, never zero', () => {
    expect(nullable(number)('', false)).toBeNull();
    expect(nullable(booleanCell)(' ', false)).toBeNull();
  });

  it('knows booleans in French, English and numbers', () => {
    expect(['oui', 'OUI', 'true', 't', '1'].map((cell) => booleanCell(cell, false))).toEqual(
      Array(5).fill(true),
    );
    expect(['non', 'No', 'false', '0'].map((cell) => booleanCell(cell, false))).toEqual(Array(4).fill(false));
    expect(booleanCell('2', false)).toBeInstanceOf(CellProblem);
  });

  it('takes text without control characters, and the quote of our own export away', () => {
    const text = textCell(5);
    expect(text("'=a", false)).toBe('=a');
    expect(text("'a", false)).toBe("'a");
    expect(text('a\u0000b', false)).toBeInstanceOf(CellProblem);
    expect(text('abcdef', false)).toBeInstanceOf(CellProblem);
  });

  it('compares names without case, accents and kinds of blanks', () => {
    expect(fold(' Nationalité-Française ')).toBe('nationalite_francaise');
  });
});
