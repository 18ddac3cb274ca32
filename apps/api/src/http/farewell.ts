import { Server } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Callers in the middle of something ask again within this time; the others' connections are idle. */
const farewellMs = 500;
const lookAgainMs = 10;

/**
 * Takes leave of callers so that no request is lost. An idle keep-alive connection may not simply be closed:
 * the next request may be on its way already, and would be cut. So every connection is first told, with the
 * next answer on it, that it will not be kept.
 */
export class Farewell {
  private begun = false;

  constructor(private readonly fastify: FastifyInstance) {
    fastify.addHook('onSend', (_request, reply, payload, done) => {
      if (this.begun) void reply.header('connection', 'close');
      done(null, payload);
    });
  }

  /** From now on every answer is the last one on its connection. */
  begin(): void {
    this.begun = true;
  }

  /** Takes no new connection; those that exist are answered on, until they end or have nothing to ask. */
  async stopAccepting(): Promise<void> {
    const { server } = this.fastify;
    if (!server.listening) return;
    // Not the close of node:http, which cuts idle connections at once.
    Server.prototype.close.call(server);
    const deadline = performance.now() + farewellMs;
    while (performance.now() < deadline && (await connectionsOf(server)) > 0) {
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
  }
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
