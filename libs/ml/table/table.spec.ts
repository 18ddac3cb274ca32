import { describe, expect, it } from '@jest/globals';
import { selectRows, type Table } from '../index.js';

const table: Table = {
  rowCount: 3,
  columns: { age: Float64Array.of(20, NaN, 40), city: ['Lyon', null, 'Nice'] },
};

describe('selecting rows', () => {
  it('keeps the order asked for, repeats included, and copies', () => {
    const selected = selectRows(table, [2, 1, 2]);
    expect(selected).toEqual({
      rowCount: 3,
      columns: { age: Float64Array.of(40, NaN, 40), city: ['Nice', null, 'Nice'] },
    });
    expect(selectRows(table, Uint32Array.of())).toEqual({
      rowCount: 0,
      columns: { age: new Float64Array(0), city: [] },
    });
  });

  it.each([3, -1, 0.5])('refuses %d of three rows', (index) => {
    expect(() => selectRows(table, [index])).toThrow(`${index} is not one of the 3 rows`);
  });
});
