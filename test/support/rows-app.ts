import type { Type } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { AuditModule } from '#libs/audit';
import { DatabaseModule } from '#libs/database';
import { DatasetsModule } from '#libs/datasets';
import { ModelsModule } from '#libs/models';
import {
  type Actor,
  Configuration,
  Logger,
  PlatformModule,
  registerFileUploads,
  registerReplies,
  RequestValidationPipe,
  Role,
  scopesByRole,
  SigningSecret,
} from '#libs/platform';
import { PredictionModule } from '#libs/prediction';
import { ProblemFilter } from '../../apps/api/src/http/exception.filter.js';
import { createFastifyAdapter } from '../../apps/api/src/http/fastify-adapter.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export function actorOf(role: Role): Actor {
  return {
    kind: 'user',
    id: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
    credentialId: 'test',
    role,
    scopes: scopesByRole[role],
  };
}

export interface RowsApp {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  /** Lines that were logged. */
  readonly log: string[];
  close(): Promise<void>;
}

/** The routes of a library of rows on a database of its own. The header `x-test-role` says who calls; default analyst. */
export async function startRowsApp(
  library: Type,
  environment: Record<string, string> = {},
): Promise<RowsApp> {
  const database = await createTestDatabase();
  const log: string[] = [];
  const configuration = new Configuration(environment);
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot({
        configuration,
        signingSecret: new SigningSecret('a secret of the tests of rows only'),
        logger: new Logger('info', { write: (line) => log.push(line) }),
      }),
      DatabaseModule.forRoot({ url: database.application, role: undefined, poolSize: 10 }),
      AuditModule,
      DatasetsModule,
      ModelsModule,
      PredictionModule,
      library,
    ],
    providers: [
      { provide: APP_PIPE, useClass: RequestValidationPipe },
      { provide: APP_FILTER, inject: [Logger], useFactory: (logger: Logger) => new ProblemFilter(logger) },
    ],
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(createFastifyAdapter(configuration), {
    logger: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.actor = actorOf((request.headers['x-test-role'] as Role | undefined) ?? Role.Analyst);
    done();
  });
  registerReplies(fastify);
  await registerFileUploads(fastify);
  registerReplies(fastify);
  await app.init();
  await fastify.ready();
  return {
    app,
    database,
    dataSource: app.get(DataSource),
    log,
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
