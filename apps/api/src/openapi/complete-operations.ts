import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyContextConfig } from 'fastify';
import { type ErrorCode, errorTable, problemContentType, ProblemDto, routeConfigOf } from '#libs/platform';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * Adds security and errors to every operation. They are derived from the route's own access declaration
 * and input, so that the document cannot promise what the route does not do.
 *
 * @returns the errors, by operation id
 */
export function completeOperations(
  app: INestApplication,
  document: OpenAPIObject,
): ReadonlyMap<string, readonly ErrorCode[]> {
  const routes = routesByOperationId(app);
  const errors = new Map<string, readonly ErrorCode[]>();
  for (const item of Object.values(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      const config = routes.get(operation.operationId!);
      if (!config?.access) throw new Error(`${operation.operationId} declares no access`);
      operation.security = config.access.kind === 'public' ? [] : [{ bearer: [] }, { api_key: [] }];
      if (config.access.kind === 'scope' && config.access.scope) {
        operation.description = [operation.description, `Scope: \`${config.access.scope}\`.`]
          .filter(Boolean)
          .join('\n\n');
      }
      const implied = impliedErrors(operation, config);
      addErrors(operation, implied);
      errors.set(operation.operationId!, implied);
    }
  }
  return errors;
}

function routesByOperationId(app: INestApplication): Map<string, FastifyContextConfig> {
  const routes = new Map<string, FastifyContextConfig>();
  for (const module of app.get(ModulesContainer).values()) {
    for (const { metatype } of module.controllers.values()) {
      const prototype = (metatype as { prototype: Record<string, unknown> }).prototype;
      for (const name of Object.getOwnPropertyNames(prototype)) {
        const handler = prototype[name];
        if (name === 'constructor' || typeof handler !== 'function') continue;
        const config = routeConfigOf(handler);
        if (!config.access) continue;
        if (routes.has(name)) throw new Error(`Two routes have the operation id ${name}`);
        routes.set(name, config);
      }
    }
  }
  return routes;
}

function impliedErrors(operation: Operation, config: FastifyContextConfig): ErrorCode[] {
  const errors: ErrorCode[] = [
    ...(config.errors ?? []),
    'malformed_request',
    'too_many_requests',
    'internal',
    'database_unavailable',
    'overloaded',
  ];
  if (config.access?.kind === 'scope')
    errors.push('unauthenticated', 'invalid_token', 'insufficient_scope', 'malformed_request');
  const parameters = operation.parameters ?? [];
  if (parameters.length > 0) errors.push('validation_failed', 'malformed_request');
  if (parameters.some((parameter) => 'name' in parameter && parameter.name === 'cursor'))
    errors.push('invalid_cursor');
  if (operation.requestBody)
    errors.push('malformed_request', 'validation_failed', 'payload_too_large', 'unsupported_media_type');
  return [...new Set(errors)];
}

function addErrors(operation: Operation, errors: readonly ErrorCode[]): void {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errors)
    byStatus.set(errorTable[code].status, [...(byStatus.get(errorTable[code].status) ?? []), code]);
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    const documented = operation.responses[status];
    const own = documented && 'content' in documented ? documented.content : undefined;
    operation.responses[status] = {
      description: codes.map((code) => `\`${code}\`: ${errorTable[code].title}`).join('\n\n'),
      content: {
        ...own,
        [problemContentType.split(';')[0]!]: { schema: { $ref: getSchemaPath(ProblemDto) } },
      },
    };
  }
}
