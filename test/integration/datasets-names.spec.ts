import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  columnOf,
  CsvExporter,
  type DatasetDefinition,
  type DatasetDto,
  DatasetEntity,
  type DatasetProfileDto,
  DatasetReader,
  DatasetRegistry,
  DatasetsHttpModule,
  exportKinds,
  snapshotQuery,
} from '#libs/datasets';
import { threadConnection } from '#libs/database';
import { rowsToScore } from '../../libs/batch-predictions/score/rows-to-score.js';
import { RowSelection } from '../../libs/batch-predictions/batches/batch-prediction.entity.js';
import { readSnapshot } from '../../libs/training/fit/read-snapshot.js';
import { asSuperuser } from '../support/held-table.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

const smuggling = `"; DROP TABLE users; --`;
const awkward: readonly string[] = [
  smuggling,
  `'; DROP TABLE users; --`,
  `a"b`,
  `a'b`,
  '%I',
  '%s%n',
  '\\',
  '$1',
  '$$',
  '”; DROP TABLE users; --',
  '’ OR 1=1',
  'constructor',
  'toString',
  'select',
  'row_identifier',
  'case',
  'a.b c',
  '/*',
  '?',
  ':name',
  '{}',
  'Ünïcode 日本語',
];
const positiveClass = `' OR 1=1`;
const levels = [positiveClass, `'); DROP TABLE users; --`, '\\', '$1', `"`] as const;
const identifier = `id"; DELETE FROM users; --`;

const quoted = (name: string): string => pg.escapeIdentifier(name);
const schema = `we"ird $1; DROP SCHEMA audit CASCADE; --`;

describe('a name that means something to SQL', () => {
  let rows: RowsApp;
  let definition: DatasetDefinition;
  let tables: string;

  /** Everything that an injected statement of these names would take away. */
  const remaining = async (): Promise<string> =>
    JSON.stringify(
      await asSuperuser(
        rows.database,
        `SELECT n.nspname, c.relname, c.relkind, (SELECT count(*) FROM users) AS users FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname !~ '^pg_(temp|toast)' ORDER BY 1, 2, 3`,
      ),
    );
  const valueOf = (row: number, place: number): number => row * 100 + place;

  beforeAll(async () => {
    rows = await startRowsApp(DatasetsHttpModule);
    await asSuperuser(
      rows.database,
      `INSERT INTO users (id, email, password_hash, password_version, role, created_at, updated_at, version)
       SELECT gen_random_uuid(), 'somebody' || g || '@example.org', 'x', 1, 'viewer', now(), now(), 1
       FROM generate_series(1, 3) g`,
    );
    const columns = awkward.map((name) => `${quoted(name)} double precision`);
    const relation = `${quoted(schema)}.${quoted(smuggling)}`;
    const values = awkward.map((_, place) => `g * 100 + ${place}`);
    const label = `(ARRAY[${levels.map((level) => pg.escapeLiteral(level)).join(', ')}])[1 + g % ${levels.length}]`;
    await asSuperuser(
      rows.database,
      `CREATE SCHEMA ${quoted(schema)}; GRANT USAGE ON SCHEMA ${quoted(schema)} TO veridict_app;
       CREATE TABLE ${relation} (${quoted(identifier)} bigint PRIMARY KEY, ${columns.join(', ')}, "target '""" text);
       INSERT INTO ${relation} SELECT g, ${values.join(', ')}, ${label} FROM generate_series(1, 120) g;
       COMMENT ON TABLE ${relation} IS $comment$'; DROP TABLE users; --$comment$;
       COMMENT ON COLUMN ${relation}.${quoted('a"b')} IS $comment$"; DROP TABLE users; -- \${x}$comment$;
       GRANT SELECT ON ${relation} TO veridict_app`,
    );
    tables = await remaining();
    const response = await rows.app.inject({
      method: 'POST',
      url: '/datasets/attach',
      headers: { 'x-test-role': 'admin' },
      payload: {
        ...{
          name: 'awkward',
          schema,
          relation: smuggling,
          target: `target '"`,
          positive_class: positiveClass,
        },
        columns: {
          [smuggling]: { description: smuggling, unit: `'; --`, missing_values: [-1] },
          [`target '"`]: { missing_values: [`'); DROP TABLE users; --`] },
          constructor: { description: 'of nothing' },
        },
        derived: [
          { name: `'; DROP TABLE users; --2`, expression: `"a""b" + "'; DROP TABLE users; --" * 2` },
          { name: 'd', expression: `if("$1" > 0, "\\", 0)` },
        ],
      },
    });
    expect(response.json()).not.toHaveProperty('errors');
    expect(response.statusCode).toBe(201);
    definition = await rows.app.get(DatasetRegistry).find('awkward');
  });

  afterAll(() => rows?.close());

  it('names a column, and nothing else, where a relation is attached', async () => {
    expect(definition.columns.map(({ name }) => name)).toEqual([identifier, ...awkward, `target '"`]);
    expect(columnOf(definition, smuggling)).toMatchObject({ description: smuggling, missingValues: [-1] });
    expect(columnOf(definition, 'a"b').description).toBe('"; DROP TABLE users; -- ${x}');
    expect(columnOf(definition, `target '"`).allowedValues).toEqual(
      levels.filter((level) => !level.includes('DROP')).sort(),
    );
    const read = await rows.app.inject('/datasets/awkward');
    expect(read.json<DatasetDto>()).toMatchObject({
      positive_class: positiveClass,
      row_count: 120,
      warnings: [],
    });
    expect(await remaining()).toBe(tables);
  });

  it('is what is profiled', async () => {
    const response = await rows.app.inject('/datasets/awkward/profile');
    expect(response.statusCode).toBe(200);
    const profile = response.json<DatasetProfileDto>();
    expect(profile).toMatchObject({
      row_count: 120,
      rows_profiled: 120,
      positive_class: positiveClass,
      task: 'binary',
    });
    for (const [place, name] of awkward.entries()) {
      const column = profile.columns.find((candidate) => candidate.name === name)!;
      expect(column.numbers).toMatchObject({ minimum: valueOf(5, place), maximum: valueOf(116, place) });
    }
    const target = profile.columns.find(({ name }) => name === `target '"`)!;
    expect(target).toMatchObject({ count: 96, missing: 24 });
    expect(new Map(target.levels!.top.map(({ value, count }) => [value, count]))).toEqual(
      new Map(levels.filter((level) => !level.includes('DROP')).map((level) => [level, 24])),
    );
    const other = await rows.app.inject(`/datasets/awkward/profile?target=${encodeURIComponent('’ OR 1=1')}`);
    expect(other.json<DatasetProfileDto>().task).toBe('regression');
    expect(await remaining()).toBe(tables);
  });

  it('is what a snapshot, a row, a batch and an export read', async () => {
    const connection = threadConnection(rows.database.application, undefined);
    const query = snapshotQuery(definition, awkward, { name: `target '"`, isClass: true }, [
      { name: `split '"`, source: smuggling, as: 'number' },
    ]);
    const snapshot = await readSnapshot(connection, query);
    expect(snapshot.identifiers).toHaveLength(96);
    const numbers = snapshot.identifiers.map(Number);
    // In the order of the numbers, not of their texts.
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    for (const [place, name] of awkward.entries())
      expect([...(snapshot.columns[name] as Float64Array)]).toEqual(
        numbers.map((row) => valueOf(row, place)),
      );
    expect((snapshot.columns[query.target] as string[]).map((level) => level === positiveClass)).toEqual(
      numbers.map((row) => row % levels.length === 0),
    );

    const row = await rows.app.get(DatasetReader).readRow(definition, [...awkward, `target '"`], '5');
    expect(Object.entries(row!)).toEqual([
      ...awkward.map((name, place) => [name, valueOf(5, place)]),
      [`target '"`, positiveClass],
    ]);
    expect(await rows.app.get(DatasetReader).readRow(definition, ['a"b'], '5 OR 1=1')).toBeNull();

    const batch = rowsToScore(definition, awkward, {
      ...{ id: '00000000-0000-4000-8000-000000000000', model: `'; --`, model_version: 1, threshold: null },
      ...{ selection: RowSelection.Unpredicted, last_identifier: '100' },
    });
    const client = new pg.Client({ connectionString: rows.database.application });
    await client.connect();
    const { rows: scored } = await client.query<unknown[]>({
      text: batch.query,
      values: [...batch.values],
      rowMode: 'array',
    });
    await client.end();
    expect(scored.map((cells) => cells[0])).toEqual(
      Array.from({ length: 20 }, (_, place) => String(101 + place)),
    );
    expect(scored[0]!.slice(2)).toEqual(awkward.map((_, place) => valueOf(101, place)));

    const exported = await rows.app.get(CsvExporter).export({
      relation: definition.relation,
      columns: definition.columns.map(({ name, kind }) => ({ name, kind: exportKinds[kind] })),
      orderBy: definition.identifier,
      beforeFirstRow: () => Promise.resolve(),
    });
    const lines = (await exported.toArray())
      .map((chunk: Buffer) => chunk.toString())
      .join('')
      .split('\n');
    expect(lines).toHaveLength(122);
    expect(lines[5]).toBe(`5,${awkward.map((_, place) => valueOf(5, place)).join(',')},' OR 1=1`);
    expect(await remaining()).toBe(tables);
  });

  it('finds no row with an identifier that is SQL, and no dataset or relation of such a name', async () => {
    const get = async (url: string): Promise<number> => (await rows.app.inject(url)).statusCode;
    for (const name of [
      `x'; DROP TABLE users; --`,
      '%22',
      '__proto__',
      'constructor',
      "awkward' OR '1'='1",
    ]) {
      const path = encodeURIComponent(name);
      for (const url of [`/datasets/${path}`, `/datasets/${path}/profile`])
        expect([404, 422]).toContain(await get(url));
      const deleted = await rows.app.inject({
        ...{ method: 'DELETE', url: `/datasets/${path}`, headers: { 'x-test-role': 'admin' } },
      });
      expect([404, 422]).toContain(deleted.statusCode);
      const attached = await rows.app.inject({
        ...{ method: 'POST', url: '/datasets/attach', headers: { 'x-test-role': 'admin' } },
        payload: { name: 'other', schema: name, relation: name, id_column: name, target: name },
      });
      expect(attached.statusCode).toBe(422);
    }
    expect(
      await get(`/datasets/awkward/profile?target=${encodeURIComponent(`"; DROP TABLE users; --x`)}`),
    ).toBe(422);
    expect(await remaining()).toBe(tables);
  });

  it('is deleted with its dataset alone: the relation stays', async () => {
    const deleted = await rows.app.inject({
      ...{ method: 'DELETE', url: '/datasets/awkward', headers: { 'x-test-role': 'admin' } },
    });
    expect(deleted.statusCode).toBe(204);
    expect(await rows.dataSource.getRepository(DatasetEntity).count()).toBe(0);
    expect(await remaining()).toBe(tables);
  });
});
