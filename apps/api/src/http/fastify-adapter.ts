import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { IncomingMessage } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type Configuration, newId } from '#libs/platform';
import { domainErrorOf, sendProblem } from './exception.filter.js';

/** JSON bodies; imports stream and have no such limit. */
const bodyLimitBytes = 1024 * 1024;

/** A caller's own request id is taken over when it is harmless in logs and headers. */
const requestIdPattern = /^[A-Za-z0-9._-]{1,64}$/;

export function createFastifyAdapter(configuration: Configuration): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    bodyLimit: bodyLimitBytes,
    // All of Fastify's limits are off by default.
    requestTimeout: configuration.requestTimeoutMs,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    trustProxy: configuration.trustedProxies.length > 0 ? [...configuration.trustedProxies] : false,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && requestIdPattern.test(given) ? given : newId();
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // Errors before routing never reach Nest's filter.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(domainErrorOf(error), request, reply),
  });
}
