import { DataSource } from 'typeorm';
import { inspectDatabase } from '#libs/database';
import { FirstAdmin } from '#libs/auth';
import { seedSampleClients } from '#libs/clients';
import { seedSampleCustomers } from '#libs/customers';
import { EmployeeImportService, seedSampleEmployees } from '#libs/employees';
import { Configuration, installationSecret, Logger, SigningSecret } from '#libs/platform';
import { type Api, createApi } from '../../../api/src/create-api.js';
import { lockDataDir, prepareDataDir } from '../start/data-dir.js';
import { startDatabase, type StartedDatabase } from '../start/database.js';
import { trainFirstModels } from '../start/first-models.js';
import { migrateOrExplain } from '../start/migrate.js';
import { ensurePortIsFree, listenError } from '../start/port.js';
import { Steps } from '../start/steps.js';

/** Everything, in one process; ends when a signal comes. */
export async function start(environment: NodeJS.ProcessEnv): Promise<void> {
  const configuration = new Configuration(environment);
  await prepareDataDir(configuration.dataDir);
  const unlock = await lockDataDir(configuration.dataDir);
  const cleanUp: (() => Promise<void>)[] = [unlock];
  const stop = onSignals(cleanUp);
  try {
    await ensurePortIsFree(configuration.host, configuration.port);
    await serve(configuration, cleanUp);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serve(configuration: Configuration, cleanUp: (() => Promise<void>)[]): Promise<void> {
  const steps = new Steps();
  const logger = new Logger(configuration.logLevel);
  const database = await steps.run(
    configuration.usesEmbeddedDatabase ? 'Starting the embedded PostgreSQL' : 'Looking for the database',
    () => startDatabase(configuration),
  );
  cleanUp.unshift(() => database.stop());
  await steps.run('Migrating', () => migrateOrExplain(database.migration));
  const api = await steps.run('Loading', () => connect(configuration, logger, database));
  cleanUp.unshift(() => api.close());

  if (configuration.seedSampleData ?? configuration.usesEmbeddedDatabase) {
    await steps.run('Looking for sample data', async () => {
      const dataSource = api.app.get(DataSource);
      await seedSampleClients(dataSource);
      await seedSampleEmployees(dataSource, api.app.get(EmployeeImportService));
      await seedSampleCustomers(dataSource);
    });
  }
  const admin = await steps.run('Looking for an admin', () => api.app.get(FirstAdmin).ensure());
  const outcomes = await steps.run('Training the models that have no champion', () =>
    trainFirstModels(api.app),
  );
  for (const outcome of outcomes) console.log(`    ${outcome}`);

  const address = await api.listen().catch((error: unknown) => {
    throw listenError(error as NodeJS.ErrnoException, configuration.host, configuration.port);
  });
  console.log(
    `\nVeridict answers at ${address} after ${steps.total()}\n  Swagger UI  ${address}/docs\n  Health      ${address}/health`,
  );
  if (admin?.password) {
    console.log(
      `\n  The first admin, shown this once:\n    e-mail    ${admin.email}\n    password  ${admin.password}`,
    );
  }
  console.log('\nCtrl-C stops everything.\n');
}

async function connect(
  configuration: Configuration,
  logger: Logger,
  database: StartedDatabase,
): Promise<Api> {
  const { role, warnings, durable } = await inspectDatabase(database.application);
  for (const warning of warnings) logger.warn(warning);
  const secret = configuration.jwtSecret ?? (await installationSecret(configuration.dataDir, 'jwt'));
  return createApi({
    configuration,
    logger,
    signingSecret: new SigningSecret(secret),
    database: { url: database.application, role, poolSize: 10 },
    durable,
    withWorker: true,
  });
}

/** The first signal stops in order, the second at once. @returns the orderly stop */
function onSignals(cleanUp: readonly (() => Promise<void>)[]): () => Promise<void> {
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    for (const step of [...cleanUp]) await step();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(130);
      console.log('\nStopping …');
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
  return stop;
}
