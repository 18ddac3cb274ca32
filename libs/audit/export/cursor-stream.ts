import { Readable } from 'node:stream';
import type { QueryRunner } from 'typeorm';

/** Enough to make round trips cheap, few enough to hold in memory: a record has about a kilobyte. */
const rowsPerFetch = 1_000;

export type Row = Readonly<Record<string, unknown>>;

export interface RowFormat {
  /** Precedes the rows, also when there are none; may be empty. */
  readonly header: string;
  readonly lines: (rows: readonly Row[]) => string;
}

/**
 * The rows of a query as text, from a server-side cursor in a read-only transaction: one snapshot,
 * whatever is inserted meanwhile, and no more rows in memory than one fetch. The next fetch waits until the
 * reader has taken the last. A failure destroys the stream, so that what was sent never looks complete.
 */
export class CursorStream extends Readable {
  private pending: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly runner: QueryRunner,
    private readonly format: RowFormat,
    private readonly onClose: () => void,
    private firstRows: Row[] | undefined,
  ) {
    super();
    if (format.header !== '') this.push(format.header);
  }

  /** Reads the first rows before it returns: a query that cannot run fails here, before any byte is sent. */
  static async open(
    runner: QueryRunner,
    [query, parameters]: [string, unknown[]],
    format: RowFormat,
    onClose: () => void,
  ): Promise<CursorStream> {
    try {
      await runner.query('START TRANSACTION READ ONLY');
      await runner.query(`DECLARE export NO SCROLL CURSOR FOR ${query}`, parameters);
      const rows = await fetchRows(runner);
      return new CursorStream(runner, format, onClose, rows);
    } catch (error) {
      await endTransaction(runner);
      throw error;
    }
  }

  override _read(): void {
    this.pending = this.pushNextRows().catch((error: unknown) => this.destroy(error as Error));
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    // A fetch may be under way: its connection cannot go back before.
    void this.pending
      .then(() => endTransaction(this.runner))
      .then(() => {
        this.onClose();
        callback(error);
      });
  }

  private async pushNextRows(): Promise<void> {
    const rows = this.firstRows ?? (await fetchRows(this.runner));
    this.firstRows = undefined;
    this.push(rows.length === 0 ? null : this.format.lines(rows));
  }
}

async function fetchRows(runner: QueryRunner): Promise<Row[]> {
  return (await runner.query(`FETCH ${rowsPerFetch} FROM export`)) as Row[];
}

/** Never rejects: a broken connection has no transaction left, and the pool discards it on release. */
async function endTransaction(runner: QueryRunner): Promise<void> {
  await runner.query('ROLLBACK').catch(() => undefined);
  await runner.release().catch(() => undefined);
}
