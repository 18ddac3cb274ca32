import type { FastifyInstance } from 'fastify';
import { DomainError } from '#libs/platform';

/** Beyond this, requests only wait for each other: at 2,000 answers per second, half a second's worth. */
const maximumConcurrentRequests = 1_000;

/** Refuses early what could only be answered late. Health checks pass: they must tell the truth under load. */
export function registerOverloadProtection(fastify: FastifyInstance): void {
  let running = 0;
  fastify.addHook('onRequest', (request, _reply, done) => {
    running += 1;
    const refused = running > maximumConcurrentRequests && !request.url.startsWith('/health');
    done(
      refused
        ? new DomainError('overloaded', 'Too many requests are running; try again in a moment.', {
            retryAfterSeconds: 1,
          })
        : undefined,
    );
  });

  // Also for requests whose client went away.
  fastify.addHook('onResponse', (_request, _reply, done) => {
    running -= 1;
    done();
  });
}
