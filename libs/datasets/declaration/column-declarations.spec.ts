import { describe, expect, it } from '@jest/globals';
import { AttachedColumnDto } from '../dto/attach-dataset.dto.js';
import { ColumnOverrideDto } from '../dto/dataset-upload.dto.js';
import { parseDefinition } from '../upload/parse-definition.js';
import { columnDeclarations } from './column-declarations.js';

describe.each([
  ['of a file', ColumnOverrideDto],
  ['of a relation', AttachedColumnDto],
])('what is declared of columns %s', (_, metatype: new () => object) => {
  const pointers = async (given: unknown): Promise<string[]> =>
    (await columnDeclarations(given, metatype)).problems.map(({ pointer }) => pointer);

  it('may be left out, but is never null', async () => {
    expect(await pointers({ income: {} })).toEqual([]);
    const keys = ['kind', 'description', 'unit', 'minimum', 'allowed_values', 'sensitive', 'missing_values'];
    for (const key of keys)
      expect(new Set(await pointers({ income: { [key]: null } }))).toEqual(
        new Set([`/columns/income/${key}`]),
      );
  });

  it('holds texts of one line, and markers that PostgreSQL can hold', async () => {
    for (const text of ['a\nb', 'a\u0085b'])
      expect(await pointers({ income: { description: text, unit: text } })).toEqual([
        ...['/columns/income/description', '/columns/income/unit'],
      ]);
    expect(await pointers({ income: { missing_values: [365243, 'unknown', ''] } })).toEqual([]);
    for (const marker of [null, true, {}, 'a\0', 'a'.repeat(1001)])
      expect(await pointers({ income: { missing_values: [1, marker] } })).toEqual([
        '/columns/income/missing_values',
      ]);
  });

  it('is told of any name, each problem at its place', async () => {
    const names = JSON.parse(
      '{"__proto__": {"unit": "EUR"}, "constructor": {"unit": 1}, "a/b": 7}',
    ) as object;
    const { of, problems } = await columnDeclarations(names, metatype);
    expect([...of]).toEqual([['__proto__', expect.objectContaining({ unit: 'EUR' })]]);
    expect(new Set(problems.map(({ pointer }) => pointer))).toEqual(
      new Set(['/columns/constructor/unit', '/columns/a~1b']),
    );
    expect(await pointers([])).toEqual(['/columns']);
    expect(await pointers(Object.fromEntries(Array.from({ length: 1501 }, (__, i) => [i, {}])))).toEqual([
      '/columns',
    ]);
  });
});

describe('the definition of an upload', () => {
  it('takes a class as the file writes it, and null for rows that are to be numbered', async () => {
    const { positive_class: positive, id_column: identifier } = await parseDefinition({
      ...{ name: 'loans', target: 'defaulted', positive_class: 1, id_column: null },
    });
    expect([positive, identifier]).toEqual(['1', null]);
  });

  it('takes null for nothing else', async () => {
    for (const key of ['description', 'target', 'positive_class', 'delimiter', 'derived', 'columns'])
      await expect(parseDefinition({ name: 'loans', [key]: null })).rejects.toMatchObject({
        problems: expect.arrayContaining([expect.objectContaining({ pointer: `/${key}` })]),
      });
  });
});
