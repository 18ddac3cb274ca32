import pg from 'pg';
import { applicationRole, connectionTimeoutMs } from './connection-settings.js';

export interface DatabaseInspection {
  /** Set on every connection of the application; undefined where the login itself is the least privileged. */
  readonly role: string | undefined;
  /** What an operator should know: settings that lose acknowledged records, privileges that are too wide. */
  readonly warnings: readonly string[];
  /** False when an acknowledged audit record could be lost in a crash: the service then is not ready. */
  readonly durable: boolean;
}

/** Looks at the database that a `DATABASE_URL` leads to, before the application starts on it. */
export async function inspectDatabase(url: string): Promise<DatabaseInspection> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: connectionTimeoutMs });
  await client.connect();
  try {
    const { rows } = await client.query<{
      member: boolean | null;
      is_role: boolean;
      fsync: string;
      pages: string;
      commit: string;
    }>(
      `SELECT (SELECT pg_has_role(current_user, oid, 'SET') FROM pg_roles WHERE rolname = $1) AS member,
              current_user = $1 AS is_role,
              current_setting('fsync') AS fsync,
              current_setting('full_page_writes') AS pages,
              current_setting('synchronous_commit') AS commit`,
      [applicationRole],
    );
    const row = rows[0]!;
    const role = !row.is_role && row.member ? applicationRole : undefined;
    const warnings: string[] = [];
    if (!row.is_role && !role) {
      warnings.push(
        `The database login cannot act as ${applicationRole}: audit tables are append-only by trigger alone.`,
      );
    }
    const unsafe = [
      ['fsync', row.fsync],
      ['full_page_writes', row.pages],
      ['synchronous_commit', row.commit],
    ].filter(([, value]) => value === 'off');
    for (const [setting] of unsafe)
      warnings.push(`PostgreSQL runs with ${setting} = off: acknowledged audit records can be lost.`);
    return { role, warnings, durable: unsafe.length === 0 };
  } finally {
    await client.end();
  }
}
