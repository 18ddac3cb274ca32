import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { IncomingMessage } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type Configuration, newId } from '#libs/platform';
import { domainErrorOf, sendProblem } from './exception.filter.js';
import { apiSecurityHeaders } from './security-headers.js';
import { longestTransferMs } from './time-limits.js';
import { answerUnreadableRequest } from './unreadable-requests.js';

/** JSON bodies; imports stream and have no such limit. */
const bodyLimitBytes = 1024 * 1024;

/** A caller's own request id is taken over when it is harmless in logs and headers. */
const requestIdPattern = /^[A-Za-z0-9._-]{1,64}$/;

export function createFastifyAdapter(configuration: Configuration): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    bodyLimit: bodyLimitBytes,
    // Until the whole request has arrived: an upload may take long. Slow senders of anything else meet the
    // limit of time-limits.ts, slow senders of headers Node's own.
    requestTimeout: longestTransferMs,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    // What still arrives on an open connection during a shutdown is answered, as the last one on it.
    return503OnClosing: false,
    trustProxy: configuration.trustedProxies.length > 0 ? [...configuration.trustedProxies] : false,
    genReqId: (request: IncomingMessage) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && requestIdPattern.test(given) ? given : newId();
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // Errors before routing reach neither hooks nor Nest's filter.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      sendProblem(
        domainErrorOf(error),
        request,
        reply.headers(apiSecurityHeaders(configuration.production)).header('x-request-id', request.id),
      ),
    clientErrorHandler: answerUnreadableRequest,
  });
}
