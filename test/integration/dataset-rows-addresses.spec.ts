import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DatasetsHttpModule } from '#libs/datasets';
import { columnOfKind, defineOwnedDataset } from '../support/owned-dataset.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

type Problem = { code: string; errors: { pointer: string; detail: string }[] };

/** Names that files have, and names that somebody would like to smuggle in. */
const columnNames = [
  'a.b c',
  'say "hi"',
  "l'âge",
  '; DROP TABLE datasets; --',
  '$1',
  ':name',
  'value_0',
  'row_id',
  'source',
  'constructor',
  'toString',
];

describe('rows that their owner names', () => {
  let rows: RowsApp;

  beforeAll(async () => {
    rows = await startRowsApp(DatasetsHttpModule);
    const columns = columnNames.map((name) => columnOfKind(name, 'categorical'));
    await defineOwnedDataset(rows.dataSource, 'named', columns, { name: 'the "key"', kind: 'categorical' });
    await defineOwnedDataset(rows.dataSource, 'numbered', [columnOfKind('age', 'numeric')], {
      name: 'number',
      kind: 'numeric',
    });
    await defineOwnedDataset(rows.dataSource, 'hidden', [columnOfKind('__proto__', 'categorical')]);
  });

  afterAll(() => rows.close());

  beforeEach(() => rows.dataSource.query('DELETE FROM datasets.named; DELETE FROM datasets.numbered'));

  const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, payload?: object, headers = {}) =>
    rows.app.inject({ method, url, ...(payload ? { payload } : {}), headers });

  it.each([
    'a/b',
    '../../clients/1',
    '..%2f',
    '100%',
    '50%2F50',
    '%',
    '?limit=1',
    '#top',
    'a b',
    ' edge ',
    'é',
    'e\u0301',
    '東京/日本',
    '😀'.repeat(50),
    "'; DROP TABLE datasets.named; --",
    '"quoted"',
    'a\\b',
    'two\nlines',
    '+',
    ';x=1',
    'rows',
    'null',
    '/'.repeat(200),
    '%'.repeat(200),
    '日'.repeat(200),
  ])('are found, changed and deleted at the address that was answered: %s', async (rowId) => {
    const values = { 'a.b c': 'x' };
    await send('POST', '/datasets/named/rows', { row_id: 'another', values });
    const created = await send('POST', '/datasets/named/rows', { row_id: rowId, values });
    expect(created.statusCode).toBe(201);
    const location = String(created.headers.location);
    expect(location).toBe(`/datasets/named/rows/${encodeURIComponent(rowId)}`);
    // As clients send it, who normalise addresses first.
    const url = new URL(location, 'http://veridict.example').pathname;
    expect((await send('GET', url)).json()).toMatchObject({ row_id: rowId, values });
    const changed = await send('PATCH', url, { values: { 'a.b c': 'y' } }, { 'if-match': '"1"' });
    expect(changed.json()).toMatchObject({ row_id: rowId, revision: '2', values: { 'a.b c': 'y' } });
    expect((await send('DELETE', url)).statusCode).toBe(204);
    expect((await send('GET', url)).json<Problem>().code).toBe('row_not_found');
    expect((await send('GET', '/datasets/named/rows/another')).statusCode).toBe(200);
  });

  it.each([
    [undefined, 'is required: the rows of this dataset are named by who adds them'],
    [5, 'must be a text'],
    ['', 'must have 1 to 200 characters'],
    ['x'.repeat(201), 'must have 1 to 200 characters'],
    ['a\u0000b', 'must not contain control characters or halves of characters'],
    ['\udc00', 'must not contain control characters or halves of characters'],
    ['..', 'must not be a dot or two'],
  ])('are refused under a name that no address could hold (%#)', async (rowId, detail) => {
    const response = await send('POST', '/datasets/named/rows', { row_id: rowId, values: {} });
    expect(response.statusCode).toBe(422);
    expect(response.json<Problem>().errors).toEqual([{ pointer: '/row_id', detail }]);
  });

  it('are refused in an address with control characters, and with no characters', async () => {
    for (const rowId of ['%00', 'a%08b', '%C2%85'])
      expect((await send('GET', `/datasets/named/rows/${rowId}`)).statusCode).toBe(422);
    expect((await send('GET', '/datasets/named/rows/%E0%A4')).statusCode).toBe(400);
  });

  it('exist once', async () => {
    const row = { row_id: 'x', values: {} };
    expect((await send('POST', '/datasets/named/rows', row)).statusCode).toBe(201);
    const again = await send('POST', '/datasets/named/rows', row);
    expect([again.statusCode, again.json<Problem>().code]).toEqual([409, 'row_exists']);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => send('POST', '/datasets/named/rows', { row_id: 'y', values: {} })),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it('have numbers where the column of identifiers has', async () => {
    for (const rowId of ['x', '1.5', '9223372036854775808', ' 1'])
      expect(
        (await send('POST', '/datasets/numbered/rows', { row_id: rowId, values: {} })).json<Problem>().errors,
      ).toEqual([{ pointer: '/row_id', detail: 'must be a whole number of 64 bits, as text' }]);
    const largest = '9223372036854775807';
    const created = await send('POST', '/datasets/numbered/rows', { row_id: largest, values: { age: 3 } });
    // The identifier is told once, also where it is a column of the file.
    expect(created.json()).toEqual({ row_id: largest, revision: '1', values: { age: 3 } });
    expect((await send('GET', `/datasets/numbered/rows/${largest}`)).json()).toEqual(created.json());
    expect(
      (await send('POST', '/datasets/numbered/rows', { row_id: '1', values: { number: 1 } })).json<Problem>()
        .errors,
    ).toEqual([{ pointer: '/values/number', detail: 'names the row: send it as row_id when you add one' }]);
  });

  it('hold what their columns are called, whatever that is', async () => {
    const values = Object.fromEntries(columnNames.map((name, index) => [name, `text ${index}`]));
    const created = await send('POST', '/datasets/named/rows', { row_id: 'x', values });
    expect(created.json()).toMatchObject({ row_id: 'x', values });
    for (const [index, name] of columnNames.entries()) {
      const query = new URLSearchParams({ column: name, equals: `text ${index}` });
      expect((await send('GET', `/datasets/named/rows?${query.toString()}`)).json()).toMatchObject({
        items: [{ row_id: 'x' }],
        total: 1,
      });
      const changed = await send(
        'PATCH',
        '/datasets/named/rows/x',
        { values: { [name]: 'other' } },
        { 'if-match': `"${index + 1}"` },
      );
      expect(changed.json<{ values: object }>().values).toHaveProperty([name], 'other');
    }
    expect(await rows.dataSource.query('SELECT count(*)::int AS count FROM datasets')).toEqual([
      { count: 3 },
    ]);
  });

  it('show a column called __proto__, which a body cannot set', async () => {
    await rows.dataSource.query(`INSERT INTO datasets.hidden ("__proto__") VALUES ('seen')`);
    const { body } = await send('GET', '/datasets/hidden/rows');
    expect(body).toContain('"values":{"__proto__":"seen"}');
    const poisoned = await rows.app.inject({
      method: 'POST',
      url: '/datasets/hidden/rows',
      headers: { 'content-type': 'application/json' },
      payload: '{"values":{"__proto__":"x"}}',
    });
    expect(poisoned.statusCode).toBe(400);
  });
});
