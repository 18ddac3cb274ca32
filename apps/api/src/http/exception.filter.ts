import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wwwAuthenticate } from '#libs/auth';
import { isDatabaseUnavailable } from '#libs/database';
import { DomainError, type ErrorCode, type Logger, problemContentType, problemOf } from '#libs/platform';

/** Every error of a route leaves here, as problem details; nothing internal leaves with it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const error = domainErrorOf(exception);
    if (error.code === 'internal')
      this.logger.error('A request failed', error.cause, { request_id: request.id });
    sendProblem(error, request, http.getResponse<FastifyReply>());
  }
}

export function sendProblem(error: DomainError, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request);
  const challenge = wwwAuthenticate(error);
  if (challenge) void reply.header('www-authenticate', challenge);
  if (error.retryAfterSeconds !== undefined)
    void reply.header('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  // The rest of a body that did not come in time is not waited for.
  if (error.code === 'request_timeout') void reply.header('connection', 'close');
  void reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('content-type', problemContentType)
    .send(problem);
}

const codeOfStatus: Readonly<Record<number, { code: ErrorCode; detail: string }>> = {
  400: {
    code: 'malformed_request',
    detail: 'The body, the address or a header cannot be read; check its syntax.',
  },
  404: { code: 'route_not_found', detail: 'Nothing answers at this address; see /docs.' },
  405: { code: 'method_not_allowed', detail: 'The address exists, but not for this method; see /docs.' },
  413: { code: 'payload_too_large', detail: 'Send a smaller body, or use an import route for tables.' },
  414: { code: 'uri_too_long', detail: 'Shorten the address.' },
  415: { code: 'unsupported_media_type', detail: 'Send a content type that the route takes; see /docs.' },
  429: { code: 'too_many_requests', detail: 'Wait, then try again.' },
  503: { code: 'shutting_down', detail: 'The service is going down; try again in a moment.' },
};

export function domainErrorOf(exception: unknown): DomainError {
  if (exception instanceof DomainError) return exception;
  if (isDatabaseUnavailable(exception)) {
    return new DomainError('database_unavailable', 'Try again in a moment.', {
      retryAfterSeconds: 2,
      cause: exception,
    });
  }
  const known = codeOfStatus[statusOf(exception)];
  if (known)
    return new DomainError(known.code, known.detail, {
      cause: exception,
      ...(known.code === 'too_many_requests' ? { retryAfterSeconds: 60 } : {}),
    });
  return new DomainError('internal', 'The fault is ours; the log has it under the request id.', {
    cause: exception,
  });
}

function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  // Fastify's own errors carry the status they stand for.
  const { statusCode, code } = exception as { statusCode?: unknown; code?: unknown };
  const isFastifyError = typeof code === 'string' && code.startsWith('FST_');
  if (typeof statusCode === 'number' && (isFastifyError || statusCode < 500)) return statusCode;
  return 500;
}
