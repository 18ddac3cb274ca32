import type { FastifyInstance } from 'fastify';

/** What a handler returns when status or headers depend on the outcome; others return the body itself. */
export class Reply<Body> {
  constructor(
    readonly body: Body,
    readonly options: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {}
}

/** A hook, not a global interceptor: an interceptor wraps every request in Observables (5 % of a prediction). */
export function registerReplies(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (_request, reply, payload: unknown, done) => {
    if (!(payload instanceof Reply)) return done(null, payload);
    if (payload.options.status) void reply.code(payload.options.status);
    if (payload.options.headers) void reply.headers({ ...payload.options.headers });
    done(null, payload.body);
  });
  // RFC 9110, section 15.4.5: headers alone, and no length of a body that is not sent.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (reply.statusCode !== 304) return done(null, payload);
    void reply.removeHeader('content-type');
    done(null, null);
  });
}
