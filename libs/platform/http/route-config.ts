import type { FastifyContextConfig } from 'fastify';

// The key under which Nest's Fastify adapter keeps what becomes `request.routeOptions.config`. Its own
// RouteConfig decorator replaces the value, so two decorators on one handler would lose the first.
const routeConfigKey = '__fastify_route_config__';

/** Adds to the handler's Fastify route configuration, which hooks and the OpenAPI document read. */
export function routeConfig(config: FastifyContextConfig): MethodDecorator {
  return (_target, _key, descriptor) => {
    const handler = descriptor.value as object;
    const merged = { ...(Reflect.getMetadata(routeConfigKey, handler) as object | undefined), ...config };
    Reflect.defineMetadata(routeConfigKey, merged, handler);
  };
}

export function routeConfigOf(handler: object): FastifyContextConfig {
  return (Reflect.getMetadata(routeConfigKey, handler) ?? {}) as FastifyContextConfig;
}
