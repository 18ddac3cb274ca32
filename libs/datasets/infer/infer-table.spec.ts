import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '#libs/platform';
import { dateFormatsOf, kindOf } from './column-kind.js';
import { type InferenceOptions, inferTable, type ObservedTable } from './infer-table.js';

const nothing: InferenceOptions = { names: new Map(), missingValues: new Map() };

function infer(text: string, options: Partial<InferenceOptions> = {}): Promise<ObservedTable> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const content = Buffer.from(text);
    for (let start = 0; start < content.length; start += 1000)
      yield Promise.resolve(content.subarray(start, start + 1000));
  }
  return inferTable(bytes(), { ...nothing, ...options });
}

/** Kinds of one-column files. */
async function kindOfCells(
  cells: readonly string[],
  options: Partial<InferenceOptions> = {},
): Promise<string> {
  const { columns } = await infer(`x;other\n${cells.map((cell) => `${cell};1`).join('\n')}\n`, options);
  return kindOf(columns[0]!.observed);
}

describe('what the columns of a file are', () => {
  it.each([
    ['numbers', ['1', '-2.5', '+3', '.5', '1e3', ''], 'numeric'],
    ['numbers with decimal commas', ['1,5', '2', '-3,25'], 'numeric'],
    ['numbers with a point and numbers with a comma', ['1,5', '1.234'], 'categorical'],
    ['numbers too large for a double', ['1e999', '1'], 'categorical'],
    ['codes with leading zeros', ['007', '12'], 'categorical'],
    ['zeros and decimals below one', ['0', '0,5', '-0,25'], 'numeric'],
    ['numbers of more than fifteen digits', ['1234567890123456', '1'], 'categorical'],
    ['yes and no in any case', ['Yes', 'no', 'YES'], 'boolean'],
    ['oui and non', ['oui', 'non'], 'boolean'],
    ['one word that means nothing else', ['true', 'true'], 'boolean'],
    ['a letter that may mean something else', ['F', 'F'], 'categorical'],
    ['words of two pairs', ['yes', 'non'], 'categorical'],
    ['zeros and ones', ['0', '1'], 'numeric'],
    ['days, with missing ones', ['2026-11-21', '', 'NA', '2024-02-29'], 'date'],
    ['days with a time', ['2026-11-21T10:00:00Z', '2026-11-21 10:00'], 'date'],
    ['a day that does not exist', ['2026-02-30', '2026-01-01'], 'categorical'],
    ['days of two formats', ['31/12/2026', '12/31/2026'], 'categorical'],
    ['texts', ['Lyon', 'Paris'], 'categorical'],
    ['nothing', ['', ' ', 'NaN'], 'categorical'],
    ['names of JavaScript', ['constructor', '__proto__'], 'categorical'],
  ])('takes %s for what they are', async (_, cells, kind) => {
    expect(await kindOfCells(cells)).toBe(kind);
  });

  it('reads days by the one format that fits all', async () => {
    const formats = async (...cells: string[]) => {
      const { columns } = await infer(`x\n${cells.join('\n')}\n`);
      return dateFormatsOf(columns[0]!.observed);
    };
    expect(await formats('13/01/2026', '01/02/2026')).toEqual(['dd/mm/yyyy']);
    expect(await formats('01/13/2026', '01/02/2026')).toEqual(['mm/dd/yyyy']);
    expect(await formats('1.2.2026', '3.4.2026')).toEqual(['dd/mm/yyyy', 'mm/dd/yyyy']);
    expect(await formats('29.02.2025')).toEqual([]);
  });

  it('counts what is present and missing, by marker, and what numbers there are', async () => {
    const { columns, rowCount } = await infer('x,y\n1,a\nNA,?\nna,\n4.5,-\n,b\n');
    expect(rowCount).toBe(5);
    const [x, y] = columns.map(({ observed }) => observed);
    expect([x!.present, x!.missing, [...x!.markers]]).toEqual([
      2,
      3,
      [
        ['NA', 1],
        ['na', 1],
        ['', 1],
      ],
    ]);
    expect([x!.extremes.minimum, x!.extremes.maximum, x!.fractions]).toEqual([1, 4.5, 1]);
    expect([y!.present, y!.missing, [...y!.levels!.keys()]]).toEqual([2, 3, ['a', 'b']]);
  });

  it('takes declared values for missing, whatever they are written as', async () => {
    const missingValues = new Map([['x', [365243, 'unknown']]]);
    const { columns } = await infer('x,y\n1,a\n365243.0,b\nUnknown,c\n', { missingValues });
    expect([columns[0]!.observed.present, columns[0]!.observed.missing]).toEqual([1, 2]);
    expect(kindOf(columns[0]!.observed)).toBe('numeric');
  });

  it('suspects one value far from all others that occurs often, and no long tail', async () => {
    const sentinels = async (values: readonly number[]) => {
      const { columns } = await infer(`x\n${values.join('\n')}\n`);
      return columns[0]!.observed.extremes.sentinels();
    };
    const ages = Array.from({ length: 100 }, (_, index) => 18 + (index % 60));
    expect(await sentinels([...ages, 999, 999, 999])).toEqual([{ value: 999, count: 3 }]);
    expect(await sentinels([...ages, -999, -999, -999, -999])).toEqual([{ value: -999, count: 4 }]);
    expect(await sentinels([...ages, 999, 999])).toEqual([]);
    expect(await sentinels(ages.map((age) => age ** 4))).toEqual([]);
    expect(await sentinels([0, 0, 0, 1, 1, 1])).toEqual([]);
  });

  it('tells whether what is named like an identifier is unique', async () => {
    const lines = Array.from({ length: 5000 }, (_, row) => `${row},k${row % 4999},${row}`);
    const { columns } = await infer(`customerId,order_key,value\n${lines.join('\n')}\n`);
    const [id, key, value] = columns.map(({ observed }) => observed.unique);
    expect([id!.areUnique, id!.repeats]).toEqual([true, 0]);
    expect([key!.areUnique, key!.repeats, key!.firstRepeatLine]).toEqual([false, 1, 5001]);
    expect(value).toBeUndefined();
  });

  it('counts no more texts than fit into memory, and holds none of them beyond', async () => {
    const lines = Array.from({ length: 10_500 }, (_, row) => `t${row},${row % 3}`);
    const { columns } = await infer(`text,few\n${lines.join('\n')}\n`);
    expect(columns[0]!.observed.levels).toBeUndefined();
    expect(columns[1]!.observed.levels!.size).toBe(3);
  });

  it('refuses ragged rows with their lines, up to a number that a person can read', async () => {
    const ragged = `a,b\n${'1\n'.repeat(1500)}`;
    const refusal = await infer(ragged).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'import_refused', members: { rows_refused: 1500 } });
    const { problems } = refusal as DomainError;
    expect(problems).toHaveLength(1000);
    expect(problems.at(-1)).toEqual({ pointer: '/line/1001', detail: 'has 1 cells where the header has 2' });
  });
});
