import type { FastifyInstance } from 'fastify';
import { type Access, type Actor, DomainError } from '#libs/platform';
import type { Authenticator } from './credentials/authenticator.js';
import { refuseSecretsInAddress } from './credentials/presented-credential.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers of the route hold secrets: no cache may keep them, errors included. */
    noStore?: boolean;
  }
}

export interface AuthenticationOptions {
  /** Routes that declare no access because a library adds them: Swagger UI, the dashboard's files. */
  readonly publicPathPrefixes?: readonly string[];
}

/**
 * Decides who calls and whether they may, before the body is read: the body of a refused call is never
 * parsed, and everything after this hook knows the actor. A route without declared access refuses everybody.
 */
export function registerAuthentication(
  fastify: FastifyInstance,
  authenticator: Authenticator,
  { publicPathPrefixes = [] }: AuthenticationOptions = {},
): void {
  fastify.decorateRequest('actor');
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.is404) return done();
    const { config, url = '' } = request.routeOptions;
    const access = config.access ?? (matches(url, publicPathPrefixes) ? publicAccess : undefined);
    try {
      if (config.noStore) void reply.header('cache-control', 'no-store');
      refuseSecretsInAddress(request.query);
      if (access === undefined) throw undeclared();
    } catch (error) {
      return done(error as Error);
    }
    if (access.kind === 'public') return done();
    authenticator.authenticate(request.raw).then((actor) => {
      // Before the scope is checked: a refused call still has a known caller, which the audit records.
      request.actor = actor;
      done(scopeRefusal(access, actor));
    }, done);
  });
}

const publicAccess: Access = { kind: 'public' };

/** On the route's pattern, not on the address that was sent: no encoding can disguise it. */
const matches = (url: string, prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => url === prefix || url.startsWith(`${prefix}/`));

const undeclared = (): DomainError =>
  new DomainError('insufficient_scope', 'This route declares no access and is closed to everybody.');

function scopeRefusal(access: Access & { kind: 'scope' }, actor: Actor): DomainError | undefined {
  if (access.scope === null || actor.scopes.has(access.scope)) return undefined;
  return new DomainError('insufficient_scope', `The credential needs the scope ${access.scope}.`, {
    members: { required_scope: access.scope },
  });
}
