import pg, { type ClientConfig, type QueryResultRow } from 'pg';

/** Rows of one round trip: enough to make it cheap, few enough to hold. */
const rowsPerFetch = 10_000;

/** What one moment of the database holds, on a connection of its own: for threads that read whole tables. */
export class SnapshotReader {
  private constructor(private readonly client: pg.Client) {}

  /** Opens a connection, lets `use` read in one read-only snapshot and closes it. */
  static async read<Result>(
    connection: ClientConfig,
    use: (reader: SnapshotReader) => Promise<Result>,
  ): Promise<Result> {
    const client = new pg.Client(connection);
    // A broken connection fails the query that runs; without a listener it would end the process beside.
    client.on('error', () => undefined);
    await client.connect();
    try {
      // A thread that is ended leaves a statement behind that nobody waits for. Not every platform can look.
      await client.query('SET client_connection_check_interval = 1000').catch(() => undefined);
      await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      // Whole tables: a plan that is quick for few rows, made on statistics of yesterday, would never end.
      await client.query('SET LOCAL enable_nestloop = off');
      return await use(new SnapshotReader(client));
    } finally {
      await client.end();
    }
  }

  /** One row, small. */
  async one<Row extends QueryResultRow>(query: string, values: readonly unknown[] = []): Promise<Row> {
    const { rows } = await this.client.query<Row>(query, [...values]);
    return rows[0]!;
  }

  /**
   * The rows as arrays, in portions, through a server-side cursor. The server already gathers the next portion
   * while the caller works on the last.
   */
  async *portions<Row extends unknown[]>(
    query: string,
    values: readonly unknown[] = [],
    rowsPerPortion = rowsPerFetch,
  ): AsyncGenerator<Row[]> {
    await this.client.query(`DECLARE snapshot_rows NO SCROLL CURSOR FOR ${query}`, [...values]);
    let next = this.fetch<Row>(rowsPerPortion);
    for (;;) {
      const rows = await next;
      if (rows.length === 0) return;
      if (rows.length === rowsPerPortion) {
        next = this.fetch<Row>(rowsPerPortion);
        // Whoever stops early waits for nothing any more.
        next.catch(() => undefined);
      }
      yield rows;
      if (rows.length < rowsPerPortion) return;
    }
  }

  private async fetch<Row extends unknown[]>(count: number): Promise<Row[]> {
    const { rows } = await this.client.query<Row>({
      text: `FETCH ${count} FROM snapshot_rows`,
      rowMode: 'array',
    });
    return rows;
  }
}
