import pg from 'pg';
import { installationSecret } from '#libs/platform';
import { EmbeddedPostgres } from './embedded-postgres.js';

export interface DatabaseAddresses {
  /** The application's role: reads and writes rows, inserts audit records, owns nothing. */
  readonly application: string;
  /** The role that owns the schema and migrates it; not a superuser. */
  readonly migration: string;
}

/** Creates the two roles and the database, if missing. */
export async function provisionDatabase(
  server: EmbeddedPostgres,
  dataDir: string,
  database = 'veridict',
): Promise<DatabaseAddresses> {
  const owner = await installationSecret(dataDir, 'database-owner');
  const application = await installationSecret(dataDir, 'database-application');
  const client = new pg.Client({ connectionString: server.superuserUrl() });
  await client.connect();
  try {
    await ensureRole(client, 'veridict_owner', `LOGIN CREATEROLE PASSWORD ${client.escapeLiteral(owner)}`);
    await ensureRole(client, 'veridict_app', `LOGIN PASSWORD ${client.escapeLiteral(application)}`);
    const existing = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (existing.rowCount === 0) {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)} OWNER veridict_owner`);
    }
  } finally {
    await client.end();
  }
  return {
    application: server.url('veridict_app', application, database),
    migration: server.url('veridict_owner', owner, database),
  };
}

async function ensureRole(client: pg.Client, name: string, options: string): Promise<void> {
  const existing = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  await client.query(`${existing.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${name} ${options}`);
}
