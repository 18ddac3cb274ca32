import { routeConfig } from './route-config.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    longRunning?: true;
  }
}

/** The route streams, or waits as long as its caller asks for: the time limit of requests is not for it. */
export const LongRunning = (): MethodDecorator => routeConfig({ longRunning: true });
