import { describe, expect, it } from '@jest/globals';
import { dayOf, isDay, numberOf } from './number-of.js';

describe('a day', () => {
  it.each([
    ['1970-01-01', 0],
    ['2026-11-21', 20_778],
    ['1969-12-31', -1],
    ['0001-01-01', -719_162],
    ['9999-12-31', 2_932_896],
  ])('%s is %d days after the first', (day, days) => {
    expect(numberOf(day)).toBe(days);
    expect(dayOf(days)).toBe(day);
    expect(isDay(day)).toBe(true);
  });

  it('is none in a month that does not have it, nor spelt otherwise', () => {
    const none = ['2026-02-29', '2026-02-30', '2026-04-31', '2026-13-01', '2026-00-10', '0000-05-05'];
    expect(none.filter(isDay)).toEqual([]);
    expect(
      ['2024-2-29', '20240229', '2024-02-29T00:00:00Z', ' 2024-02-29', '+02024-02-29'].filter(isDay),
    ).toEqual([]);
    expect(isDay('2024-02-29')).toBe(true);
  });
});
