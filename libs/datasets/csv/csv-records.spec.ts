import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CsvRecord, readRecords } from './csv-records.js';

async function* pieces(parts: readonly string[]): AsyncGenerator<string> {
  for (const part of parts) yield Promise.resolve(part);
}

async function read(...parts: string[]): Promise<{ delimiter: string; records: CsvRecord[] }> {
  const records: CsvRecord[] = [];
  let delimiter = '';
  for await (const batch of readRecords(pieces(parts))) {
    records.push(...batch.records);
    delimiter = batch.delimiter;
  }
  return { delimiter, records };
}

describe('reading CSV records', () => {
  it('reads the same from any pieces, with the physical line of each record', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', ',', ';', '"', '\n', '\r\n', ' '),
      maxLength: 6,
    });
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(table, fc.array(fc.nat(200), { maxLength: 6 }), async (rows, cuts) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        let line = 2;
        const expected = rows.map(([left, right]) => {
          const record = { line, cells: [left, right] };
          line += 1 + (left + right).split('\n').length - 1;
          return record;
        });
        const text = ['h1,h2', ...rows.map((row) => row.map(quote).join(','))].join('\r\n');
        const places = [...cuts, 0, text.length]
          .map((cut) => Math.min(cut, text.length))
          .sort((a, b) => a - b);
        const parts = places.slice(1).map((end, index) => text.slice(places[index], end));
        const { records } = await read(...parts);
        expect(records.slice(1)).toEqual(expected);
      }),
      { numRuns: 300, seed: 20_251_202 },
    );
  });

  it('names the line of a quote that is never closed, however little was read before it', async () => {
    await expect(read('a,b\n1,2\n3,4\n"5,6\n')).rejects.toMatchObject({
      problems: [{ pointer: '/line/4', detail: 'a quoted cell that starts here is never closed' }],
    });
  });

  it('refuses what would have to be held in memory', async () => {
    const endless = `a,b\n1,"${'x'.repeat(1_200_000)}`;
    await expect(read(endless)).rejects.toMatchObject({
      code: 'import_refused',
      problems: [{ pointer: '/line/2', detail: 'the record that starts here is too long' }],
    });
  });
});
