import pg from 'pg';

/**
 * A client whose broken connection never ends the process. pg-pool takes its own listener off a client when it
 * hands it out, and whoever takes it attaches another only a microtask later (TypeORM does); a server that goes
 * away in the same packet then emits an error that nobody listens to. The pool discards the client all the same,
 * and whoever holds it learns of it from the next query.
 */
export class SteadyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
