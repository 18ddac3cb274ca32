import type { FastifyInstance } from 'fastify';
import '#libs/platform';

/** Uploads, downloads and event streams; their own limits end those that stand still. One hour. */
export const longestTransferMs = 3_600_000;

/** Routes that stream get the long limit; every other one has the adapter's `handlerTimeout`. */
export function registerTimeLimits(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.config?.longRunning) route.handlerTimeout = longestTransferMs;
  });
}
