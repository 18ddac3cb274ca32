import pg from 'pg';
import { sessionLimits } from './connection-settings.js';

/**
 * Connections of their own for the two statements of the prediction path (is this sign-in still valid;
 * write these audit records), so that slow lists and imports cannot starve them.
 */
export class DirectConnections {
  private readonly pool: pg.Pool;

  constructor(url: string, role: string | undefined, onError: (error: Error) => void) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: 4,
      application_name: 'veridict-direct',
      ...sessionLimits,
      // A prediction must not wait longer than its caller would.
      statement_timeout: 3_000,
      connectionTimeoutMillis: 2_000,
      ...(role ? { options: `-c role=${role}` } : {}),
    });
    // Without a listener, an idle connection that breaks ends the process.
    this.pool.on('error', onError);
  }

  /** @param name prepared once per connection under this name. */
  async query<Row extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const result = await this.pool.query<Row>({ name, text, values });
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
