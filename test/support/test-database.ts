import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  /** The application's own role. */
  readonly application: string;
  /** The owner of the schema. */
  readonly migration: string;
  readonly superuser: string;
  drop(): Promise<void>;
}

/**
 * A migrated database of its own for one spec file, copied from the template in about 50 ms; or a copy of another
 * one, to which nobody may be connected.
 */
export async function createTestDatabase(
  options: { empty?: boolean; copyOf?: TestDatabase } = {},
): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const source = options.copyOf ? new URL(options.copyOf.superuser).pathname.slice(1) : 'template_veridict';
  await administer((server) =>
    server.query(`CREATE DATABASE ${name} OWNER veridict_owner ${options.empty ? '' : `TEMPLATE ${source}`}`),
  );
  return databaseNamed(name);
}

/**
 * A database for others to copy. Whoever asks for the name first in a test run prepares it from a migrated one; others
 * wait for it.
 */
export async function templateDatabase(
  name: string,
  prepare: (database: TestDatabase) => Promise<void>,
): Promise<TestDatabase> {
  const template = databaseNamed(name);
  await administer(async (server) => {
    await server.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await server.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [
      name,
    ]);
    if (rowCount) return;
    // What an attempt that failed has left.
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.query(`CREATE DATABASE ${name} OWNER veridict_owner TEMPLATE template_veridict`);
    await prepare(template);
    await server.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
  });
  return template;
}

function databaseNamed(name: string): TestDatabase {
  const template = migratedTemplate();
  const on = (url: string): string => url.replace(/\/[^/]*$/, `/${name}`);
  return {
    application: on(template.application),
    migration: on(template.migration),
    superuser: on(template.superuser),
    drop: () => administer((server) => server.query(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

/** By administrators of the database server, on a connection of their own. */
async function administer(work: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const server = new pg.Client({ connectionString: migratedTemplate().superuser });
  await server.connect();
  try {
    await work(server);
  } finally {
    await server.end();
  }
}

/** What global-setup.mjs made. */
function migratedTemplate(): Omit<TestDatabase, 'drop'> {
  return JSON.parse(process.env['VERIDICT_TEST_DATABASE']!) as Omit<TestDatabase, 'drop'>;
}
