import { inspectDatabase } from '#libs/database';
import { Configuration, installationSecret, Logger, SigningSecret } from '#libs/platform';
import { createApi } from './create-api.js';

/** The API alone, on a database that is migrated already; `veridict start` does everything. */
const configuration = new Configuration(process.env);
if (!configuration.databaseUrl)
  throw new Error('Set DATABASE_URL; without one, `npm start` brings its own PostgreSQL.');
const logger = new Logger(configuration.logLevel);
const { role, warnings, durable } = await inspectDatabase(configuration.databaseUrl);
for (const warning of warnings) logger.warn(warning);

const api = await createApi({
  configuration,
  logger,
  signingSecret: new SigningSecret(
    configuration.jwtSecret ?? (await installationSecret(configuration.dataDir, 'jwt')),
  ),
  database: { url: configuration.databaseUrl, role, poolSize: 10 },
  durable,
  withWorker: false,
});
logger.info('Listening', { address: await api.listen() });

let closing = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second signal means: now.
    if (closing) process.exit(130);
    closing = true;
    void api.close().then(() => process.exit(0));
  });
}
