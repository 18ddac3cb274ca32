import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatasetReader, DatasetRegistry, DatasetsHttpModule } from '#libs/datasets';
import type { DatasetDto } from '#libs/datasets';
import type { Problem } from '#libs/platform';
import { asSuperuser } from '../support/held-table.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

const lending = `
  CREATE SCHEMA lending;
  GRANT USAGE ON SCHEMA lending TO veridict_app;
  CREATE TYPE lending.mood AS ENUM ('good', 'bad', 'even');
  CREATE DOMAIN lending.percent AS numeric(5, 2) NOT NULL;
  CREATE TABLE lending.applicants (
    id bigint PRIMARY KEY,
    income double precision NOT NULL,
    "Age (years)" smallint CHECK ("Age (years)" >= 18 AND "Age (years)" <= 120),
    rate lending.percent,
    children numeric(3, 0),
    sex varchar(1) CHECK (sex IN ('F', 'M')),
    mood lending.mood,
    region text,
    note text,
    reference uuid,
    owner boolean NOT NULL,
    born date,
    applied_at timestamptz,
    tags text[],
    document jsonb,
    photo bytea,
    price money,
    defaulted boolean
  );
  COMMENT ON TABLE lending.applicants IS 'Who asked for a loan';
  COMMENT ON COLUMN lending.applicants.income IS E'Income\\nper year';
  INSERT INTO lending.applicants
    SELECT g, 1000 + g, 18 + g % 50, g % 100, g % 4, (ARRAY['F', 'M'])[1 + g % 2], (ARRAY['good', 'bad'])[1 + g % 2]::lending.mood,
           'region ' || g % 3, 'note of ' || g, gen_random_uuid(), g % 2 = 0, DATE '1990-01-01' + g, now() - g * interval '1 day',
           '{}', '{}', '', 1, g % 5 = 0
    FROM generate_series(1, 200) g;
  GRANT SELECT ON lending.applicants TO veridict_app;
  CREATE VIEW lending.recent AS SELECT id, income, id % 10 AS tenth, NULLIF(id, 7) AS sparse FROM lending.applicants;
  GRANT SELECT ON lending.recent TO veridict_app;
  CREATE MATERIALIZED VIEW lending.kept AS SELECT * FROM lending.recent;
  GRANT SELECT ON lending.kept TO veridict_app;
  CREATE MATERIALIZED VIEW lending.unfilled AS SELECT 1 AS id WITH NO DATA;
  GRANT SELECT ON lending.unfilled TO veridict_app;
  CREATE TABLE lending.parted (id int PRIMARY KEY, x int) PARTITION BY RANGE (id);
  CREATE TABLE lending.parted_1 PARTITION OF lending.parted FOR VALUES FROM (0) TO (1000);
  INSERT INTO lending.parted SELECT g, g FROM generate_series(1, 30) g;
  GRANT SELECT ON lending.parted TO veridict_app;
  CREATE SEQUENCE lending.numbers;
  CREATE TABLE lending.secret (id int PRIMARY KEY);
  CREATE SCHEMA closed;
  CREATE TABLE closed.vault (id int PRIMARY KEY);
  CREATE TABLE lending.half_open (id int PRIMARY KEY, shown int, kept int);
  GRANT SELECT (id, shown) ON lending.half_open TO veridict_app;`;

describe('attaching a relation', () => {
  let rows: RowsApp;

  beforeAll(async () => {
    rows = await startRowsApp(DatasetsHttpModule);
    await asSuperuser(rows.database, lending);
  });

  afterAll(() => rows?.close());

  const attach = async (body: object, dryRun = true, role = 'admin') => {
    const response = await rows.app.inject({
      method: 'POST',
      url: `/datasets/attach?dry_run=${dryRun}`,
      payload: { schema: 'lending', ...body },
      headers: { 'x-test-role': role },
    });
    return {
      status: response.statusCode,
      body: response.json<DatasetDto & Problem>(),
      headers: response.headers,
    };
  };
  const problemsOf = async (body: object): Promise<[string, string][]> => {
    const { status, body: problem } = await attach({ name: 'refused', ...body });
    expect(status).toBe(422);
    return problem.errors!.map(({ pointer, detail }) => [pointer, detail]);
  };
  const columnOf = ({ columns }: DatasetDto, name: string): DatasetDto['columns'][number] | undefined =>
    columns.find((column) => column.name === name);

  it('reads kinds, missing values, categories, bounds and words from the catalogue', async () => {
    const { status, body } = await attach({
      name: 'applicants',
      relation: 'applicants',
      target: 'defaulted',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'applicants',
      origin: 'attached',
      description: 'Who asked for a loan',
      identifier: 'id',
      target: 'defaulted',
      row_count: 200,
      created_at: null,
    });
    expect(columnOf(body, 'income')).toMatchObject({
      ...{
        kind: 'numeric',
        integer: false,
        nullable: false,
        description: 'Income per year',
        excluded: false,
      },
    });
    expect(columnOf(body, 'Age (years)')).toMatchObject({
      ...{ kind: 'numeric', integer: true, nullable: true, minimum: 18, maximum: 120 },
    });
    expect(columnOf(body, 'rate')).toMatchObject({ kind: 'numeric', integer: false, nullable: false });
    expect(columnOf(body, 'children')).toMatchObject({ kind: 'numeric', integer: true });
    expect(columnOf(body, 'sex')).toMatchObject({
      kind: 'categorical',
      allowed_values: ['F', 'M'],
      open: false,
    });
    expect(columnOf(body, 'mood')).toMatchObject({ allowed_values: ['good', 'bad', 'even'], open: false });
    // What a text column holds today is worth knowing and promises nothing.
    expect(columnOf(body, 'region')).toMatchObject({
      ...{ allowed_values: ['region 0', 'region 1', 'region 2'], open: true },
    });
    expect(columnOf(body, 'note')).toMatchObject({ allowed_values: null, open: true });
    expect(columnOf(body, 'reference')).toMatchObject({ kind: 'categorical', excluded: true });
    expect(columnOf(body, 'owner')).toMatchObject({ kind: 'boolean', nullable: false });
    expect(columnOf(body, 'born')).toMatchObject({ kind: 'date' });
    // A point in time is no feature: rows can be split by it.
    expect(columnOf(body, 'applied_at')).toBeUndefined();
    for (const name of ['tags', 'document', 'photo', 'price']) {
      expect(columnOf(body, name)).toBeUndefined();
      expect(body.warnings.join('\n')).toContain(`${name} is left out`);
    }
  });

  it('stores nothing in a dry run, and otherwise what the dry run showed', async () => {
    const asked = {
      name: 'stored_applicants',
      relation: 'applicants',
      target: 'defaulted',
      positive_class: 'true',
    };
    const shown = await attach(asked);
    const missing = await rows.app.inject('/datasets/stored_applicants');
    expect(missing.statusCode).toBe(404);

    const { status, body, headers } = await attach(asked, false);
    expect(status).toBe(201);
    expect(headers['location']).toBe('/datasets/stored_applicants');
    expect({ ...body, created_at: null }).toEqual(shown.body);
    const read = (await rows.app.inject('/datasets/stored_applicants')).json<DatasetDto>();
    expect(read).toEqual({ ...body, warnings: [] });
    const events = await asSuperuser(
      rows.database,
      `SELECT action, subject_id, details FROM audit.events WHERE subject_id = 'stored_applicants'`,
    );
    expect(events).toEqual([
      {
        ...{ action: 'dataset.attached', subject_id: 'stored_applicants' },
        details: { relation: '"lending"."applicants"' },
      },
    ]);
    expect((await attach(asked, false)).status).toBe(409);
    expect((await attach({ ...asked, relation: 'parted' })).body).toMatchObject({ code: 'dataset_exists' });
  });

  it('takes corrections, and names all that do not fit', async () => {
    const corrected = await attach({
      name: 'corrected',
      relation: 'applicants',
      description: 'Ours',
      columns: {
        income: { unit: 'EUR', minimum: 0, missing_values: [-1], description: 'Pay' },
        children: { kind: 'categorical', allowed_values: ['0', '1', '2', '3'] },
        applied_at: { kind: 'date' },
        sex: { sensitive: true, open: true },
        region: { excluded: true },
      },
      derived: [{ name: 'per child', expression: 'income / (rate + 1)' }],
    });
    expect(corrected.status).toBe(200);
    expect(corrected.body.description).toBe('Ours');
    expect(columnOf(corrected.body, 'income')).toMatchObject({
      ...{ unit: 'EUR', minimum: 0, missing_values: [-1], description: 'Pay' },
    });
    expect(columnOf(corrected.body, 'children')).toMatchObject({
      ...{ kind: 'categorical', allowed_values: ['0', '1', '2', '3'], open: false },
    });
    expect(columnOf(corrected.body, 'applied_at')).toMatchObject({ kind: 'date' });
    expect(columnOf(corrected.body, 'sex')).toMatchObject({ sensitive: true, open: true });
    expect(columnOf(corrected.body, 'region')).toMatchObject({ excluded: true });
    expect(corrected.body.derived).toEqual([{ name: 'per child', expression: 'income / (rate + 1)' }]);

    const problems = await problemsOf({
      relation: 'applicants',
      id_column: 'born',
      target: 'defauted',
      columns: {
        incone: {},
        region: { kind: 'numeric' },
        income: { minimum: 5, maximum: 1, allowed_values: ['x'] },
        owner: { nullable: 'yes', no_such: 1 },
        note: 5,
      },
      derived: [
        { name: 'a', expression: 'income +' },
        { name: 'b', expression: 'log(income)' },
        { name: 'b', expression: 'no_such' },
      ],
    });
    expect(problems.map(([pointer]) => pointer).sort()).toEqual(
      [
        ...[
          '/columns/incone',
          '/columns/region/kind',
          '/columns/income/minimum',
          '/columns/income/allowed_values',
        ],
        ...['/columns/owner/nullable', '/columns/owner/no_such', '/columns/note', '/id_column', '/target'],
        ...['/derived/0', '/derived/1', '/derived/1'],
      ].sort(),
    );
    expect(problems).toContainEqual(['/columns/incone', expect.stringContaining('is income meant?')]);
    expect(problems).toContainEqual(['/target', expect.stringContaining('is defaulted meant?')]);
    expect(
      await problemsOf({
        relation: 'applicants',
        target: 'defaulted',
        derived: [{ name: 'x', expression: 'if(defaulted, 1, 0)' }],
      }),
    ).toEqual([['/derived/0', 'is computed from the target']]);
    expect(await problemsOf({ relation: 'applicants', target: 'defaulted', positive_class: 'Yes' })).toEqual([
      ['/positive_class', 'no row has this value in defaulted, as text'],
    ]);
    expect((await attach({ name: 'No', relation: '' })).body.errors).toHaveLength(2);
  });

  it('wants a column that names the rows where there is no primary key, and looks whether it does', async () => {
    const body = { relation: 'recent' };
    expect(await problemsOf(body)).toEqual([['/id_column', expect.stringContaining('must be given')]]);
    expect(await problemsOf({ ...body, id_column: 'tenth' })).toEqual([
      ['/id_column', 'several rows have the same tenth, so it cannot name them'],
    ]);
    expect(await problemsOf({ ...body, id_column: 'sparse' })).toEqual([
      ['/id_column', 'sparse is missing in some rows, so it cannot name them'],
    ]);
    for (const relation of ['recent', 'kept'])
      expect((await attach({ name: 'a_view', relation, id_column: 'id' })).body).toMatchObject({
        ...{ identifier: 'id', row_count: 200 },
      });
    expect((await attach({ name: 'parts', relation: 'parted' })).body).toMatchObject({ row_count: 30 });
  });

  it('refuses what cannot be read, with the statement that changes it', async () => {
    expect(await problemsOf({ relation: 'Applicants' })).toEqual([
      ['/relation', expect.stringContaining('no relation')],
    ]);
    expect(await problemsOf({ relation: 'numbers' })).toEqual([
      ['/relation', 'is neither a table nor a view'],
    ]);
    expect(await problemsOf({ relation: 'unfilled', id_column: 'id' })).toEqual([
      ['/relation', expect.stringContaining('refresh')],
    ]);
    const [[, detail]] = (await problemsOf({ schema: 'closed', relation: 'vault' })) as [[string, string]];
    const grants = detail.slice(detail.indexOf('GRANT'));
    expect(grants).toMatch(
      /^GRANT USAGE ON SCHEMA "closed" TO \w+; GRANT SELECT ON "closed"."vault" TO \w+;$/,
    );
    await asSuperuser(rows.database, grants);
    expect((await attach({ name: 'vault', schema: 'closed', relation: 'vault' })).status).toBe(200);
    // Rights to some columns are rights to those.
    const half = await attach({ name: 'half', relation: 'half_open' });
    expect(half.body.columns.map(({ name }) => name)).toEqual(['id', 'shown']);
    expect(half.body.warnings).toEqual([expect.stringContaining('kept is left out')]);
    expect((await rows.app.inject({ url: '/datasets/attach', method: 'POST', payload: {} })).statusCode).toBe(
      422,
    );
  });

  it('can change nothing, whatever a view calls', async () => {
    await asSuperuser(
      rows.database,
      `CREATE TABLE lending.visited (at timestamptz); GRANT ALL ON lending.visited TO veridict_app;
       CREATE FUNCTION lending.visit() RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO lending.visited VALUES (now()) RETURNING 1';
       CREATE VIEW lending.trap AS SELECT 1 AS id, lending.visit() AS x; GRANT SELECT ON lending.trap TO veridict_app`,
    );
    expect(await problemsOf({ relation: 'trap', id_column: 'x' })).toEqual([
      ['/relation', expect.stringContaining('only ever read')],
    ]);
    expect(await asSuperuser(rows.database, 'SELECT * FROM lending.visited')).toEqual([]);
  });

  it('can change nothing when a view calls something else later', async () => {
    await asSuperuser(
      rows.database,
      `CREATE TABLE lending.read (at timestamptz); GRANT ALL ON lending.read TO veridict_app;
       CREATE FUNCTION lending.look() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 1';
       CREATE VIEW lending.changing AS SELECT id, lending.look() AS x, income FROM lending.applicants;
       GRANT SELECT ON lending.changing TO veridict_app`,
    );
    expect((await attach({ name: 'changing', relation: 'changing', id_column: 'id' }, false)).status).toBe(
      201,
    );
    const definition = await rows.app.get(DatasetRegistry).find('changing');
    const readOne = () => rows.app.get(DatasetReader).readRow(definition, ['x', 'income'], '1');
    expect(await readOne()).toMatchObject({ x: 1 });
    await asSuperuser(
      rows.database,
      `CREATE OR REPLACE FUNCTION lending.look() RETURNS int LANGUAGE sql VOLATILE AS
         'INSERT INTO lending.read VALUES (now()) RETURNING 1'`,
    );
    await expect(readOne()).rejects.toMatchObject({ code: 'dataset_unfit' });
    for (const route of ['/datasets/changing/rows/1', '/datasets/changing/rows'])
      expect((await rows.app.inject(route)).json()).toMatchObject({ code: 'dataset_unfit' });
    expect((await rows.app.inject('/datasets/changing')).json()).toMatchObject({
      row_count: null,
      warnings: [expect.stringContaining('cannot be read without changing something')],
    });
    expect(await asSuperuser(rows.database, 'SELECT * FROM lending.read')).toEqual([]);
  });
});
