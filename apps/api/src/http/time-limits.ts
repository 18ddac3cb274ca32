import type { FastifyInstance, FastifyReply } from 'fastify';
import { DomainError } from '#libs/platform';

/** Uploads, downloads and event streams; their own limits end those that stand still. One hour. */
export const longestTransferMs = 3_600_000;

/** How often running requests are looked at, milliseconds: by that much a request may outlast its limit. */
const lookIntervalMs = 250;

/**
 * Answers 503 to a request that runs longer than the limit; routes that stream or wait are exempt. One timer
 * for all of them: Fastify's own `handlerTimeout` makes a timer and an aborted signal for each request, which
 * took a tenth of a prediction.
 */
export function registerTimeLimits(fastify: FastifyInstance, limitMs: number): void {
  // In the order of their beginning, which, with one limit for all, is the order of their end.
  const deadlines = new Map<FastifyReply, number>();

  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config?.longRunning) deadlines.set(reply, performance.now() + limitMs);
    done();
  });
  fastify.addHook('onResponse', (_request, reply, done) => {
    deadlines.delete(reply);
    done();
  });

  const timer = setInterval(() => {
    const now = performance.now();
    for (const [reply, deadline] of deadlines) {
      if (deadline > now) return;
      deadlines.delete(reply);
      if (reply.sent) reply.raw.destroy();
      else
        void reply.send(
          new DomainError('request_timeout', 'Ask for less at once, or try again in a moment.', {
            retryAfterSeconds: 5,
          }),
        );
    }
  }, lookIntervalMs);
  timer.unref();
  fastify.addHook('onClose', (_instance, done) => {
    clearInterval(timer);
    done();
  });
}
