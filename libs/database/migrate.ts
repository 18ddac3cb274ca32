import pg from 'pg';
import { migrationDataSource } from './data-source.js';

/** Any constant will do; it names the lock under which one process at a time migrates. */
const migrationLock = 7_305_118_226;

/**
 * Runs the pending migrations, then `afterwards` (for schemas that libraries such as the job queue manage
 * themselves), under one lock, so that processes that start together do not collide.
 * @returns names of the migrations that ran
 */
export async function migrateDatabase(
  url: string,
  migrations: readonly (new () => object)[],
  afterwards: (url: string) => Promise<void>,
): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    const source = await migrationDataSource(url, migrations).initialize();
    try {
      const ran = await source.runMigrations();
      await afterwards(url);
      return ran.map((migration) => migration.name);
    } finally {
      await source.destroy();
    }
  } finally {
    await lock.end();
  }
}
