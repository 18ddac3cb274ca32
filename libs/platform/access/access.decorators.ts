import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { routeConfig } from '../http/route-config.js';
import type { Actor } from './actor.js';
import type { Scope } from './roles.js';

export type Access = { readonly kind: 'public' } | { readonly kind: 'scope'; readonly scope: Scope | null };

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Undeclared access means that the route refuses everybody: see the authentication hook. */
    access?: Access;
  }
  interface FastifyRequest {
    /** Set by the authentication hook before the body is read; undefined on public routes. */
    actor?: Actor;
  }
}

/** Anyone may call. */
export const Public = (): MethodDecorator => routeConfig({ access: { kind: 'public' } });

/** The caller's credential must carry the scope. */
export const RequireScope = (scope: Scope): MethodDecorator =>
  routeConfig({ access: { kind: 'scope', scope } });

/** Any valid credential will do, whatever its scopes. */
export const Authenticated = (): MethodDecorator => routeConfig({ access: { kind: 'scope', scope: null } });

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const actor = context.switchToHttp().getRequest<FastifyRequest>().actor;
  if (!actor) throw new Error('CurrentActor stands on a public route');
  return actor;
});
