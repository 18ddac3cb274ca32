import { DataSource, type DataSourceOptions, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { sessionLimits, statementTimeoutMs } from './connection-settings.js';
import { SteadyClient } from './steady-client.js';

/** The options that every data source shares. `synchronize` is never on: migrations only. */
export function dataSourceOptions(url: string, poolSize: number, role?: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    synchronize: false,
    logging: false,
    poolSize,
    applicationName: 'veridict',
    extra: { Client: SteadyClient, ...sessionLimits, ...(role ? { options: `-c role=${role}` } : {}) },
  };
}

/** For migrations: the owner's connection, without the time limits of requests. */
export function migrationDataSource(
  url: string,
  migrations: readonly (new () => object)[],
  entities: readonly EntityTarget<ObjectLiteral>[] = [],
): DataSource {
  return new DataSource({
    ...dataSourceOptions(url, 2),
    extra: { Client: SteadyClient, ...sessionLimits, statement_timeout: 20 * statementTimeoutMs },
    migrations: [...migrations] as never,
    migrationsTransactionMode: 'each',
    entities: [...entities] as never,
  });
}
