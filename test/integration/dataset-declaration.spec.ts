import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  datasetChannel,
  type DatasetDefinition,
  type DatasetDto,
  type DatasetProfileDto,
  DatasetRegistry,
} from '#libs/datasets';
import { Notifications } from '#libs/database';
import type { Problem } from '#libs/platform';
import { type DatasetsApp, startDatasetsApp } from '../support/dataset-files.js';
import { eventually } from '../support/eventually.js';
import { asSuperuser, HeldTable } from '../support/held-table.js';

const file = [
  'id,income,days,sex,city,note,born,paid',
  '1,1000,10,F,Lyon,alpha,1990-01-01,yes',
  '2,2000,365243,M,Nice,beta,1991-01-01,no',
  '3,3000.5,30,F,Lyon,,1992-01-01,yes',
].join('\n');

const lending = `
  CREATE SCHEMA lending;
  GRANT USAGE ON SCHEMA lending TO veridict_app;
  CREATE TABLE lending.loans (id int PRIMARY KEY, income float8, grade text, defaulted boolean);
  INSERT INTO lending.loans SELECT g, g * 100, (ARRAY['a', 'b'])[1 + g % 2], g % 5 = 0 FROM generate_series(1, 40) g;
  GRANT SELECT ON lending.loans TO veridict_app;
  CREATE FUNCTION lending.counted() RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO lending.loans VALUES (-1) RETURNING 1';`;

describe('the declaration of a dataset', () => {
  let datasets: DatasetsApp;
  let name: string;

  beforeAll(async () => {
    datasets = await startDatasetsApp();
    await asSuperuser(datasets.database, lending);
  });

  beforeEach(async () => {
    ({ name } = await datasets.create(file, { id_column: 'id', target: 'paid' }));
  });

  afterAll(() => datasets?.close());

  const inject = (
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    payload?: object,
    headers: Record<string, string> = {},
  ) =>
    datasets.app.inject({
      method,
      url,
      headers: { 'x-test-role': 'admin', ...headers },
      ...(payload ? { payload } : {}),
    });
  const read = async (of = name): Promise<DatasetDto> => (await inject('GET', `/datasets/${of}`)).json();
  const patch = async (changes: object, { of = name, etag = '"1"', query = '' } = {}) => {
    const answer = await inject('PATCH', `/datasets/${of}${query}`, changes, { 'if-match': etag });
    return {
      status: answer.statusCode,
      etag: answer.headers['etag'],
      body: answer.json<DatasetDto & Problem & { models?: string[] }>(),
    };
  };
  const changed = async (changes: object, options = {}): Promise<DatasetDto> => {
    const { status, body } = await patch(changes, options);
    expect([status, body.errors]).toEqual([200, undefined]);
    return body;
  };
  const problems = async (changes: object, options = {}): Promise<string[]> => {
    const { status, body } = await patch(changes, options);
    expect(status).toBe(422);
    return body.errors!.map(({ pointer, detail }) => `${pointer} ${detail}`);
  };
  const column = ({ columns }: DatasetDto, of: string): DatasetDto['columns'][number] =>
    columns.find((each) => each.name === of)!;
  const addModel = (model: string, features: string[], definition: object = {}) =>
    asSuperuser(
      datasets.database,
      `INSERT INTO models (name, description, dataset, task, target, features, definition)
       VALUES ('${model}', '', '${name}', 'binary', 'paid', '${JSON.stringify(features)}', '${JSON.stringify(definition)}')`,
    );

  it('is changed where the body says so, and stays as it was elsewhere', async () => {
    const before = await read();
    expect(before).toMatchObject({ version: 1, changed_at: null });
    const { status, etag, body } = await patch({
      description: 'Who pays',
      positive_class: 'true',
      derived: [{ name: 'income per day', expression: 'income / (days + 1)' }],
      columns: {
        income: { unit: 'EUR', minimum: 0, description: 'Before tax' },
        days: { missing_values: [365243], maximum: 100 },
        city: { allowed_values: ['Lyon', 'Nice', 'Paris'] },
        note: { open: true, allowed_values: null },
      },
    });
    expect([status, etag]).toEqual([200, '"2"']);
    expect(body).toMatchObject({
      ...{ description: 'Who pays', target: 'paid', positive_class: 'true', version: 2, row_count: 3 },
      derived: [{ name: 'income per day', expression: 'income / (days + 1)' }],
    });
    expect(Date.parse(body.changed_at!)).toBeGreaterThanOrEqual(Date.parse(body.created_at!));
    expect(column(body, 'income')).toEqual({
      ...column(before, 'income'),
      ...{ unit: 'EUR', minimum: 0, description: 'Before tax' },
    });
    expect(column(body, 'days')).toMatchObject({ missing_values: [365243], maximum: 100, integer: true });
    expect(column(body, 'note')).toMatchObject({ open: true, allowed_values: null });
    expect(column(body, 'sex')).toEqual(column(before, 'sex'));
    const got = await inject('GET', `/datasets/${name}`);
    expect(got.headers['etag']).toBe('"2"');
    expect(got.json()).toEqual(body);

    const taken = await changed(
      {
        ...{ description: null, target: null, positive_class: null, derived: null },
        columns: {
          income: { unit: null, minimum: null, description: null },
          days: { missing_values: [], maximum: null },
        },
      },
      { etag: '"2"' },
    );
    expect({ ...taken, version: 1, changed_at: null, target: 'paid' }).toMatchObject({
      ...{ description: null, derived: [], positive_class: null },
      columns: expect.arrayContaining([column(before, 'income'), column(before, 'days')]),
    });
  });

  it('is checked by files and rows that come afterwards', async () => {
    await changed({
      columns: { city: { allowed_values: ['Lyon', 'Nice', 'Paris'], open: true }, income: { minimum: 0 } },
    });
    const header = 'id,income,days,sex,city,note,born,paid';
    await datasets.import(
      name,
      `${header}\n4,5,1,F,paris,alpha,1990-01-01,yes\n5,5,1,F,Metz,alpha,1990-01-01,yes`,
    );
    expect((await datasets.rows(name)).map(({ city }) => city)).toEqual([
      ...['Lyon', 'Nice', 'Lyon', 'Paris', 'Metz'],
    ]);
    const refused = await datasets.importRefusal(name, `${header}\n6,-5,1,F,Lyon,alpha,1990-01-01,yes`);
    expect(refused.errors).toEqual([{ pointer: '/line/2/income', detail: 'must be at least 0' }]);
  });

  it('is of use to rows at once: what may be missing, may be, and what may not any more, may not', async () => {
    await changed({ columns: { income: { nullable: true }, note: { nullable: true } } });
    await datasets.dataSource.query(`UPDATE datasets.${name} SET income = NULL WHERE id = 1`);
    const nullable = { columns: { income: { nullable: false }, city: { nullable: false } } };
    expect(await problems(nullable, { etag: '"2"' })).toEqual([
      '/columns/income/nullable rows that hold no value: 1; correct them',
    ]);
    await datasets.dataSource.query(`UPDATE datasets.${name} SET income = 1 WHERE id = 1`);
    await changed(nullable, { etag: '"2"' });
    await expect(
      datasets.dataSource.query(`UPDATE datasets.${name} SET income = NULL WHERE id = 1`),
    ).rejects.toMatchObject({ driverError: { code: '23502' } });
  });

  it('is refused where rows break it, counted and never shown', async () => {
    expect(
      await problems({
        columns: {
          income: { minimum: 2000, maximum: 2500, integer: true },
          city: { allowed_values: ['Nice'] },
          note: { nullable: false },
        },
        positive_class: 'maybe',
      }),
    ).toEqual([
      expect.stringMatching(/^\/columns\/income\/minimum rows that hold less: 1; correct them, or /),
      expect.stringMatching(/^\/columns\/income\/maximum rows that hold more: 1; /),
      expect.stringMatching(/^\/columns\/income\/integer rows that hold no whole number: 1; /),
      expect.stringMatching(/^\/columns\/city\/allowed_values rows that hold another value: 2; /),
      '/columns/note/nullable rows that hold no value: 1; correct them',
      '/positive_class no row has this value in paid, as text',
    ]);
    // What stood for a missing value is one of the others again.
    await changed({ columns: { days: { missing_values: [365243], maximum: 100 } } });
    expect(await problems({ columns: { days: { missing_values: [] } } }, { etag: '"2"' })).toEqual([
      expect.stringMatching(/^\/columns\/days\/maximum rows that hold more: 1; /),
    ]);
    expect(await read()).toMatchObject({ version: 2 });
  });

  it('is refused with every problem, and says what to do about what cannot be changed', async () => {
    const found = await problems({
      ...{ name: 'other', identifier: 'sex', target: 'born' },
    });
    expect(found).toEqual([
      expect.stringMatching(/^\/name cannot be changed; delete the dataset/),
      expect.stringMatching(/^\/identifier cannot be changed; delete the dataset/),
    ]);
    expect(
      await problems({
        target: 'born',
        derived: [{ name: 'x', expression: 'nothing + 1' }],
        columns: {
          ...{
            incme: {},
            id: { sensitive: true, nullable: true },
            days: { kind: 'categorical', minimum: 'x' },
          },
          ...{ income: { minimum: 9, maximum: 1, allowed_values: ['a'] }, city: { allowed_values: null } },
          ...{ born: { missing_values: ['soon'] }, sex: { sensitive: null } },
        },
      }),
    ).toEqual(
      expect.arrayContaining([
        '/columns/incme the dataset has no column of that name; is income meant?',
        '/columns/id/nullable the column names the rows; of it only description and unit can be changed',
        expect.stringMatching(/^\/columns\/days\/kind cannot be changed; delete the dataset/),
        expect.stringMatching(/^\/columns\/days\/minimum minimum must be a number/),
        '/columns/income/minimum must not be greater than the maximum',
        '/columns/income/allowed_values is for categorical columns',
        expect.stringMatching(/^\/columns\/city\/allowed_values either allowed_values lists the values/),
        '/columns/born/missing_values must be days as 2026-11-21',
        expect.stringMatching(/^\/columns\/sex\/sensitive sensitive must be a boolean/),
        '/target is a day; no model learns days',
        expect.stringMatching(/^\/derived\/0 /),
      ]),
    );
    expect(await problems({})).toEqual([' the body must hold at least one field']);
    expect(await problems({ target: null, positive_class: 'true' })).toEqual([
      '/positive_class is of a target, and none is given',
    ]);
  });

  it('is changed by one of two who saw the same', async () => {
    const both = await Promise.all([patch({ description: 'one' }), patch({ description: 'two' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const without = await inject('PATCH', `/datasets/${name}`, { description: 'three' });
    expect(without.json<Problem>()).toMatchObject({ status: 428, code: 'precondition_required' });
    // Who changes nothing makes no version.
    const { description } = await read();
    expect(await changed({ description }, { etag: '"2"' })).toMatchObject({ version: 2 });
  });

  it('is only shown in a dry run', async () => {
    const before = await read();
    const changes = { columns: { income: { minimum: 0 } } };
    const { body, etag } = await patch(changes, { query: '?dry_run=true' });
    expect([etag, column(body, 'income').minimum, body.row_count]).toEqual(['"1"', 0, 3]);
    expect(await read()).toEqual(before);
    const refused = await patch({ columns: { income: { minimum: 2000 } } }, { query: '?dry_run=true' });
    expect(refused.status).toBe(422);
  });

  it('is told to every process, and recorded with what governs, never with values', async () => {
    const heard: string[] = [];
    const notifications = datasets.app.get(Notifications);
    notifications.subscribe(
      datasetChannel,
      (told) => void heard.push(told),
      () => undefined,
    );
    await notifications.start();
    await changed({
      target: 'sex',
      columns: {
        sex: { excluded: true },
        city: { sensitive: true, allowed_values: ['Lyon', 'Nice', 'Metz'] },
      },
    });
    await eventually(() => Promise.resolve(heard.includes(name)));
    await notifications.close();
    const [event] = await asSuperuser<{ details: object; actor_kind: string }>(
      datasets.database,
      `SELECT details, actor_kind FROM audit.events WHERE action = 'dataset.changed' AND subject_id = '${name}'`,
    );
    expect(event).toEqual({
      actor_kind: 'user',
      details: {
        version: 2,
        fields: [
          ...['/target', '/columns/sex/excluded', '/columns/city/allowed_values', '/columns/city/sensitive'],
        ],
        governance: [
          { field: '/target', from: 'paid', to: 'sex' },
          { field: '/columns/sex/excluded', from: false, to: true },
          { field: '/columns/city/sensitive', from: false, to: true },
        ],
      },
    });
  });

  it('hides a sensitive column at once, in rows, exports and profiles', async () => {
    await changed({ columns: { sex: { sensitive: true } } });
    const row = (await inject('GET', `/datasets/${name}/rows/1`)).json<{ values: object }>();
    expect(Object.keys(row.values)).toEqual(['income', 'days', 'city', 'note', 'born', 'paid']);
    expect((await inject('GET', `/datasets/${name}/export`)).body.split('\r\n')[0]).not.toContain('sex');
    const profile = (await inject('GET', `/datasets/${name}/profile`)).json<DatasetProfileDto>();
    expect(profile.columns.filter(({ hidden }) => hidden).map((each) => each.name)).toEqual(['sex']);
  });

  it('takes nothing from under the models that are', async () => {
    await addModel('reads-sex', ['sex', 'city']);
    await addModel('reads-city', ['city'], { sensitiveFeatures: ['city'], positiveClass: 'true' });
    const { status, body } = await patch({
      columns: { sex: { sensitive: true }, city: { sensitive: true }, paid: { sensitive: true } },
    });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'dataset_in_use', models: ['reads-city', 'reads-sex'] });
    expect(body.errors).toEqual([
      expect.objectContaining({
        pointer: '/columns/sex/sensitive',
        detail: expect.stringMatching(/: reads-sex$/),
      }),
      expect.objectContaining({
        pointer: '/columns/city/sensitive',
        detail: expect.stringMatching(/: reads-sex$/),
      }),
      expect.objectContaining({
        pointer: '/columns/paid/sensitive',
        detail: expect.stringMatching(/predict it: reads-city, reads-sex$/),
      }),
    ]);
    // What models were defined with is theirs: target, excluded columns and derived features of the dataset may change.
    await changed({ target: 'city', columns: { sex: { excluded: true }, born: { sensitive: true } } });
    await asSuperuser(datasets.database, `UPDATE models SET retired_at = now() WHERE dataset = '${name}'`);
    await changed({ columns: { sex: { sensitive: true } } }, { etag: '"2"' });
  });

  it('keeps the class that a model answers a class', async () => {
    const classes = await datasets.create('x,grade\n1,good\n2,bad\n3,good\n', { target: 'grade' });
    name = classes.name;
    await asSuperuser(
      datasets.database,
      `INSERT INTO models (name, description, dataset, task, target, features, definition)
       VALUES ('grades', '', '${name}', 'binary', 'grade', '["x"]', '{"positiveClass": "bad"}')`,
    );
    const { status, body } = await patch({ columns: { grade: { missing_values: ['bad'] } } });
    expect([status, body.models]).toEqual([409, ['grades']]);
    await changed({ columns: { grade: { missing_values: ['unknown'] } } });
  });

  it('waits for rows that were checked against the one before, and lets them not slip in', async () => {
    // A row is being added: it holds the declaration that it was checked against, and is then stored.
    const adding = await HeldTable.hold(datasets.database, 'api_keys');
    await adding.run(`SELECT 1 FROM datasets WHERE name = '${name}' FOR KEY SHARE`);
    const changing = patch({ columns: { income: { minimum: 0 } } });
    await eventually(async () => {
      const waiting = await asSuperuser(datasets.database, 'SELECT 1 FROM pg_locks WHERE NOT granted');
      return waiting.length > 0;
    });
    await adding.commit(`UPDATE datasets.${name} SET income = -1 WHERE id = 1`);
    expect((await changing).body.errors).toEqual([
      expect.objectContaining({ pointer: '/columns/income/minimum' }),
    ]);
  });

  it('is what a row was checked against, or the row has to be sent again', async () => {
    const registry = datasets.app.get(DatasetRegistry);
    const checkedAgainst = await registry.find(name);
    await changed({ columns: { income: { minimum: 0 } } });
    const hold = (definition: DatasetDefinition) =>
      datasets.dataSource.transaction((manager) => registry.hold(definition, manager));
    await expect(hold(checkedAgainst)).rejects.toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
    await hold(await registry.find(name));
  });

  it('does not wait long for whoever reads the rows, and stays as it was', async () => {
    const reading = await HeldTable.hold(datasets.database, `datasets.${name}`);
    const { status, body } = await patch({
      columns: { note: { nullable: true }, income: { nullable: true } },
    });
    expect([status, body.code]).toEqual([503, 'overloaded']);
    await reading.commit('SELECT 1');
    expect(await read()).toMatchObject({ version: 1 });
  });

  describe('of an attached relation', () => {
    const attach = async (relation: string, body: object = {}): Promise<void> => {
      name = `attached_${relation}`;
      const answer = await inject('POST', '/datasets/attach', {
        ...{ name, schema: 'lending', relation, id_column: 'id' },
        ...body,
      });
      expect(answer.statusCode).toBe(201);
    };

    it('is changed without touching the relation, which is looked at', async () => {
      await attach('loans', { target: 'defaulted', positive_class: 'true' });
      expect(
        await problems({
          columns: { income: { maximum: 3900 }, grade: { open: false, allowed_values: ['a'] } },
        }),
      ).toEqual([
        expect.stringMatching(/^\/columns\/income\/maximum rows that hold more: 1; /),
        expect.stringMatching(/^\/columns\/grade\/allowed_values rows that hold another value: 20; /),
      ]);
      const after = await changed({
        columns: { income: { maximum: 4000, nullable: false }, grade: { open: false } },
      });
      expect(column(after, 'income')).toMatchObject({ maximum: 4000, nullable: false });
      expect(column(after, 'grade')).toMatchObject({ open: false, allowed_values: ['a', 'b'] });
      const [{ required }] = (await asSuperuser<{ required: boolean }>(
        datasets.database,
        `SELECT attnotnull AS required FROM pg_attribute WHERE attrelid = 'lending.loans'::regclass AND attname = 'income'`,
      )) as [{ required: boolean }];
      expect(required).toBe(false);
    });

    it('can be described anew when the relation is gone, and narrowed only where rows can be looked at', async () => {
      await asSuperuser(
        datasets.database,
        'CREATE TABLE lending.brief (id int PRIMARY KEY, x int); GRANT SELECT ON lending.brief TO veridict_app',
      );
      await attach('brief');
      await asSuperuser(datasets.database, 'DROP TABLE lending.brief');
      const { body } = await patch({ columns: { x: { minimum: 1 } } });
      expect(body.code).toBe('dataset_unfit');
      expect(await changed({ description: 'gone' })).toMatchObject({ description: 'gone', row_count: null });
    });
  });

  it('of a dataset that is not there is not found', async () => {
    expect((await patch({ description: 'mine' }, { of: 'nothing' })).body.code).toBe('dataset_not_found');
  });
});
