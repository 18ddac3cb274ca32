import type { FastifyInstance } from 'fastify';
import { DomainError } from '#libs/platform';

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/**
 * Tells a method that a path does not have (405, with Allow: RFC 9110, section 15.5.6) from a path that does
 * not exist; Fastify answers 404 to both. To be called before the routes are made.
 */
export function registerAllowedMethods(fastify: FastifyInstance): void {
  const paths = new Map<string, KnownPath>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const name of [method].flat()) known.methods.add(name);
    paths.set(url, known);
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const path = request.url.split('?', 1)[0]!;
    const allowed = [...paths.values()].filter(({ pattern }) => pattern.test(path));
    if (allowed.length === 0) return done();
    const methods = [...new Set(allowed.flatMap(({ methods }) => [...methods]))].sort();
    void reply.header('allow', methods.join(', '));
    done(new DomainError('method_not_allowed', `This address takes ${methods.join(', ')}.`));
  });
}

/** Fastify's own pattern (`/clients/:id`, `/docs/*`) as a regular expression. */
function patternOf(url: string): RegExp {
  const source = url
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+')
    .replaceAll('*', '.*');
  return new RegExp(`^${source}/?$`);
}
