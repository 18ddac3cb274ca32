import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpException,
  Post,
} from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyReply } from 'fastify';
import type { InjectOptions } from 'fastify';
import { DataSource } from 'typeorm';
import { AuditModule } from '#libs/audit';
import { AuthHttpModule, Authenticator, registerAuthentication, wwwAuthenticate } from '#libs/auth';
import { DatabaseModule, DirectConnections } from '#libs/database';
import {
  Clock,
  Configuration,
  CurrentActor,
  type Actor,
  DomainError,
  errorTable,
  Logger,
  Metrics,
  PlatformModule,
  Public,
  RequestValidationPipe,
  RequireScope,
  SigningSecret,
} from '#libs/platform';

export const testSecret = new SigningSecret('a secret of the tests, thirty-two characters long');

/** Stands still unless it is told to move; starts at the real time, which the JWT library also looks at. */
export class MovableClock extends Clock {
  private offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  advanceSeconds(seconds: number): void {
    this.offsetMs += seconds * 1000;
  }
}

@Controller('probe')
class ProbeController {
  bodies = 0;

  @Get('public')
  @Public()
  open(): object {
    return { ok: true };
  }

  @Get('read')
  @RequireScope('clients:read')
  read(@CurrentActor() actor: Actor): object {
    return { id: actor.id, role: actor.role, credential: actor.credentialId };
  }

  @Post('write')
  @RequireScope('clients:write')
  write(@Body() body: Record<string, unknown>): object {
    return body;
  }

  @Get('undeclared')
  undeclared(): object {
    return { ok: true };
  }
}

/** The least of what the API's own filter does. */
@Catch()
class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (!(error instanceof DomainError)) {
      const status = error instanceof HttpException ? error.getStatus() : 500;
      if (status === 500) process.stderr.write(`${String((error as Error).stack)}\n`);
      void reply.status(status).send({ code: 'unexpected', status });
      return;
    }
    const challenge = wwwAuthenticate(error);
    if (challenge) void reply.header('www-authenticate', challenge);
    if (error.retryAfterSeconds) void reply.header('retry-after', error.retryAfterSeconds);
    const { status } = errorTable[error.code];
    void reply.status(status).send({
      ...error.members,
      status,
      code: error.code,
      detail: error.detail,
      ...(error.problems.length > 0 ? { errors: error.problems } : {}),
    });
  }
}

export interface Answer {
  readonly status: number;
  // What a route answers is what the tests are about.
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** One API process on `databaseUrl`, without a socket. */
export class AuthApplication {
  constructor(
    readonly nest: NestFastifyApplication,
    readonly clock: MovableClock,
  ) {}

  static async start(
    databaseUrl: string,
    environment: Record<string, string> = {},
    clock = new MovableClock(),
  ): Promise<AuthApplication> {
    const configuration = new Configuration({ NODE_ENV: 'test', ...environment });
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot({
          configuration,
          signingSecret: testSecret,
          logger: new Logger('silent'),
          clock,
        }),
        DatabaseModule.forRoot({ url: databaseUrl, role: undefined, poolSize: 8 }),
        AuditModule,
        AuthHttpModule,
      ],
      controllers: [ProbeController],
    }).compile();
    const nest = module.createNestApplication<NestFastifyApplication>(
      new FastifyAdapter({ trustProxy: ['127.0.0.1'] }),
      { logger: false },
    );
    nest.useGlobalPipes(new RequestValidationPipe());
    nest.useGlobalFilters(new ProblemFilter());
    registerAuthentication(nest.getHttpAdapter().getInstance(), nest.get(Authenticator), {
      publicPathPrefixes: ['/docs'],
    });
    await nest.init();
    await nest.getHttpAdapter().getInstance().ready();
    return new AuthApplication(nest, clock);
  }

  async stop(): Promise<void> {
    await this.nest.get(DirectConnections).close();
    await this.nest.close();
  }

  get database(): DataSource {
    return this.nest.get(DataSource);
  }

  /** @param from source address, as a trusted proxy reports it */
  async call(request: InjectOptions & { token?: string; from?: string }): Promise<Answer> {
    const { token, from, ...rest } = request;
    const response = await this.nest.inject({
      ...rest,
      headers: {
        ...rest.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(from === undefined ? {} : { 'x-forwarded-for': from }),
      },
    });
    const body = response.body === '' ? {} : response.json<Record<string, unknown>>();
    return { status: response.statusCode, body, headers: response.headers };
  }

  form(fields: Record<string, string>, from?: string): Promise<Answer> {
    return this.call({
      method: 'POST',
      url: '/auth/token',
      payload: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      ...(from === undefined ? {} : { from }),
    });
  }

  logIn(email: string, password: string, from?: string): Promise<Answer> {
    return this.form({ username: email, password }, from);
  }

  refresh(refreshToken: string): Promise<Answer> {
    return this.form({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Signs in and expects success. */
  async tokens(email: string, password: string, from?: string): Promise<Tokens> {
    const { status, body } = await this.logIn(email, password, from);
    if (status !== 200) throw new Error(`Sign-in answered ${status}`);
    return body as unknown as Tokens;
  }

  async register(email: string, password: string): Promise<Answer> {
    return this.call({ method: 'POST', url: '/auth/register', payload: { email, password } });
  }

  /** How many hashes were computed to check a password since the process started. */
  async hashVerifications(): Promise<number> {
    const metric = this.nest.get(Metrics).registry.getSingleMetric('veridict_password_verifications_total')!;
    return (await metric.get()).values[0]!.value;
  }
}
