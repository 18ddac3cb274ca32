import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, looksLikeDay } from './date-text.js';

describe('days in cells', () => {
  it('reads every day that exists in every format, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.nat(14), fc.nat(33), (year, month, day) => {
        const iso = [
          String(year).padStart(4, '0'),
          ...[month, day].map((part) => String(part).padStart(2, '0')),
        ];
        const time = new Date(`${iso.join('-')}T00:00:00Z`);
        const exists = !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 10) === iso.join('-');
        const expected = exists ? iso.join('-') : undefined;
        expect(dayOf(iso.join('-'), 'yyyy-mm-dd')).toBe(expected);
        expect(dayOf(`${iso[2]}/${iso[1]}/${iso[0]}`, 'dd/mm/yyyy')).toBe(expected);
        expect(dayOf(`${month}-${day}-${iso[0]}`, 'mm/dd/yyyy')).toBe(expected);
      }),
      { numRuns: 2000, seed: 20_261_121 },
    );
  });

  it('takes nothing else for a day', () => {
    for (const text of ['2026/11/21', '21/11-2026', '21/11/26', '20261121', '2026-11-21x', '1/2/3/2026'])
      expect([text, looksLikeDay(text)]).toEqual([text, false]);
  });
});
