import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { DirectConnections } from '#libs/database';
import { Configuration, Logger, NestLogger, routeConfigOf, SigningSecret } from '#libs/platform';
import { ApiModule } from '../../apps/api/src/api.module.js';
import { createFastifyAdapter } from '../../apps/api/src/http/fastify-adapter.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** Nest's own keys: what its decorators leave on handlers and controllers. */
const pathKey = 'path';
const argumentsKey = '__routeArguments__';
const validatedArguments: Readonly<Record<string, string>> = { 3: '@Body', 4: '@Query', 5: '@Param' };

/** Everything else asks for a credential. A route that becomes public must be added here on purpose. */
const publicOperations = ['getHealth', 'getLiveness', 'getReadiness', 'issueToken', 'registerAccount'];

interface Handler {
  readonly operationId: string;
  readonly controller: { readonly prototype: object };
  readonly method: object;
}

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

describe('the routes of the application', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let document: OpenAPIObject;
  const registered: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    document = JSON.parse(
      await readFile(resolve(import.meta.dirname, '../../openapi.json'), 'utf8'),
    ) as OpenAPIObject;
    const configuration = new Configuration({});
    const logger = new Logger('fatal');
    const adapter = createFastifyAdapter(configuration);
    adapter.getInstance().addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat())
        if (name !== 'HEAD' && name !== 'OPTIONS') registered.push(`${name} ${url}`);
    });
    app = await NestFactory.create<NestFastifyApplication>(
      ApiModule.forRoot({
        configuration,
        logger,
        signingSecret: new SigningSecret('a secret for this test alone, signs nothing'),
        database: { url: database.application, role: undefined, poolSize: 2 },
        durable: true,
      }),
      adapter,
      { logger: new NestLogger(logger), abortOnError: false },
    );
    await app.init();
  });

  afterAll(async () => {
    const connections = app?.get(DirectConnections);
    await app?.close();
    await connections?.close();
    await database?.drop();
  });

  it('declare who may call them, each of them', () => {
    const undeclared = handlers(app).filter(({ method }) => !routeConfigOf(method).access);
    expect(undeclared.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('are public only where that is wanted', () => {
    const open = handlers(app).filter(({ method }) => routeConfigOf(method).access?.kind === 'public');
    expect(open.map(({ operationId }) => operationId).sort()).toEqual(publicOperations);
  });

  it('validate what they are given: a type-only import of a DTO would switch that off', () => {
    expect(handlers(app).flatMap(unvalidatedArguments)).toEqual([]);
  });

  it('have operation ids that are unique', () => {
    const ids = handlers(app).map(({ operationId }) => operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('are the operations of openapi.json, no more and no fewer', () => {
    const documented = operations(document).map(({ route }) => route);
    const served = registered.map((route) => route.replaceAll(/:(\w+)/g, '{$1}'));
    expect(documented.sort()).toEqual([...new Set(served)].sort());
  });

  it('document their errors as problems', () => {
    const incomplete = operations(document).flatMap(({ operation }) => {
      const open = (operation.security ?? []).length === 0;
      const needed = ['429', '500', '503', ...(open ? [] : ['401', '403'])];
      return needed
        .filter((status) => !documentsProblem(operation, status))
        .map((status) => `${operation.operationId} ${status}`);
    });
    expect(incomplete).toEqual([]);
  });
});

function handlers(app: NestFastifyApplication): Handler[] {
  return [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) => {
      const controller = metatype as Handler['controller'];
      const prototype = controller.prototype as Record<string, object>;
      return (
        Object.getOwnPropertyNames(prototype)
          // The class, under the name `constructor`, has a path too.
          .filter((name) => name !== 'constructor' && Reflect.hasMetadata(pathKey, prototype[name]!))
          .map((name) => ({ operationId: name, controller, method: prototype[name]! }))
      );
    }),
  );
}

/** Arguments whose class is unknown at run time, so that the validation pipe lets anything pass. */
function unvalidatedArguments({ operationId, controller }: Handler): string[] {
  const declared = (Reflect.getMetadata(argumentsKey, controller, operationId) ?? {}) as Record<
    string,
    { index: number }
  >;
  const types = Reflect.getMetadata('design:paramtypes', controller.prototype, operationId) as unknown[];
  return Object.entries(declared)
    .map(([key, { index }]) => ({ kind: validatedArguments[key.split(':')[0]!], index }))
    .filter(({ kind, index }) => kind && (types[index] === Object || types[index] === undefined))
    .map(({ kind, index }) => `${operationId}: ${kind} at position ${index}`);
}

function operations(document: OpenAPIObject): { route: string; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ route: `${method.toUpperCase()} ${path}`, operation }] : [];
    }),
  );
}

function documentsProblem(operation: Operation, status: string): boolean {
  const response = operation.responses[status];
  return (
    response !== undefined &&
    'content' in response &&
    response.content?.['application/problem+json'] !== undefined
  );
}
