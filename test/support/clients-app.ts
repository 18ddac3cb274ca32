import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { AuditModule } from '#libs/audit';
import { ClientsHttpModule } from '#libs/clients';
import { DatabaseModule } from '#libs/database';
import { registerCsvUploads } from '#libs/datasets';
import {
  type Actor,
  Configuration,
  DomainError,
  errorTable,
  Logger,
  PlatformModule,
  RequestValidationPipe,
  Role,
  scopesByRole,
  SigningSecret,
} from '#libs/platform';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** As much of the error answer as these tests read; the application's own filter has its own tests. */
@Catch()
class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    if (error instanceof DomainError) {
      const { code, detail, problems, members } = error;
      void reply.status(errorTable[code].status).send({ code, detail, errors: problems, ...members });
    } else {
      const status = error instanceof HttpException ? error.getStatus() : 500;
      void reply.status(status).send({ code: 'internal', detail: String(error) });
    }
  }
}

export function actorOf(role: Role): Actor {
  return {
    kind: 'user',
    id: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
    credentialId: 'test',
    role,
    scopes: scopesByRole[role],
  };
}

export interface ClientsApp {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly dataSource: DataSource;
  /** Lines that were logged. */
  readonly log: string[];
  close(): Promise<void>;
}

/** The clients routes on a database of their own. The header `x-test-role` says who calls; default analyst. */
export async function startClientsApp(): Promise<ClientsApp> {
  const database = await createTestDatabase();
  const log: string[] = [];
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot({
        configuration: new Configuration({}),
        signingSecret: new SigningSecret('a secret of the clients tests only'),
        logger: new Logger('info', { write: (line) => log.push(line) }),
      }),
      DatabaseModule.forRoot({ url: database.application, role: undefined, poolSize: 10 }),
      AuditModule,
      ClientsHttpModule,
    ],
    providers: [
      { provide: APP_PIPE, useClass: RequestValidationPipe },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ],
  }).compile();
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.actor = actorOf((request.headers['x-test-role'] as Role | undefined) ?? Role.Analyst);
    done();
  });
  await registerCsvUploads(fastify);
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
