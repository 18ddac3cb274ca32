import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyReply } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { AuditHttpModule, AuditModule, type PredictionRecord } from '#libs/audit';
import { DatabaseModule } from '#libs/database';
import {
  type Actor,
  Clock,
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

export class MovableClock extends Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  advance(milliseconds: number): void {
    this.offsetMs += milliseconds;
  }
}

export const analyst: Actor = {
  kind: 'user',
  id: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
  credentialId: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c12',
  role: Role.Analyst,
  scopes: scopesByRole[Role.Analyst],
};

/** A record as a prediction leaves it; `changes` make it special. */
export function predictionRecord(changes: Partial<PredictionRecord> = {}): PredictionRecord {
  return {
    id: uuidv7(),
    decision: null,
    requestId: uuidv7(),
    occurredAt: new Date(),
    actor: analyst,
    route: 'POST /models/:model/predict',
    subjectId: null,
    model: 'loan-amount',
    modelVersion: 3,
    modelDigest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    inputs: { age: 37, revenu_estime_mois: 2650.5, sport_licence: 'oui' },
    output: { prediction: 12034.5 },
    threshold: null,
    status: 'answered',
    httpStatus: 200,
    errorCode: null,
    errorFields: null,
    latencyMs: 1.25,
    ...changes,
  };
}

@Catch(DomainError)
class StatusFilter implements ExceptionFilter {
  catch(error: DomainError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.status(errorTable[error.code].status).send({ code: error.code, errors: error.problems });
  }
}

export interface AuditApplication {
  readonly app: NestFastifyApplication;
  readonly clock: MovableClock;
}

/** The audit library as it is wired, over HTTP, on a real database; every caller is `analyst`. */
export async function startAuditApplication(url: string, logLevel = 'silent'): Promise<AuditApplication> {
  const clock = new MovableClock();
  const testing = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot({
        configuration: new Configuration({}),
        signingSecret: new SigningSecret('a secret of the tests, long enough to be one'),
        logger: new Logger(logLevel),
        clock,
      }),
      DatabaseModule.forRoot({ url, role: undefined, poolSize: 4 }),
      AuditModule,
      AuditHttpModule,
    ],
  }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new StatusFilter());
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, _reply, done) => {
      request.actor = analyst;
      done();
    });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return { app, clock };
}
