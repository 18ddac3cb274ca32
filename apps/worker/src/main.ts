import { NestFactory } from '@nestjs/core';
import { Module, type DynamicModule } from '@nestjs/common';
import { BatchPredictionWorker, ExpiredResults } from '#libs/batch-predictions';
import { DirectConnections, inspectDatabase, Notifications } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { MlflowDeliverer } from '#libs/mlflow-delivery';
import { Configuration, installationSecret, Logger, NestLogger, SigningSecret } from '#libs/platform';
import { TrainingWorker } from '#libs/training';
import { ExpiredRecords } from '#libs/auth';
import { featureModules, type FeatureOptions } from '../../api/src/feature-modules.js';

/** The api's modules minus HTTP: takes jobs from the queues. */
@Module({})
class WorkerModule {
  static forRoot(options: FeatureOptions): DynamicModule {
    return { module: WorkerModule, imports: featureModules(options) };
  }
}

const configuration = new Configuration(process.env);
if (!configuration.databaseUrl)
  throw new Error('Set DATABASE_URL; without one, `npm start` runs the worker inside the API.');
const logger = new Logger(configuration.logLevel);
const { role } = await inspectDatabase(configuration.databaseUrl);
const app = await NestFactory.createApplicationContext(
  WorkerModule.forRoot({
    configuration,
    logger,
    signingSecret: new SigningSecret(
      configuration.jwtSecret ?? (await installationSecret(configuration.dataDir, 'jwt')),
    ),
    database: { url: configuration.databaseUrl, role, poolSize: 4 },
  }),
  { logger: new NestLogger(logger), abortOnError: false },
);
await app.get(Notifications).start();
await app.get(JobQueue).start();
await app.get(TrainingWorker).start();
await app.get(MlflowDeliverer).start();
await app.get(BatchPredictionWorker).start();
app.get(ExpiredRecords).purgeDaily();
app.get(ExpiredResults).deleteDaily();
logger.info('Waiting for jobs');

let closing = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (closing) process.exit(130);
    closing = true;
    void close().then(() => process.exit(0));
  });
}

async function close(): Promise<void> {
  await Promise.all([app.get(JobQueue).stop(30_000), app.get(MlflowDeliverer).stop()]);
  const notifications = app.get(Notifications);
  const connections = app.get(DirectConnections);
  await app.close();
  await notifications.close();
  await connections.close();
}
