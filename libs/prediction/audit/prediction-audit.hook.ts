import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { PredictionAudit } from '#libs/audit';
import { DomainError, type Metrics, problemContentType, problemOf } from '#libs/platform';
import { PredictionCall } from './prediction-call.js';

const latencyBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

const modelName = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * The one place where predictions are audited. It stands where every answer of a prediction route must
 * pass, so answers of guards, parsers and handlers alike leave a record, and no answer leaves before
 * its record is committed. Must be registered before the authentication hook: a call whose scope is
 * refused has a known caller and is recorded too.
 */
export function registerPredictionAudit(
  fastify: FastifyInstance,
  audit: PredictionAudit,
  metrics: Metrics,
): void {
  const calls = metrics.counter('veridict_prediction_calls_total', 'Calls of prediction routes', [
    'model',
    'http_status',
  ]);
  const seconds = metrics.histogram(
    'veridict_prediction_seconds',
    'From the request to the committed record',
    [],
    latencyBuckets,
  );

  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.config?.prediction;
    if (route) {
      request.predictionCall = new PredictionCall(
        request.id,
        `${request.method} ${request.routeOptions.url}`,
        route.model ?? modelAskedFor(request),
      );
    }
    done();
  });

  fastify.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
    const call = request.predictionCall;
    if (!call || !request.actor) return payload;
    try {
      await audit.write(
        call.records(request.actor, {
          httpStatus: reply.statusCode,
          errorCode: request.problem?.code ?? null,
          errorFields: request.problem?.errors?.map((problem) => problem.pointer.slice(0, 200)) ?? null,
        }),
      );
      return payload;
    } catch (error) {
      const unavailable =
        error instanceof DomainError
          ? error
          : new DomainError('audit_unavailable', 'No record, no answer: try again.', {
              retryAfterSeconds: 1,
              cause: error,
            });
      const problem = problemOf(unavailable, request);
      void reply
        .code(problem.status)
        .header('content-type', problemContentType)
        .header('retry-after', String(unavailable.retryAfterSeconds ?? 1));
      return JSON.stringify(problem);
    } finally {
      calls.inc({ model: call.version?.model ?? 'none', http_status: reply.statusCode });
      seconds.observe(call.elapsedMs() / 1000);
    }
  });
}

/** Known before anything else of the call: a body that cannot be read is a refusal of that model too. */
function modelAskedFor(request: FastifyRequest): string | null {
  const { model } = request.params as { model?: string };
  return model !== undefined && modelName.test(model) ? model : null;
}
