import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DatasetsApp, startDatasetsApp } from '../support/dataset-files.js';
import { columnOfKind, storeDefinition } from '../support/owned-dataset.js';

describe('rows of a dataset from a CSV file, and to one', () => {
  let datasets: DatasetsApp;
  let made = 0;

  beforeAll(async () => {
    datasets = await startDatasetsApp();
  });
  afterAll(() => datasets.close());

  /** Three people, named by their id. */
  const people = async (): Promise<string> => {
    const file = 'id,age,city,member\n1,41,Lyon,yes\n2,,Paris,no\n3,29,Lyon,yes\n';
    const { name } = await datasets.create(file, {
      name: `people_${++made}`,
      columns: { age: { sensitive: true }, city: { allowed_values: ['Lyon', 'Paris', 'Nice'] } },
    });
    return name;
  };
  const stored = async (name: string): Promise<unknown[]> => {
    const rows = await datasets.rows(name, 'id');
    return rows.map(({ id, age, city, member, veridict_version: version }) => [
      id,
      age,
      city,
      member,
      version,
    ]);
  };
  const exported = async (name: string, query = ''): Promise<string> => {
    const response = await fetch(`${datasets.url}/datasets/${name}/export${query}`);
    return response.text();
  };

  it('appends rows as the columns declare them, in any order of the columns', async () => {
    const name = await people();
    const report = await datasets.import(name, 'member;id;city;age\noui;4;nice;30,0\nnon;5;Paris;NA\n');
    expect(report).toMatchObject({
      rows_read: 2,
      rows_imported: 2,
      rows_inserted: 2,
      rows_updated: 0,
      rows_deleted: 0,
    });
    expect((await stored(name)).slice(3)).toEqual([
      ['4', 30, 'Nice', true, 1],
      ['5', null, 'Paris', false, 1],
    ]);
  });

  it('refuses rows that exist, repeat or do not fit, each with its line, and stores nothing', async () => {
    const name = await people();
    const before = await stored(name);
    const file = 'id,age,city,member\n3,1,Lyon,yes\n7,1,Lyon,yes\n7,2,Nice,no\n';
    expect((await datasets.importRefusal(name, file)).errors).toEqual([
      { pointer: '/line/2/id', detail: 'names a row that exists; use mode upsert to change it' },
      { pointer: '/line/4/id', detail: 'repeats the identifier of line 3' },
    ]);
    expect((await datasets.importRefusal(name, 'id,city,member\n8,Rome,perhaps\n9\n')).errors).toEqual([
      { pointer: '/line/2/city', detail: 'is none of the values that the column can have' },
      { pointer: '/line/2/member', detail: expect.stringContaining('must be yes or no') },
      { pointer: '/line/3', detail: 'has 1 cells where the header has 3' },
    ]);
    expect(await stored(name)).toEqual(before);
  });

  it('takes the rows that fit where it is told to', async () => {
    const name = await people();
    const file = 'id,city,member\n3,Lyon,yes\n7,Lyon,yes\n7,Nice,no\n8,Rome,no\n';
    const report = await datasets.import(name, file, '?partial=true');
    expect(report).toMatchObject({ rows_read: 4, rows_imported: 1, rows_refused: 3, rows_inserted: 1 });
    expect((await stored(name))[3]).toEqual(['7', null, 'Lyon', true, 1]);
  });

  it('changes the rows that exist and differ, in the columns that the file has', async () => {
    const name = await people();
    const file = 'id,city,member\n1,Lyon,yes\n2,Nice,no\n9,Nice,no\n';
    const report = await datasets.import(name, file, '?mode=upsert');
    expect(report).toMatchObject({ rows_imported: 3, rows_inserted: 1, rows_updated: 1 });
    expect(await stored(name)).toEqual([
      ['1', 41, 'Lyon', true, 1],
      ['2', null, 'Nice', false, 2],
      ['3', 29, 'Lyon', true, 1],
      ['9', null, 'Nice', false, 1],
    ]);
  });

  it('replaces all rows, and keeps the count of changes of those that stay', async () => {
    const name = await people();
    const file = 'id,city,member\n2,Paris,no\n3,Lyon,no\n4,Nice,yes\n';
    const report = await datasets.import(name, file, '?mode=replace');
    expect(report).toMatchObject({ rows_inserted: 1, rows_updated: 1, rows_deleted: 1 });
    expect(await stored(name)).toEqual([
      ['2', null, 'Paris', false, 1],
      ['3', null, 'Lyon', false, 2],
      ['4', null, 'Nice', true, 1],
    ]);
  });

  it('numbers rows that nothing names, in every mode that needs no names', async () => {
    const { name } = await datasets.create('x,y\n1,a\n2,b\n', { name: `numbered_${++made}` });
    await datasets.import(name, 'x,y\n3,a\n');
    expect((await datasets.rows(name, 'x')).map(({ x, veridict_row: row }) => [x, row])).toEqual([
      [1, '1'],
      [2, '2'],
      [3, '3'],
    ]);
    expect((await datasets.importRefusal(name, 'x,y\n3,a\n', '?mode=upsert')).detail).toContain(
      'send their numbers in the column veridict_row, as an export has it',
    );
    expect(await datasets.import(name, 'x,y\n5,b\n', '?mode=replace')).toMatchObject({
      rows_inserted: 1,
      rows_deleted: 3,
    });
    expect((await datasets.rows(name)).map(({ x }) => x)).toEqual([5]);
  });

  it('changes numbered rows by their numbers, and gives out none itself', async () => {
    const { name } = await datasets.create('x,y\n1,a\n2,b\n3,c\n', { name: `numbered_${++made}` });
    const file = 'veridict_row,x,y\n1,1,a\n3,30,c\n';
    expect(await datasets.import(name, file, '?mode=upsert')).toMatchObject({
      rows_inserted: 0,
      rows_updated: 1,
    });
    expect(
      (await datasets.rows(name)).map(({ veridict_row: row, x, veridict_version: version }) => [
        row,
        x,
        version,
      ]),
    ).toEqual([
      ['1', 1, 1],
      ['2', 2, 1],
      ['3', 30, 2],
    ]);
    const wrong = 'veridict_row,x,y\n2,20,b\n2,21,b\n9,90,c\n,7,a\n';
    const { errors } = await datasets.importRefusal(name, wrong, '?mode=upsert');
    expect(errors).toEqual(
      expect.arrayContaining([{ pointer: '/line/5/veridict_row', detail: 'must not be empty' }]),
    );
    expect(await datasets.import(name, wrong, '?mode=upsert&partial=true')).toMatchObject({
      rows_updated: 1,
      refusals: [
        { line: 5, detail: 'must not be empty' },
        { line: 3, detail: 'repeats the identifier of line 2' },
        { line: 4, detail: expect.stringContaining('use mode append to add it') },
      ],
    });
  });

  it('refuses headers that the dataset does not have or lacks, or leaves the former out where told to', async () => {
    const name = await people();
    expect((await datasets.importRefusal(name, 'id,ctiy,member\n4,Nice,no\n')).errors).toEqual([
      { pointer: '/line/1/column/2', detail: 'is no column of the dataset; did you mean city?' },
      { pointer: '/line/1', detail: 'lacks the column city' },
    ]);
    const report = await datasets.import(name, 'id,city,shoe,member\n4,Nice,44,no\n', '?ignore_unknown=true');
    expect(report).toMatchObject({ rows_inserted: 1, ignored_columns: ['column 3'] });
  });

  it('exports what it can import again, without sensitive columns unless asked for', async () => {
    const { name } = await datasets.create(
      'id,"a ""b"", c",formula,day\n1,"x, y",=1+1,2026-11-21\n2,-,"two\nlines",2024-02-29\n',
      {
        name: `round_${++made}`,
        columns: { day: { sensitive: true } },
      },
    );
    const all = await exported(name, '?include_sensitive=true');
    expect(all).toBe(`id,"a ""b"", c",formula,day\n1,"x, y",'=1+1,2026-11-21\n2,,"two\nlines",2024-02-29\n`);
    expect(await datasets.import(name, all, '?mode=upsert')).toMatchObject({
      rows_imported: 2,
      rows_updated: 0,
    });
    expect(await datasets.import(name, all, '?mode=replace')).toMatchObject({
      rows_updated: 0,
      rows_deleted: 0,
    });
    expect((await exported(name)).split('\n')[0]).toBe('id,"a ""b"", c",formula');
    const asViewer = await fetch(`${datasets.url}/datasets/${name}/export?include_sensitive=true`, {
      headers: { 'x-test-role': 'viewer' },
    });
    expect(asViewer.status).toBe(403);
  });

  it('records imports and exports', async () => {
    const name = await people();
    await datasets.import(name, 'id,city,member\n2,Nice,no\n', '?mode=upsert');
    await exported(name);
    const events = await datasets.dataSource.query<object[]>(
      `SELECT action, details FROM audit.events WHERE subject_id = $1 ORDER BY id`,
      [name],
    );
    expect(events).toEqual([
      { action: 'dataset.created', details: { rows: 3, columns: 4 } },
      {
        action: 'dataset.imported',
        details: {
          mode: 'upsert',
          partial: false,
          rows_refused: 0,
          rows_inserted: 0,
          rows_updated: 1,
          rows_deleted: 0,
        },
      },
      { action: 'dataset.exported', details: { include_sensitive: false } },
    ]);
  });

  it('writes into a built-in dataset that has the same columns of ours, and into no other', async () => {
    await datasets.dataSource.query(
      `CREATE TABLE datasets.view_of AS SELECT 1::bigint AS id, 2::float8 AS x`,
    );
    await storeDefinition(datasets.dataSource, {
      name: 'view_of',
      origin: 'attached',
      relation: 'datasets.view_of',
      identifier: 'id',
      columns: [columnOfKind('x', 'numeric')],
    });
    expect(await datasets.importRefusal('view_of', 'id,x\n2,3\n')).toMatchObject({
      status: 409,
      code: 'dataset_read_only',
    });
    expect(await exported('view_of')).toBe('id,x\n1,2\n');
    expect(await datasets.importRefusal('nowhere', 'id,x\n2,3\n')).toMatchObject({
      status: 404,
      code: 'dataset_not_found',
    });

    // As the customers of the product are: the identifier is none of the columns.
    await datasets.dataSource.query(`CREATE TABLE datasets.built (id bigint PRIMARY KEY, x float8,
      veridict_version integer NOT NULL DEFAULT 1, veridict_created_at timestamptz NOT NULL DEFAULT now(),
      veridict_updated_at timestamptz NOT NULL DEFAULT now())`);
    await storeDefinition(datasets.dataSource, {
      name: 'built',
      origin: 'built_in',
      relation: 'datasets.built',
      identifier: 'id',
      columns: [columnOfKind('x', 'numeric')],
    });
    expect(await datasets.import('built', 'id,x\n2,3\n7,\n', '?mode=replace')).toMatchObject({
      rows_inserted: 2,
    });
    expect(await exported('built')).toBe('id,x\n2,3\n7,\n');
  });
});
