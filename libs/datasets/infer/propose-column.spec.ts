import { describe, expect, it } from '@jest/globals';
import type { ColumnOverride } from './column-override.js';
import { inferTable } from './infer-table.js';
import { type ProposedColumn, proposeColumn } from './propose-column.js';

async function propose(cells: readonly string[], override: ColumnOverride = {}): Promise<ProposedColumn> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Promise.resolve(Buffer.from(`x;other\n${cells.map((cell) => `${cell};1`).join('\n')}\n`));
  }
  const { columns } = await inferTable(bytes(), {
    names: new Map(),
    missingValues: new Map([['x', override.missing_values ?? []]]),
  });
  return proposeColumn(columns[0]!, override, '/columns/x');
}

describe('what a column becomes', () => {
  it('takes numbers for whole where all are, and nullable where one is missing', async () => {
    expect((await propose(['1', '2'])).column).toMatchObject({
      kind: 'numeric',
      integer: true,
      nullable: false,
    });
    expect((await propose(['1', '2,5', ''])).column).toMatchObject({ kind: 'numeric', nullable: true });
    expect((await propose(['1', '2,5'])).column.integer).toBeUndefined();
    expect((await propose(['1', '2'], { integer: false })).column.integer).toBeUndefined();
  });

  it('lists categories while they repeat, and leaves names of persons open', async () => {
    const categories = Array.from({ length: 60 }, (_, row) => `c${row % 30}`);
    expect((await propose(categories)).column.allowedValues).toHaveLength(30);
    const names = Array.from({ length: 60 }, (_, row) => `name ${row}`);
    expect((await propose(names)).column).toMatchObject({ open: true });
    expect((await propose(names)).column.allowedValues).toBeUndefined();
  });

  it('reads labels with a full stop as those without, only where both occur', async () => {
    const { column } = await propose(['yes sir', 'yes sir.', 'no sir.']);
    expect(column.allowedValues).toEqual(['no sir.', 'yes sir']);
    expect(column.synonyms).toEqual({ 'yes sir': ['yes sir.'] });
  });

  it('excludes a column without any value', async () => {
    expect((await propose(['', 'NA'])).column).toMatchObject({
      kind: 'categorical',
      open: true,
      excluded: true,
    });
  });

  it('keeps declared missing values that the column can hold, and reads the others in files only', async () => {
    const numbers = await propose(['1', '999', 'unknown'], { missing_values: [999, 'unknown'] });
    expect(numbers.column).toMatchObject({
      kind: 'numeric',
      nullable: true,
      missingValues: [999],
      inFiles: { missingMarkers: ['unknown'] },
    });
    const days = await propose(['01/01/1900', '31/12/2026'], { missing_values: ['01/01/1900'] });
    expect(days.column).toMatchObject({
      kind: 'date',
      missingValues: ['1900-01-01'],
      inFiles: { dateFormat: 'dd/mm/yyyy' },
    });
  });

  it('warns of a column in which nearly all cells are numbers, with the first that is none', async () => {
    const { column, warnings } = await propose([
      ...Array.from({ length: 19 }, (_, row) => `${row}`),
      'twenty',
    ]);
    expect(column.kind).toBe('categorical');
    expect(warnings).toEqual([expect.stringMatching(/^x: 1 cells are no numbers, the first on line 21/)]);
  });

  it('names what contradicts itself in an override', async () => {
    const { problems } = await propose(['1', '2'], {
      kind: 'boolean',
      minimum: 3,
      true_values: ['a'],
      false_values: ['A'],
    });
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/columns/x/minimum', '/columns/x/false_values']);
    const bounds = await propose(['1'], { minimum: 2, maximum: 1 });
    expect(bounds.problems).toEqual([
      { pointer: '/columns/x/minimum', detail: 'must not be above the maximum' },
    ]);
    const lists = await propose(['a'], { allowed_values: ['b', 'b'] });
    expect(lists.problems).toEqual([
      { pointer: '/columns/x/allowed_values', detail: 'must not list a value twice' },
    ]);
  });
});
