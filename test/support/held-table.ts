import pg from 'pg';
import type { TestDatabase } from './test-database.js';
import { eventually } from './eventually.js';

/** A lock on a table: whoever wants it waits, so that a test can act at a moment that it chooses. */
export class HeldTable {
  private constructor(
    private readonly client: pg.Client,
    private readonly table: string,
  ) {}

  /** @param mode ACCESS EXCLUSIVE stops readers too, EXCLUSIVE writers only */
  static async hold(
    database: TestDatabase,
    table: string,
    mode: 'ACCESS EXCLUSIVE' | 'EXCLUSIVE' = 'ACCESS EXCLUSIVE',
  ): Promise<HeldTable> {
    const client = new pg.Client({ connectionString: database.superuser });
    await client.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN ${mode} MODE`);
    return new HeldTable(client, table);
  }

  untilSomebodyWaits(): Promise<true> {
    return eventually(async () => {
      const { rowCount } = await this.client.query(
        'SELECT 1 FROM pg_locks WHERE relation = $1::regclass AND NOT granted',
        [this.table],
      );
      return rowCount! > 0;
    });
  }

  /** In the transaction that holds the table. */
  async run(statement: string): Promise<void> {
    await this.client.query(statement);
  }

  async release(): Promise<void> {
    await this.client.query('ROLLBACK');
    await this.client.end();
  }

  /** Releases it together with changes: whoever waited finds them. */
  async commit(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.client.query(statement);
    await this.client.query('COMMIT');
    await this.client.end();
  }
}

/** One statement as the superuser, who stands for whatever happens to a database outside the application. */
export async function asSuperuser<Row extends pg.QueryResultRow>(
  database: TestDatabase,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database.superuser });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
