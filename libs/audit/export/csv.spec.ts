import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvLines } from './csv.js';

const withoutGuard = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, '');

describe('csvLines', () => {
  it('puts a quote before what a spreadsheet would run, and leaves numbers alone', () => {
    expect(csvLines([['=1+1', '-2', -2, '@x', 'plain', null, '']])).toBe(
      `"'=1+1","'-2",-2,"'@x","plain",,""\r\n`,
    );
  });

  it('writes objects as JSON and times in RFC 3339', () => {
    expect(csvLines([[{ a: [1] }, new Date(0)]])).toBe(`"{""a"":[1]}","1970-01-01T00:00:00.000Z"\r\n`);
  });

  it('keeps any text: nothing starts a formula, and one quote taken away gives it back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^'{0,3}[=+\-@\t\r\n]\PC*$/)), {
          minLength: 1,
        }),
        (texts) => {
          const [cells = []]: string[][] = parse(csvLines([texts]));
          expect(cells.map(withoutGuard)).toEqual(texts);
          for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        },
      ),
    );
  });

  it('keeps any number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const rows: string[][] = parse(csvLines([[number]]));
        expect(Number(rows[0]![0])).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});
