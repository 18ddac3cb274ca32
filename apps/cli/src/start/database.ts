import { type DatabaseAddresses, EmbeddedPostgres, inspectDatabase, provisionDatabase } from '#libs/database';
import type { Configuration } from '#libs/platform';
import { UserError } from '../user-error.js';

export interface StartedDatabase extends DatabaseAddresses {
  stop(): Promise<void>;
}

/** The embedded server, or the one that DATABASE_URL names. */
export async function startDatabase(configuration: Configuration): Promise<StartedDatabase> {
  if (configuration.databaseUrl === undefined) {
    const server = await EmbeddedPostgres.start(configuration.dataDir);
    return { ...(await provisionDatabase(server, configuration.dataDir)), stop: () => server.stop() };
  }
  const migration = configuration.migrationDatabaseUrl ?? configuration.databaseUrl;
  await connectOrExplain('DATABASE_URL', configuration.databaseUrl);
  await connectOrExplain('MIGRATION_DATABASE_URL', migration);
  return { application: configuration.databaseUrl, migration, stop: () => Promise.resolve() };
}

async function connectOrExplain(name: string, url: string): Promise<void> {
  try {
    await inspectDatabase(url);
  } catch (error) {
    throw new UserError(`${name} does not lead to a PostgreSQL database: ${reasonOf(error)}.`);
  }
}

/** What is wrong, without the address: it holds a password. */
function reasonOf(error: unknown): string {
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const { code, message } = inner as { code?: string; message?: string };
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens at that host and port';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the host name is unknown';
    case '28P01':
    case '28000':
      return 'the user name or password is wrong';
    case '3D000':
      return 'there is no database of that name';
    default:
      return code ?? message ?? 'unknown reason';
  }
}
