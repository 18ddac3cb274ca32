import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DatasetsHttpModule } from '#libs/datasets';
import { columnOfKind, defineOwnedDataset } from '../support/owned-dataset.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

interface Row {
  row_id: string;
  revision: string | null;
  values: Record<string, unknown>;
}
type Problem = { code: string; detail: string; errors: { pointer: string; detail: string }[] };

const visit = {
  'price, in €': 12.5,
  rooms: 3,
  'days employed': 365243,
  'has "pool"': true,
  town: 'Brest',
  'first seen': '2024-02-29',
  constructor: 'any text,\nalso of two lines',
} as const;

describe('the rows of an imported dataset', () => {
  let rows: RowsApp;

  beforeAll(async () => {
    rows = await startRowsApp(DatasetsHttpModule);
    await defineOwnedDataset(rows.dataSource, 'visits', [
      columnOfKind('price, in €', 'numeric', { nullable: false, optional: false, minimum: 0, maximum: 1000 }),
      columnOfKind('rooms', 'numeric', { optional: false, integer: true }),
      columnOfKind('days employed', 'numeric', { maximum: 30000, missingValues: [365243] }),
      columnOfKind('has "pool"', 'boolean'),
      columnOfKind('town', 'categorical', { allowedValues: ['Brest', 'Lyon'], missingValues: ['XNA'] }),
      columnOfKind('first seen', 'date'),
      columnOfKind('constructor', 'categorical', { allowedValues: ['known'], open: true }),
      columnOfKind('sex', 'categorical', { sensitive: true, allowedValues: ['F', 'M'] }),
    ]);
  });

  afterAll(() => rows.close());

  beforeEach(() => rows.dataSource.query('DELETE FROM datasets.visits'));

  const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: unknown, headers = {}) =>
    rows.app.inject({
      method,
      url: `/datasets/${path}`,
      ...(payload === undefined ? {} : { payload: payload as object }),
      headers,
    });
  const create = async (values: object = visit): Promise<Row> => {
    const response = await send('POST', 'visits/rows', { values });
    expect(response.statusCode).toBe(201);
    return response.json<Row>();
  };
  const problemsOf = async (values: unknown): Promise<[string, string][]> => {
    const response = await send('POST', 'visits/rows', { values });
    expect(response.statusCode).toBe(422);
    return response.json<Problem>().errors.map(({ pointer, detail }) => [pointer, detail]);
  };

  it('are added under a number of the database, and said to be where they can be read', async () => {
    const response = await send('POST', 'visits/rows', { values: visit });
    expect(response.statusCode).toBe(201);
    const row = response.json<Row>();
    expect(row).toEqual({ row_id: row.row_id, revision: '1', values: visit });
    expect(row.row_id).toMatch(/^\d+$/);
    expect(response.headers).toMatchObject({
      location: `/datasets/visits/rows/${row.row_id}`,
      etag: '"1"',
    });
    const read = await rows.app.inject({ method: 'GET', url: String(response.headers.location) });
    expect(read.headers.etag).toBe('"1"');
    expect(read.json()).toEqual(row);
  });

  it('hold null where a column that may be left out was', async () => {
    const { values } = await create({ 'price, in €': 1, rooms: null });
    expect(values).toEqual({
      ...Object.fromEntries(Object.keys(visit).map((name) => [name, null])),
      'price, in €': 1,
    });
  });

  it('keep a value that stands for a missing one as it is, beyond the bounds of the others', async () => {
    const { row_id } = await create({ ...visit, town: 'XNA' });
    const stored = await rows.dataSource.query<object[]>(
      `SELECT "days employed" AS days, town FROM datasets.visits WHERE veridict_row = $1`,
      [row_id],
    );
    expect(stored).toEqual([{ days: 365243, town: 'XNA' }]);
    expect((await send('GET', `visits/rows/${row_id}`)).json<Row>().values).toMatchObject({
      'days employed': 365243,
      town: 'XNA',
    });
  });

  it('are refused with every problem at once, each at its place, without the values', async () => {
    const secret = 'Rue du Secret 7';
    const response = await send('POST', 'visits/rows', {
      values: {
        'price, in €': -1,
        'days employed': 40000,
        'has "pool"': secret,
        town: secret,
        'first seen': '2023-02-29',
        constructor: `${secret}\u0007`,
        twon: 'Brest',
        'a/b~c': 1,
      },
      row_id: '5',
      no_field: 1,
    });
    expect(response.statusCode).toBe(422);
    const { code, errors } = response.json<Problem>();
    expect(code).toBe('validation_failed');
    expect(Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail]))).toEqual({
      '/no_field': 'is no field of the body; columns stand in values',
      '/row_id': 'is given by the database; leave it out',
      '/values/price, in €': 'must be at least 0',
      '/values/days employed': 'must be at most 30000',
      '/values/has "pool"': 'must be true or false or null',
      '/values/town': 'must be one of "Brest", "Lyon"',
      '/values/first seen': 'must be a day as YYYY-MM-DD or null',
      '/values/constructor': 'must not contain control characters or halves of characters',
      '/values/twon': 'is no column of visits; did you mean town?',
      '/values/a~1b~0c': 'is no column of visits',
      '/values/rooms': 'is required; send null where the value is missing',
    });
    expect(response.body).not.toContain(secret);
    expect(await rows.dataSource.query('SELECT 1 FROM datasets.visits')).toEqual([]);
  });

  it.each([
    ['price, in €', '12', 'must be a number; a number sent as text is not taken'],
    ['price, in €', null, 'must be a number; it cannot be missing'],
    ['price, in €', 1000.5, 'must be at most 1000'],
    ['price, in €', [12], 'must be a number'],
    ['rooms', 2.5, 'must be a whole number or null'],
    ['has "pool"', 1, 'must be true or false or null'],
    ['town', 'brest', 'must be one of "Brest", "Lyon"'],
    ['town', 5, 'must be a text or null'],
    ['first seen', '2024-2-29', 'must be a day as YYYY-MM-DD or null'],
    ['first seen', '2024-02-29T00:00:00Z', 'must be a day as YYYY-MM-DD or null'],
    ['first seen', '0000-01-01', 'must be a day as YYYY-MM-DD or null'],
    ['first seen', 19782, 'must be a day as YYYY-MM-DD or null'],
    ['constructor', '', 'must not be empty; send null where the value is missing'],
    ['constructor', 'x'.repeat(10_001), 'must have at most 10000 characters'],
    ['constructor', '\ud800', 'must not contain control characters or halves of characters'],
    ['sex', 'f', 'must be one of "F", "M"'],
    ['veridict_row', 5, 'names the row: send it as row_id when you add one'],
    ['veridict_version', 5, 'is no column of visits'],
  ])('refuse in %s what the column cannot hold (%#)', async (name, value, detail) => {
    expect(await problemsOf({ ...visit, [name]: value })).toEqual([[`/values/${name}`, detail]]);
  });

  it.each([undefined, null, [], 'text', 5])('refuse values that are no object (%#)', async (values) => {
    expect(await problemsOf(values)).toContainEqual(['/values', 'must be an object of values by column']);
  });

  it.each([[], ['x'], 'text', 5, null])('refuse a body that is no object (%#)', async (body) => {
    for (const [method, path] of [
      ['POST', 'visits/rows'],
      ['PATCH', 'visits/rows/1'],
    ] as const) {
      const response = await send(method, path, JSON.stringify(body), {
        'content-type': 'application/json',
        'if-match': '"1"',
      });
      expect(response.statusCode).toBe(422);
      expect(response.json<Problem>().errors).toEqual([
        { pointer: '', detail: 'the body must be a JSON object' },
      ]);
    }
  });

  it('refuse a number that no double can hold, in text and in JSON', async () => {
    const response = await send('POST', 'visits/rows', '{"values":{"price, in €":1,"rooms":1e999}}', {
      'content-type': 'application/json',
    });
    expect(response.json<Problem>().errors).toEqual([
      { pointer: '/values/rooms', detail: 'must be a whole number or null' },
    ]);
  });

  it('change only in what the body names, and only for who saw their last state', async () => {
    const { row_id } = await create();
    const path = `visits/rows/${row_id}`;
    const change = { values: { 'price, in €': 13, town: null } };
    expect((await send('PATCH', path, change)).statusCode).toBe(428);
    expect((await send('PATCH', path, change, { 'if-match': 'W/"1"' })).statusCode).toBe(412);
    const changed = await send('PATCH', path, change, { 'if-match': '"1"' });
    expect(changed.statusCode).toBe(200);
    expect(changed.headers).toMatchObject({ etag: '"2"' });
    expect(changed.headers.location).toBeUndefined();
    expect(changed.json()).toEqual({ row_id, revision: '2', values: { ...visit, ...change.values } });
    expect((await send('GET', path)).json()).toEqual(changed.json());
    for (const stale of ['"1"', '"999999999999999"'])
      expect((await send('PATCH', path, change, { 'if-match': stale })).statusCode).toBe(412);
    expect((await send('PATCH', path, { values: {} }, { 'if-match': '"2"' })).statusCode).toBe(422);
    expect(
      (await send('PATCH', path, { values: { rooms: 0.5 } }, { 'if-match': '"2"' })).json<Problem>().errors,
    ).toEqual([{ pointer: '/values/rooms', detail: 'must be a whole number or null' }]);
    expect((await send('GET', path)).headers.etag).toBe('"2"');
    const [times] = await rows.dataSource.query<[{ later: boolean }]>(
      'SELECT veridict_updated_at > veridict_created_at AS later FROM datasets.visits',
    );
    expect(times.later).toBe(true);
  });

  it('are deleted, with the tag only if it is the present one', async () => {
    const { row_id } = await create();
    const path = `visits/rows/${row_id}`;
    expect((await send('DELETE', path, undefined, { 'if-match': '"7"' })).statusCode).toBe(412);
    expect((await send('DELETE', path, undefined, { 'if-match': '"1"' })).statusCode).toBe(204);
    for (const method of ['DELETE', 'GET'] as const)
      expect((await send(method, path)).json<Problem>().code).toBe('row_not_found');
    const change = { values: { rooms: 1 } };
    expect((await send('PATCH', path, change, { 'if-match': '"1"' })).json<Problem>().code).toBe(
      'row_not_found',
    );
  });

  it('let one of many acts on one state win', async () => {
    const { row_id } = await create();
    const path = `visits/rows/${row_id}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2
          ? send('DELETE', path, undefined, { 'if-match': '"1"' })
          : send('PATCH', path, { values: { rooms: index } }, { 'if-match': '"1"' }),
      ),
    );
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404 || status === 412)).toHaveLength(19);
  });

  it.each(['0', '-5', '007x', 'x', '1.0', '99999999999999999999', '%27%20OR%20true'])(
    'are none under %s',
    async (rowId) => {
      await create();
      for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
        const body = method === 'PATCH' ? { values: { rooms: 1 } } : undefined;
        const response = await send(method, `visits/rows/${rowId}`, body, { 'if-match': '"1"' });
        expect([method, response.statusCode]).toEqual([method, 404]);
      }
    },
  );

  it('show sensitive columns only when asked, and only to those who may write them', async () => {
    const { row_id, values } = await create({ ...visit, sex: 'F' });
    expect(values).not.toHaveProperty('sex');
    const asViewer = { 'x-test-role': 'viewer' };
    for (const path of [`visits/rows/${row_id}`, 'visits/rows']) {
      expect((await send('GET', path)).body).not.toContain('"sex"');
      const asked = `${path}?include_sensitive=true`;
      expect((await send('GET', asked)).body).toContain('"sex":"F"');
      expect((await send('GET', asked, undefined, asViewer)).statusCode).toBe(403);
    }
    const filtered = 'visits/rows?column=sex&equals=F';
    expect((await send('GET', filtered)).json()).toMatchObject({ total: 1 });
    expect((await send('GET', filtered, undefined, asViewer)).json<Problem>().code).toBe(
      'insufficient_scope',
    );
  });

  it('record who did what to which columns, never their values', async () => {
    const { row_id } = await create({ ...visit, sex: 'F' });
    const path = `visits/rows/${row_id}`;
    await send('PATCH', path, { values: { 'price, in €': 77.25 } }, { 'if-match': '"1"' });
    await send('PATCH', path, { values: { 'price, in €': 78.25 } }, { 'if-match': '"1"' });
    await send('DELETE', path);
    const events = await rows.dataSource.query<object[]>(
      `SELECT action, details FROM audit.events WHERE subject_kind = 'dataset' AND subject_id = 'visits'
       AND details ->> 'row_id' = $1 ORDER BY id`,
      [row_id],
    );
    expect(events).toEqual([
      {
        action: 'dataset_row.created',
        details: { row_id, fields: [...Object.keys(visit), 'sex'], version: 1 },
      },
      { action: 'dataset_row.changed', details: { row_id, fields: ['price, in €'], version: 2 } },
      { action: 'dataset_row.deleted', details: { row_id } },
    ]);
  });
});
