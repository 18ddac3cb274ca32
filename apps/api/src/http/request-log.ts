import type { FastifyInstance } from 'fastify';
import type { Logger, Metrics } from '#libs/platform';

const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One line and one measurement per request: route patterns and ids, never addresses, queries or bodies. */
export function registerRequestLog(fastify: FastifyInstance, logger: Logger, metrics: Metrics): void {
  const seconds = metrics.histogram(
    'veridict_http_request_seconds',
    'Duration of requests',
    ['method', 'route', 'status'],
    buckets,
  );

  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });

  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? '(none)';
    const durationMs = reply.elapsedTime;
    seconds.observe({ method: request.method, route, status: reply.statusCode }, durationMs / 1000);
    // The audit already holds answered predictions, under the same request id.
    const level = request.predictionCall && reply.statusCode < 400 ? 'debug' : 'info';
    if (logger.isEnabled(level)) {
      logger[level]('request', {
        request_id: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        duration_ms: Math.round(durationMs * 1000) / 1000,
        ...(request.actor ? { actor_id: request.actor.id } : {}),
        ...(request.problem ? { code: request.problem.code } : {}),
      });
    }
    done();
  });
}
