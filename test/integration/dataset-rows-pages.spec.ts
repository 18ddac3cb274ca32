import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatasetsHttpModule } from '#libs/datasets';
import { columnOfKind, defineOwnedDataset } from '../support/owned-dataset.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

interface Page {
  items: { row_id: string; values: Record<string, unknown> }[];
  next_cursor: string | null;
  total: number;
}
type Problem = { code: string; errors: { pointer: string; detail: string }[] };

const rowCount = 250;

describe('the list of the rows of a dataset', () => {
  let rows: RowsApp;

  beforeAll(async () => {
    rows = await startRowsApp(DatasetsHttpModule);
    const columns = [
      columnOfKind('n', 'numeric'),
      columnOfKind('even', 'boolean'),
      columnOfKind('when', 'date'),
      columnOfKind('note', 'categorical'),
    ];
    const content = `i, i % 2 = 0, DATE '2024-01-01' + i % 5, CASE WHEN i % 10 = 0 THEN NULL ELSE 'note ' || i % 3 END
      FROM generate_series(1, ${rowCount}) AS i ORDER BY i * 7919 % 251`;
    await defineOwnedDataset(rows.dataSource, 'counted', columns);
    await rows.dataSource.query(`INSERT INTO datasets.counted (n, even, "when", note) SELECT ${content}`);
    await defineOwnedDataset(rows.dataSource, 'named', columns, { name: 'name', kind: 'categorical' });
    await rows.dataSource.query(
      `INSERT INTO datasets.named (name, n, even, "when", note)
       SELECT CASE WHEN i % 2 = 0 THEN 'É' ELSE '"\\' END || repeat('東', 100) || i, ${content}`,
    );
  });

  afterAll(() => rows.close());

  const get = (query: string) => rows.app.inject({ method: 'GET', url: `/datasets/${query}` });
  const page = async (query: string): Promise<Page> => {
    const response = await get(query);
    expect(response.statusCode).toBe(200);
    return response.json<Page>();
  };
  const walk = async (query: string, between: () => Promise<void> = async () => {}): Promise<string[]> => {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const next: Page = await page(`${query}${cursor && `&cursor=${cursor}`}`);
      ids.push(...next.items.map(({ row_id }) => row_id));
      cursor = next.next_cursor;
      await between();
    }
    return ids;
  };

  it('walks all rows exactly once, upwards and downwards', async () => {
    const upwards = Array.from({ length: rowCount }, (_, index) => String(index + 1));
    expect(await walk('counted/rows?limit=40')).toEqual(upwards);
    expect(await walk('counted/rows?limit=50&sort=-row_id')).toEqual([...upwards].reverse());
  });

  it('walks rows that are named by texts, in the order that the database gives texts', async () => {
    const inOrder = await rows.dataSource.query<{ name: string }[]>(
      'SELECT name FROM datasets.named ORDER BY name',
    );
    const names = inOrder.map(({ name }) => name);
    expect(await walk('named/rows?limit=37')).toEqual(names);
    expect(await walk('named/rows?limit=37&sort=-row_id')).toEqual([...names].reverse());
  });

  it('shows each row that lived throughout exactly once while others come and go', async () => {
    let doomed = 3;
    const seen = await walk('counted/rows?limit=30', async () => {
      await rows.dataSource.query('DELETE FROM datasets.counted WHERE veridict_row = $1', [doomed]);
      await rows.dataSource.query('INSERT INTO datasets.counted (n) VALUES (-1)');
      doomed += 45;
    });
    const survivors = await rows.dataSource.query<{ id: string }[]>(
      `SELECT veridict_row AS id FROM datasets.counted WHERE veridict_row <= ${rowCount}`,
    );
    const times = new Map<string, number>();
    for (const id of seen) times.set(id, (times.get(id) ?? 0) + 1);
    expect(survivors.filter(({ id }) => times.get(id) !== 1)).toEqual([]);
    expect(survivors.length).toBeLessThan(rowCount);
    await rows.dataSource.query('DELETE FROM datasets.counted WHERE n = -1');
  });

  it.each([
    ['column=n&equals=12', 'n = 12'],
    ['column=n&equals=1.2e1', 'n = 12'],
    ['column=even&equals=true', 'even'],
    ['column=when&equals=2024-01-03', `"when" = '2024-01-03'`],
    ['column=note&equals=note%201', `note = 'note 1'`],
    ['column=note', 'note IS NULL'],
  ])('holds only the rows that %s asks for', async (query, condition) => {
    const matching = await rows.dataSource.query<{ id: string }[]>(
      `SELECT veridict_row AS id FROM datasets.counted WHERE ${condition} ORDER BY veridict_row`,
    );
    expect(matching.length).toBeGreaterThan(0);
    expect((await page(`counted/rows?${query}`)).total).toBe(matching.length);
    expect(await walk(`counted/rows?limit=9&${query}`)).toEqual(matching.map(({ id }) => id));
  });

  it.each([
    ['column=m&equals=1', '/column', 'is no column of counted; did you mean n?'],
    ['column=n&equals=twelve', '/equals', 'must be a number'],
    ['column=n&equals=1e999', '/equals', 'must be a number'],
    ['column=even&equals=1', '/equals', 'must be true or false'],
    ['equals=1', '/column', 'is required with equals'],
  ])('refuses %s', async (query, pointer, detail) => {
    const response = await get(`counted/rows?${query}`);
    expect(response.statusCode).toBe(422);
    expect(response.json<Problem>().errors).toEqual([{ pointer, detail }]);
  });

  it.each([
    'limit=0',
    'limit=1001',
    'sort=n',
    'cursor=',
    'n=1',
    'column=',
    'column=n&column=m',
    'cursor=%2B',
  ])('refuses %s as a query', async (query) => {
    expect((await get(`counted/rows?${query}`)).statusCode).toBe(422);
  });

  it('refuses a cursor that was edited or belongs to another list', async () => {
    const { next_cursor: cursor } = await page('counted/rows?limit=10');
    const edited = `${cursor![0] === 'A' ? 'B' : 'A'}${cursor!.slice(1)}`;
    for (const query of [
      `counted/rows?cursor=${edited}`,
      `counted/rows?sort=-row_id&cursor=${cursor}`,
      `counted/rows?column=n&equals=1&cursor=${cursor}`,
      `named/rows?cursor=${cursor}`,
    ]) {
      const response = await get(query);
      expect([query, response.statusCode, response.json<Problem>().code]).toEqual([
        query,
        400,
        'invalid_cursor',
      ]);
    }
  });

  it('answers an empty page of a dataset without rows, and 404 of one that is not there', async () => {
    await defineOwnedDataset(rows.dataSource, 'empty', []);
    expect(await page('empty/rows')).toEqual({ items: [], next_cursor: null, total: 0 });
    for (const path of ['nothing/rows', 'nothing/rows/1'])
      expect((await get(path)).json<Problem>().code).toBe('dataset_not_found');
    expect((await get('No%20Such/rows')).statusCode).toBe(422);
  });
});
