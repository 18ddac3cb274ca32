import { type DynamicModule, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DirectConnections, inspectDatabase, Notifications } from '#libs/database';
import { Configuration, Logger, NestLogger, SigningSecret } from '#libs/platform';
import { featureModules, type FeatureOptions } from '../../../api/src/feature-modules.js';
import { lockDataDir, prepareDataDir } from './data-dir.js';
import { startDatabase } from './database.js';
import { migrateOrExplain } from './migrate.js';

/** The feature modules alone: neither HTTP nor jobs. */
@Module({})
class FeatureContextModule {
  static forRoot(options: FeatureOptions): DynamicModule {
    return { module: FeatureContextModule, imports: featureModules(options) };
  }
}

/** Runs one piece of work on a migrated database, with what the api has, and takes everything down again. */
export async function withFeatures<Result>(
  environment: NodeJS.ProcessEnv,
  work: (app: INestApplicationContext) => Promise<Result>,
): Promise<Result> {
  const configuration = new Configuration(environment);
  const cleanUp: (() => Promise<unknown>)[] = [];
  try {
    if (configuration.usesEmbeddedDatabase) {
      await prepareDataDir(configuration.dataDir);
      // The running server owns the embedded database; it has routes for this.
      cleanUp.unshift(await lockDataDir(configuration.dataDir));
    }
    const database = await startDatabase(configuration);
    cleanUp.unshift(() => database.stop());
    await migrateOrExplain(database.migration);
    const { role } = await inspectDatabase(database.application);
    const logger = new Logger('warn');
    const app = await NestFactory.createApplicationContext(
      FeatureContextModule.forRoot({
        configuration,
        logger,
        signingSecret: new SigningSecret('a command signs nothing'),
        database: { url: database.application, role, poolSize: 2 },
      }),
      { logger: new NestLogger(logger), abortOnError: false },
    );
    const [notifications, connections] = [app.get(Notifications), app.get(DirectConnections)];
    cleanUp.unshift(async () => {
      await app.close();
      await notifications.close();
      await connections.close();
    });
    return await work(app);
  } finally {
    for (const step of cleanUp) await step();
  }
}
