import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type DatasetsApp, startDatasetsApp } from '../support/dataset-files.js';

/** What a file becomes: awkward ones are imported right, or refused with the line and the reason. */
describe('a CSV file that becomes a dataset', () => {
  let datasets: DatasetsApp;

  beforeAll(async () => {
    datasets = await startDatasetsApp({ DATASET_MAX_MEGABYTES: '50' });
  });
  afterAll(() => datasets.close());

  const rowsOf = async (name: string): Promise<unknown[]> => {
    const rows = await datasets.rows(name);
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !/^veridict_(?!row)/.test(column))),
    );
  };
  const kinds = (columns: readonly { name: string; kind: string }[]): Record<string, string> =>
    Object.fromEntries(columns.map(({ name, kind }) => [name, kind]));

  it('shows in a dry run what it would store, and stores nothing', async () => {
    const file = 'id,age,city,member\n1,41,Lyon,yes\n2,,Paris,no\n3,29,Lyon,yes\n';
    const shown = await datasets.infer(file, { name: 'dry', target: 'member' });
    expect(shown).toMatchObject({
      name: 'dry',
      origin: 'owned',
      identifier: 'id',
      target: 'member',
      row_count: 3,
      created_at: null,
      inferred: { delimiter: ',', encoding: 'utf-8' },
    });
    expect(kinds(shown.columns)).toEqual({
      id: 'numeric',
      age: 'numeric',
      city: 'categorical',
      member: 'boolean',
    });
    expect(shown.columns[1]).toMatchObject({ nullable: true, integer: true });
    expect(shown.inferred.columns[1]).toMatchObject({ present: 2, missing: 1, smallest: 29, largest: 41 });
    expect(shown.inferred.columns[2]!.levels).toEqual([
      { value: 'Lyon', count: 2 },
      { value: 'Paris', count: 1 },
    ]);
    expect(await datasets.dataSource.query('SELECT * FROM datasets')).toEqual([]);

    const stored = await datasets.create(file, { name: 'dry', target: 'member' });
    const { inferred: _, ...same } = shown;
    expect({ ...stored, created_at: null }).toEqual(same);
    expect(await datasets.rows('dry')).toMatchObject([
      { id: '1', age: 41, city: 'Lyon', member: true, veridict_version: 1 },
      { id: '2', age: null, city: 'Paris', member: false },
      { id: '3', age: 29, city: 'Lyon', member: true },
    ]);
    const [event] = await datasets.dataSource.query<{ details: object }[]>(
      `SELECT details FROM audit.events WHERE action = 'dataset.created' AND subject_id = 'dry'`,
    );
    expect(event!.details).toEqual({ rows: 3, columns: 4 });
  });

  it('reads line ends, delimiters and quotes inside quoted cells', async () => {
    const { name } = await datasets.create(
      'id,note\n1,"two\nlines"\n2,"a ""word"", quoted"\n3,"crlf\r\nhere"\n',
    );
    expect(await rowsOf(name)).toEqual([
      { id: '1', note: 'two\nlines' },
      { id: '2', note: 'a "word", quoted' },
      { id: '3', note: 'crlf\r\nhere' },
    ]);
  });

  it('reads semicolons with decimal commas', async () => {
    const shown = await datasets.infer('id;rate\n1;0,25\n2;-1,5\n3;12\n', { id_column: 'id' });
    expect(shown.inferred).toMatchObject({ delimiter: ';', decimal_comma: true });
    const { name } = await datasets.create('id;rate\n1;0,25\n2;-1,5\n3;12\n');
    expect(await rowsOf(name)).toEqual([
      { id: '1', rate: 0.25 },
      { id: '2', rate: -1.5 },
      { id: '3', rate: 12 },
    ]);
  });

  it('takes numbers with both marks in one column for text, and says so', async () => {
    const shown = await datasets.infer('id;rate\n1;0,25\n2;1.234\n');
    expect(kinds(shown.columns)['rate']).toBe('categorical');
    expect(shown.warnings.join()).toContain('rate: has numbers with a point and numbers with a comma');
  });

  it('reads tabs and vertical bars', async () => {
    for (const delimiter of ['\t', '|']) {
      const shown = await datasets.infer(['id,a', '1,2'].join('\n').replaceAll(',', delimiter));
      expect(shown.inferred.delimiter).toBe(delimiter);
      expect(shown.columns).toHaveLength(2);
    }
  });

  it('reads Windows-1252', async () => {
    const file = Buffer.from('id;région\n1;Côte d’Azur\n', 'utf8').toString('utf8');
    const bytes = Uint8Array.from(file.replace('’', '\u0092'), (letter) => letter.charCodeAt(0));
    expect((await datasets.infer(bytes)).inferred.encoding).toBe('windows-1252');
    const { name } = await datasets.create(bytes);
    expect(await rowsOf(name)).toEqual([{ id: '1', région: 'Côte d’Azur' }]);
  });

  it('reads what Excel calls Unicode text: UTF-16, tabs, decimal commas', async () => {
    const bytes = Buffer.from('\uFEFFid\tville\tprix\r\n1\tCôte d’Azur\t1,5\r\n', 'utf16le');
    expect((await datasets.infer(bytes)).inferred).toMatchObject({
      encoding: 'utf-16le',
      delimiter: '\t',
      decimal_comma: true,
    });
    const { name } = await datasets.create(bytes);
    expect(await rowsOf(name)).toEqual([{ id: '1', ville: 'Côte d’Azur', prix: 1.5 }]);
  });

  it('asks for the delimiter where two part the rows alike', async () => {
    const file = 'name;price,eur\nx;1,5\ny;2,5\n';
    expect((await datasets.infer(file)).warnings).toContainEqual(
      'delimiter: say "," or ";": the header and the rows after it have as many cells with either',
    );
    expect((await refusedCreation(file)).errors).toMatchObject([{ pointer: '/delimiter' }]);
    const { columns } = await datasets.create(file, { delimiter: ';' });
    expect(columns.map(({ name }) => name)).toEqual(['name', 'price,eur']);
  });

  it('reads UTF-8 with a byte order mark, and line ends of Windows', async () => {
    const { name } = await datasets.create('\uFEFFid,ville\r\n1,Besançon\r\n2,Nîmes\r\n');
    expect(await rowsOf(name)).toEqual([
      { id: '1', ville: 'Besançon' },
      { id: '2', ville: 'Nîmes' },
    ]);
  });

  it('refuses ragged rows, each with its line', async () => {
    expect(await datasets.refusal('a,b\n1,2\n3\n4,5\n6,7,8\n')).toMatchObject({
      status: 422,
      code: 'import_refused',
      errors: [
        { pointer: '/line/3', detail: 'has 1 cells where the header has 2' },
        { pointer: '/line/5', detail: 'has 3 cells where the header has 2' },
      ],
    });
  });

  it('refuses headers that are the same, also after Unicode normalisation, with their places', async () => {
    expect((await datasets.refusal('a,b,a,caf\u00e9,cafe\u0301\n1,2,3,4,5\n')).errors).toEqual([
      {
        pointer: '/line/1/column/3',
        detail: 'has the same header as column 1; rename one of them in the file',
      },
      {
        pointer: '/line/1/column/5',
        detail: 'has the same header as column 4; rename one of them in the file',
      },
    ]);
  });

  it('takes dots, blanks, quotes and names of JavaScript in headers', async () => {
    const headers = [
      'default.payment',
      'two words',
      'it\'s "quoted"',
      'toString',
      'constructor',
      'été',
      "x'); DROP TABLE datasets; --",
    ];
    const cells = headers.map((header) => `"${header.replaceAll('"', '""')}"`);
    const { name, columns } = await datasets.create(`${cells.join(',')}\n1,2,3,4,5,6,7\n`);
    expect(columns.map((column) => column.name)).toEqual(headers);
    const [row] = await datasets.rows(name);
    for (const [index, header] of headers.entries())
      expect(Object.entries(row!).find(([column]) => column === header)?.[1] ?? row![header]).toBe(index + 1);
  });

  it('names a blank header by its place, refuses headers that are too long or ours, and renames', async () => {
    const long = 'é'.repeat(32);
    const file = `,${long},veridict_row,__proto__\n1,2,3,4\n`;
    const { errors } = await datasets.refusal(file);
    expect(errors!.map(({ pointer }) => pointer)).toEqual(
      [2, 3, 4].map((place) => `/line/1/column/${place}`),
    );
    expect(errors!.at(-1)!.detail).toBe(
      'must not be __proto__, which no JSON body can hold; give the column another name in columns, by this header',
    );
    const columns = {
      [long]: { name: 'long' },
      veridict_row: { name: 'row' },
      ['__proto__']: { name: 'proto' },
      column_1: { name: 'first' },
    };
    const { warnings, columns: named } = await datasets.create(file, { columns });
    expect(named.map((column) => column.name)).toEqual(['first', 'long', 'row', 'proto']);
    expect(warnings.join()).toContain('column_1: has no header');
  });

  it('reads blank cells and the usual markers as missing, counts them, and lets them be declared', async () => {
    const file = 'x,y\n1,a\n  ,NA\n3,b\nNaN,?\nnull,a\n-,\n';
    const shown = await datasets.infer(file);
    expect(shown.inferred.columns.map(({ present, missing }) => [present, missing])).toEqual([
      [2, 4],
      [3, 3],
    ]);
    expect(shown.inferred.columns[1]!.missing_markers).toEqual([
      { value: 'NA', count: 1 },
      { value: '?', count: 1 },
      { value: '', count: 1 },
    ]);
    expect(shown.warnings.join()).toContain('y: read as missing: NA (1), ? (1)');
    expect(kinds(shown.columns)['x']).toBe('numeric');
    const declared = await datasets.infer(file, { missing_markers: ['null', 'NaN', '-'] });
    expect(declared.inferred.columns[1]!.missing).toBe(1);
    expect(declared.columns[1]!.allowed_values).toEqual(['?', 'NA', 'a', 'b']);
  });

  it('takes labels with a full stop at the end for the same labels without', async () => {
    const file = 'age,income\n31,<=50K\n40,>50K\n50,>50K.\n28,<=50K.\n';
    const { name, columns, warnings } = await datasets.create(file, {
      target: 'income',
      positive_class: '>50K',
    });
    expect(columns[1]!.allowed_values).toEqual(['<=50K', '>50K']);
    expect(warnings.join()).toContain('income: 2 labels occur with and without a full stop');
    expect((await rowsOf(name)).map((row) => (row as { income: string }).income)).toEqual([
      '<=50K',
      '<=50K',
      '>50K',
      '>50K',
    ]);
  });

  it('reads days in three formats, and asks where two fit', async () => {
    const file =
      'iso,french,american,both\n2026-11-21,21/11/2026,11/21/2026,01/02/2026\n2024-02-29,01.02.2026,02/01/2026,03/04/2026\n';
    const shown = await datasets.infer(file);
    expect(new Set(Object.values(kinds(shown.columns)))).toEqual(new Set(['date']));
    expect(shown.inferred.columns.map((column) => column.ambiguous_date)).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect((await refusedCreation(file)).errors).toEqual([
      {
        pointer: '/columns/both/date_format',
        detail: 'say dd/mm/yyyy or mm/dd/yyyy: every day of the column could be both',
      },
    ]);
    const { name } = await datasets.create(file, { columns: { both: { date_format: 'mm/dd/yyyy' } } });
    const [row] = await datasets.dataSource.query<object[]>(
      `SELECT iso::text, french::text, american::text, "both"::text FROM datasets.${name} ORDER BY 1 DESC LIMIT 1`,
    );
    expect(row).toEqual({
      iso: '2026-11-21',
      french: '2026-11-21',
      american: '2026-11-21',
      both: '2026-01-02',
    });
  });

  const refusedCreation = async (file: string) => {
    const form = new FormData();
    form.set('file', new Blob([file]), 'file.csv');
    form.set('definition', new Blob([JSON.stringify({ name: 'never' })], { type: 'application/json' }));
    const response = await fetch(`${datasets.url}/datasets`, {
      method: 'POST',
      body: form,
      headers: { 'x-test-role': 'admin' },
    });
    return (await response.json()) as { errors: unknown };
  };

  it('takes 500 columns', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `c${index}`);
    const line = names
      .map((_, index) => (index % 5 === 0 ? `level ${index % 7}` : String(index / 4)))
      .join(',');
    const { name, columns } = await datasets.create(`${names.join(',')}\n${line}\n${line}\n`);
    expect(columns).toHaveLength(500);
    expect((await datasets.rows(name))[0]).toMatchObject({ c0: 'level 0', c499: 124.75 });
  });

  it('says of rows that are too wide for PostgreSQL what to do', async () => {
    const names = Array.from({ length: 1400 }, (_, index) => `c${index}`);
    const line = names.map((_, index) => String(index + 0.5)).join(',');
    const file = `${names.join(',')}\n${line}\n`;
    const form = new FormData();
    form.set('definition', JSON.stringify({ name: 'wide' }));
    form.set('file', new Blob([file]), 'file.csv');
    const response = await fetch(`${datasets.url}/datasets`, {
      method: 'POST',
      body: form,
      headers: { 'x-test-role': 'admin' },
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('about 1000 numbers') });
  });

  it('lists 20 categories, leaves 5,000 open, and lets both be declared otherwise', async () => {
    const lines = Array.from({ length: 10_000 }, (_, row) => `${row},l${row % 20},m${row % 5000}`);
    const file = `id,few,many\n${lines.join('\n')}\n`;
    const shown = await datasets.infer(file);
    expect(shown.columns[1]).toMatchObject({ open: false });
    expect(shown.columns[1]!.allowed_values).toHaveLength(20);
    expect(shown.columns[2]).toMatchObject({ open: true, allowed_values: null });
    expect(shown.inferred.columns[2]!.distinct).toBe(5000);
    const closed = await datasets.infer(file, { columns: { few: { open: true }, many: { open: false } } });
    expect(closed.columns[1]).toMatchObject({ open: true, allowed_values: null });
    expect(closed.columns[2]!.allowed_values).toHaveLength(5000);
    const tooMany = Array.from({ length: 12_000 }, (_, row) => `t${row},${row}`);
    const flagged = await datasets.infer(`text,n\n${tooMany.join('\n')}\n`);
    expect(flagged.warnings.join()).toContain('text: has more different texts than are counted');
  });

  it('takes a target with three classes', async () => {
    const { columns, target } = await datasets.create('x,class\n1,red\n2,green\n3,blue\n4,red\n', {
      target: 'class',
    });
    expect(target).toBe('class');
    expect(columns[1]!.allowed_values).toEqual(['blue', 'green', 'red']);
  });

  it('refuses an empty file, one with a header only, and one without a header', async () => {
    expect((await datasets.refusal('')).detail).toContain('The file is empty');
    expect((await datasets.refusal('a,b\n')).detail).toContain('has a header and no row');
    expect((await datasets.refusal('1,2\n3,4\n')).errors).toEqual([
      { pointer: '/line/1', detail: 'must be a header with the names of the columns; it holds numbers only' },
    ]);
  });

  it('takes a file with one column, and wonders about its delimiter', async () => {
    const { name, warnings } = await datasets.create('x\n1\n2\n');
    expect(warnings[0]).toContain('one column only');
    expect(await rowsOf(name)).toEqual([
      { x: 1, veridict_row: '1' },
      { x: 2, veridict_row: '2' },
    ]);
  });

  it('refuses NUL and other control characters, with line and column, and a quote that is never closed', async () => {
    expect((await datasets.refusal('id,text\n1,a\n2,b\u0000c\n3,\u001b[31m\n')).errors).toEqual([
      { pointer: '/line/3/text', detail: 'must not contain control characters' },
      { pointer: '/line/4/text', detail: 'must not contain control characters' },
    ]);
    expect((await datasets.refusal('id,text\n1,a\n2,"never\nclosed\n')).errors).toEqual([
      { pointer: '/line/3', detail: 'a quoted cell that starts here is never closed' },
    ]);
  });

  it('suspects a value far from all others, and takes it for missing once declared', async () => {
    const lines = Array.from({ length: 50 }, (_, row) => `${row},${row % 5 === 0 ? 365243 : -row * 100}`);
    const file = `id,days\n${lines.join('\n')}\n`;
    expect((await datasets.infer(file)).warnings.join()).toContain(
      'days: 10 rows hold 365243, far from all other values',
    );
    const declared = await datasets.create(file, { columns: { days: { missing_values: [365243] } } });
    expect(declared.warnings.join()).not.toContain('365243, far');
    expect(declared.columns[1]).toMatchObject({ missing_values: [365243], nullable: true });
    // The table keeps what the file had; readers take it for missing.
    const [{ held }] = await datasets.dataSource.query<[{ held: number }]>(
      `SELECT count(*)::int AS held FROM datasets."${declared.name}" WHERE days = 365243`,
    );
    expect(held).toBe(10);
  });

  it('keeps codes with leading zeros, and numbers that a double would round, as text', async () => {
    const { columns, name } = await datasets.create(
      'zip,account,n\n01000,12345678901234567890,1\n75001,2,2\n',
    );
    expect(kinds(columns)).toEqual({ zip: 'categorical', account: 'categorical', n: 'numeric' });
    expect(await rowsOf(name)).toMatchObject([
      { zip: '01000', account: '12345678901234567890' },
      { zip: '75001' },
    ]);
  });

  it('names every cell that is not what its column is declared to be', async () => {
    const file = 'n,flag,city,age\n1,yes,Lyon,12\nx,maybe,Paris,-1\n3,no,Nice,\n';
    const columns = {
      n: { kind: 'numeric' },
      flag: { kind: 'boolean' },
      city: { allowed_values: ['Lyon', 'Nice'] },
      age: { minimum: 0, nullable: false },
    };
    expect((await datasets.refusal(file, { columns })).errors).toEqual([
      { pointer: '/line/3/n', detail: 'must be a number' },
      { pointer: '/line/3/flag', detail: expect.stringContaining('must be yes or no') },
      { pointer: '/line/3/city', detail: 'is none of the values that the column can have' },
      { pointer: '/line/3/age', detail: 'must be at least 0' },
      { pointer: '/line/4/age', detail: 'must not be empty' },
    ]);
  });

  it('names everything in a definition that the file does not bear out', async () => {
    const { status, code, errors } = await datasets.refusal('id,income,city\n1,2,Lyon\n2,3,Nice\n', {
      target: 'incom',
      positive_class: 'x',
      columns: {
        cty: { sensitive: true },
        income: { allowed_values: ['2'] },
        city: { kind: 'categorical', open: true, allowed_values: ['Lyon'] },
      },
      derived: [{ name: 'double', expression: 'incme * 2' }],
    });
    expect([status, code]).toEqual([422, 'validation_failed']);
    expect(errors!.map(({ pointer, detail }) => `${pointer} ${detail}`)).toEqual([
      '/columns/cty is no header of the file; did you mean city?',
      expect.stringMatching(
        /^\/columns\/income\/allowed_values is for categorical columns; this one is numeric/,
      ),
      '/columns/city/open must not be true where allowed_values lists the values',
      '/target is no header of the file; did you mean income?',
      '/positive_class needs a target of which it is a value',
      expect.stringMatching(/^\/derived\/0 .*incme/),
    ]);
  });

  it('refuses keys that nobody knows, and values of another type, with their pointers', async () => {
    const { errors } = await datasets.refusal('a\nx\n', {
      name: 'Not A Name',
      wrong: 1,
      delimiter: '::',
      columns: { 'a/b': { kin: 'numeric', minimum: 'low' } },
      derived: [{ name: 'x' }],
    });
    expect(errors!.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining([
        '/wrong',
        '/name',
        '/delimiter',
        '/columns/a~1b/kin',
        '/columns/a~1b/minimum',
        '/derived/0/expression',
      ]),
    );
  });

  it('names the lines on which identifiers repeat, and stores nothing', async () => {
    const file = 'code,x\na,1\nb,2\na,3\nb,4\na,5\n';
    const shown = await datasets.infer(file, { id_column: 'code' });
    expect(shown.warnings.join()).toContain('3 rows repeat an identifier, the first on line 4');
    const form = new FormData();
    form.set('definition', JSON.stringify({ name: 'repeats', id_column: 'code' }));
    form.set('file', new Blob([file]), 'file.csv');
    const response = await fetch(`${datasets.url}/datasets`, {
      method: 'POST',
      body: form,
      headers: { 'x-test-role': 'admin' },
    });
    expect(await response.json()).toMatchObject({
      code: 'import_refused',
      rows_refused: 3,
      errors: [
        { pointer: '/line/4/code', detail: 'repeats the identifier of line 2' },
        { pointer: '/line/5/code', detail: 'repeats the identifier of line 3' },
        { pointer: '/line/6/code', detail: 'repeats the identifier of line 2' },
      ],
    });
    expect(await datasets.dataSource.query(`SELECT to_regclass('datasets.repeats') AS found`)).toEqual([
      { found: null },
    ]);
  });

  it('refuses a name that is taken', async () => {
    await datasets.create('x\n1\n', { name: 'taken' });
    expect(await datasets.refusal('x\n1\n', { name: 'taken' })).toMatchObject({
      status: 409,
      code: 'dataset_exists',
    });
  });

  it('refuses forms without a file or a definition, and files that are too large; nothing stays on the disk', async () => {
    const before = spooled();
    const post = async (fill: (form: FormData) => void) => {
      const form = new FormData();
      fill(form);
      const response = await fetch(`${datasets.url}/datasets`, {
        method: 'POST',
        body: form,
        headers: { 'x-test-role': 'admin' },
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    expect((await post((form) => form.set('definition', '{"name":"x"}'))).body).toMatchObject({
      errors: [{ pointer: '/file' }],
    });
    expect((await post((form) => form.set('file', new Blob(['a\n1\n']), 'a.csv'))).body).toMatchObject({
      errors: [{ pointer: '/definition' }],
    });
    const large = new Blob([new Uint8Array(51_000_000)]);
    expect((await post((form) => form.set('file', large, 'a.csv'))).status).toBe(413);
    expect(spooled()).toEqual(before);
  });

  const spooled = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('veridict-upload-'));
});
