import { Injectable } from '@nestjs/common';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DataSource, type EntityManager } from 'typeorm';
import { guardedSql } from './formula-guard.js';
import { TransferSlots } from './transfer-slots.js';

/** SQL identifiers fixed in code, never input. */
export interface CsvExport {
  readonly relation: string;
  readonly columns: readonly { readonly name: string; readonly kind: ExportKind }[];
  readonly orderBy: string;
  /** Records the export. Committed before the first row leaves, also when the receiver then goes away. */
  readonly beforeFirstRow: (manager: EntityManager) => Promise<void>;
}

export type ExportKind = 'number' | 'boolean' | 'text' | 'time';

/** Tables as CSV (RFC 4180, UTF-8), streamed at the receiver's pace, safe to open in a spreadsheet. */
@Injectable()
export class CsvExporter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly slots: TransferSlots,
  ) {}

  /** @returns a stream that breaks when the database fails, so that half a file never looks complete */
  async export(task: CsvExport): Promise<Readable> {
    const release = this.slots.take();
    try {
      await this.dataSource.transaction(task.beforeFirstRow);
      const rows = await this.open(task, release);
      return Readable.from(rows, { objectMode: false });
    } catch (error) {
      release();
      throw error;
    }
  }

  private async open(task: CsvExport, release: () => void): Promise<AsyncGenerator<Buffer>> {
    // Not a query runner: its connection goes back to the pool, and one in the middle of a COPY must not.
    const driver = this.dataSource.driver as unknown as {
      obtainMasterConnection(): Promise<[PoolClient, (destroy?: boolean) => void]>;
    };
    const [client, giveBack] = await driver.obtainMasterConnection();
    try {
      await client.query('BEGIN READ ONLY');
      await client.query('SET LOCAL statement_timeout = 0');
      const copy = client.query(copyTo(copyStatement(task)));
      // Errors before the first row (the database is away) still become a proper answer.
      await once(copy, 'readable');
      return rowsOf(copy, client, (destroy) => {
        giveBack(destroy);
        release();
      });
    } catch (error) {
      giveBack(true);
      throw error;
    }
  }
}

async function* rowsOf(
  copy: Readable,
  client: PoolClient,
  close: (destroy: boolean) => void,
): AsyncGenerator<Buffer> {
  let complete = false;
  try {
    for await (const chunk of copy) yield chunk as Buffer;
    await client.query('COMMIT');
    complete = true;
  } finally {
    close(!complete);
  }
}

function copyStatement({ relation, columns, orderBy }: CsvExport): string {
  const list = columns.map(({ name, kind }) => `${expression(name, kind)} AS "${name}"`).join(', ');
  return `COPY (SELECT ${list} FROM ${relation} ORDER BY "${orderBy}") TO STDOUT WITH (FORMAT csv, HEADER)`;
}

function expression(name: string, kind: ExportKind): string {
  switch (kind) {
    case 'number':
      return `"${name}"`;
    case 'boolean':
      return `"${name}"::text`;
    case 'text':
      return guardedSql(`"${name}"`);
    case 'time':
      return `to_char("${name}" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  }
}
