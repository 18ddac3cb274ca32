import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { PredictionAudit } from '#libs/audit';
import { Authenticator, ExpiredRecords, registerAuthentication } from '#libs/auth';
import { BatchPredictionWorker, ExpiredResults } from '#libs/batch-predictions';
import { DirectConnections, Notifications } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { MlflowDeliverer } from '#libs/mlflow-delivery';
import { LiveModels } from '#libs/models';
import { Metrics, NestLogger, registerFileUploads, registerReplies } from '#libs/platform';
import { registerPredictionAudit } from '#libs/prediction';
import { TrainingWorker } from '#libs/training';
import { ApiModule, type ApiModuleOptions } from './api.module.js';
import { ReadinessCheck } from './health/readiness.js';
import { registerAllowedMethods } from './http/allowed-methods.js';
import { Farewell } from './http/farewell.js';
import { createFastifyAdapter } from './http/fastify-adapter.js';
import { registerOverloadProtection } from './http/overload.js';
import { registerRequestLog } from './http/request-log.js';
import { registerSecurityHeaders } from './http/security-headers.js';
import { registerTimeLimits } from './http/time-limits.js';
import { createContract } from './openapi/document.js';
import { ServedContract } from './openapi/served-contract.js';

/** Running jobs get this long at shutdown, then go back to the queue; milliseconds. */
const jobDrainMs = 5_000;
/** Running requests get this long at shutdown, then are cut; milliseconds. */
const requestDrainMs = 10_000;

export interface Api {
  readonly app: NestFastifyApplication;
  /** Address that it listens on. */
  listen(): Promise<string>;
  /** In the one order that loses nothing. */
  close(): Promise<void>;
}

/** Everything wired, connected and loaded, but not listening. */
export async function createApi(options: ApiModuleOptions & { readonly withWorker: boolean }): Promise<Api> {
  const { configuration, logger } = options;
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot(options),
    createFastifyAdapter(configuration),
    {
      logger: new NestLogger(logger),
      abortOnError: false,
      bodyParser: true,
    },
  );
  const fastify = app.getHttpAdapter().getInstance();
  const farewell = new Farewell(fastify);
  registerOverloadProtection(fastify);
  registerSecurityHeaders(fastify, { https: configuration.production, pagePrefix: '/docs' });
  registerReplies(fastify);
  registerRequestLog(fastify, logger, app.get(Metrics));
  registerTimeLimits(fastify, configuration.requestTimeoutMs);
  registerAllowedMethods(fastify);
  registerPredictionAudit(fastify, app.get(PredictionAudit), app.get(Metrics));
  registerAuthentication(fastify, app.get(Authenticator), { publicPathPrefixes: ['/docs', '/openapi.json'] });
  await registerFileUploads(fastify);
  if (configuration.corsOrigins.length > 0) {
    app.enableCors({
      origin: [...configuration.corsOrigins],
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      exposedHeaders: ['ETag', 'Location', 'X-Request-Id', 'Retry-After'],
    });
  }
  const contract = app.get(ServedContract);
  contract.makeBy(() => createContract(app));
  SwaggerModule.setup('docs', app, () => contract.read().document, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
  });
  await app.init();
  await fastify.ready();

  await app.get(Notifications).start();
  await app.get(LiveModels).refreshAll();
  await app.get(JobQueue).start();
  if (options.withWorker) {
    await app.get(TrainingWorker).start();
    await app.get(MlflowDeliverer).start();
    await app.get(BatchPredictionWorker).start();
    app.get(ExpiredRecords).purgeDaily();
    app.get(ExpiredResults).deleteDaily();
  }

  return {
    app,
    listen: async () => {
      await app.listen(configuration.port, configuration.host);
      return app.getUrl();
    },
    close: () => closeApi(app, farewell, configuration.drainDelayMs),
  };
}

async function closeApi(
  app: NestFastifyApplication,
  farewell: Farewell,
  drainDelayMs: number,
): Promise<void> {
  app.get(ReadinessCheck).drain();
  farewell.begin();
  // Not even a turn of the event loop when there is no delay: callers must not reconnect in between.
  if (drainDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, drainDelayMs));
  const audit = app.get(PredictionAudit);
  const live = app.get(LiveModels);
  const notifications = app.get(Notifications);
  const connections = app.get(DirectConnections);
  await Promise.all([
    farewell.stopAccepting(),
    app.get(JobQueue).stop(jobDrainMs),
    app.get(MlflowDeliverer).stop(),
  ]);
  const cut = setTimeout(() => app.getHttpServer().closeAllConnections(), requestDrainMs);
  await app.close();
  clearTimeout(cut);
  await audit.close();
  live.close();
  await notifications.close();
  await connections.close();
}
