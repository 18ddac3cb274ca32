import { routeConfig } from '../http/route-config.js';
import type { ErrorCode } from './error-table.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    errors?: readonly ErrorCode[];
  }
}

/**
 * The errors of a route that its guards and parameters do not already imply (those are derived: 401 and
 * 403 from its scope, 400 and 422 from its input, 429, 500 and 503 from every route).
 */
export const ApiErrors = (...errors: ErrorCode[]): MethodDecorator => routeConfig({ errors });
