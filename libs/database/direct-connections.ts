import pg from 'pg';
import { sessionLimits } from './connection-settings.js';
import { SteadyClient } from './steady-client.js';

/** A prediction must not wait longer than its caller would. Milliseconds. */
const statementTimeoutMs = 3_000;
/** The client's own limit, for a server that is frozen or gone without a word; the server's comes first. */
const answerTimeoutMs = 3_500;

/**
 * Connections of their own for the two statements of the prediction path (is this sign-in still valid;
 * write these audit records), so that slow lists and imports cannot starve them.
 */
export class DirectConnections {
  private readonly pool: pg.Pool;

  constructor(url: string, role: string | undefined, onError: (error: Error) => void) {
    this.pool = new pg.Pool({
      Client: SteadyClient,
      connectionString: url,
      max: 4,
      application_name: 'veridict-direct',
      ...sessionLimits,
      statement_timeout: statementTimeoutMs,
      connectionTimeoutMillis: 2_000,
      ...(role ? { options: `-c role=${role}` } : {}),
    });
    // Without a listener, an idle connection that breaks ends the process.
    this.pool.on('error', onError);
  }

  /** @param name prepared once per connection under this name. */
  async query<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const query: pg.QueryConfig & Pick<pg.ClientConfig, 'query_timeout'> = {
      name,
      text,
      values,
      query_timeout: answerTimeoutMs,
    };
    const result = await this.pool.query<Row>(query);
    return result.rows;
  }

  /** One connection for streams (COPY, cursors); the caller must release it. */
  connect(): Promise<pg.PoolClient> {
    return this.pool.connect();
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
