import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource, type EntityTarget, getMetadataArgsStorage, type ObjectLiteral } from 'typeorm';
import { migrationDataSource } from '#libs/database';
import { migrations } from '../../migrations/index.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** Everything that a migration can leave behind, by kind and name; TypeORM's own bookkeeping aside. */
const objectsOfTheSchema = `
  SELECT kind || ' ' || name AS object FROM (
    SELECT 'relation' AS kind, c.relname::text AS name
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'function', p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'type', t.typname FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace
    UNION ALL
    SELECT 'schema', n.nspname FROM pg_namespace n
      WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('public', 'information_schema')
    UNION ALL
    SELECT 'extension', e.extname FROM pg_extension e WHERE e.extname <> 'plpgsql'
    UNION ALL
    SELECT 'event trigger', evtname FROM pg_event_trigger
    UNION ALL
    SELECT 'default privilege', defaclobjtype::text FROM pg_default_acl
  ) AS objects
  WHERE name !~ '^_?(migrations|migrations_id_seq|PK_[0-9a-f]+)$'
  ORDER BY 1`;

describe('the migrations', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    source = await migrationDataSource(database.migration, migrations, await allEntities()).initialize();
  });

  afterAll(async () => {
    await source?.destroy();
    await database?.drop();
  });

  it('go up, down to nothing, and up again to the same', async () => {
    expect(await objects()).toEqual([]);
    await source.runMigrations();
    const afterFirst = await objects();
    expect(afterFirst.length).toBeGreaterThan(migrations.length);

    for (let undone = 0; undone < migrations.length; undone += 1) await source.undoLastMigration();
    expect(await objects()).toEqual([]);

    await source.runMigrations();
    expect(await objects()).toEqual(afterFirst);
  });

  it('make exactly the tables that the entities describe', async () => {
    await source.runMigrations();
    expect(source.entityMetadatas.length).toBeGreaterThan(5);
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('name every constraint and index, so that a violation says what was violated', async () => {
    const generated: { name: string }[] = await source.query(`
      SELECT conname AS name FROM pg_constraint
        WHERE connamespace IN ('public'::regnamespace, 'audit'::regnamespace) AND contype <> 'n' AND conname ~ '_[0-9a-f]{20,}$'
          AND conrelid <> 'migrations'::regclass
      UNION
      SELECT relname FROM pg_class
        WHERE relnamespace IN ('public'::regnamespace, 'audit'::regnamespace) AND relkind IN ('i', 'I') AND relname ~ '_[0-9a-f]{20,}$'
          AND oid NOT IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'migrations'::regclass)`);
    expect(generated.map(({ name }) => name)).toEqual([]);
  });

  async function objects(): Promise<string[]> {
    const rows: { object: string }[] = await source.query(objectsOfTheSchema);
    return rows.map(({ object }) => object);
  }
});

/** The entities of all libraries: TypeORM keeps a list of every class that its decorators have met. */
async function allEntities(): Promise<EntityTarget<ObjectLiteral>[]> {
  for (const library of await readdir(resolve(import.meta.dirname, '../../libs')))
    await import(`#libs/${library}`);
  return getMetadataArgsStorage().tables.map(({ target }) => target as EntityTarget<ObjectLiteral>);
}
