import { Injectable } from '@nestjs/common';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { DataSource, type EntityManager } from 'typeorm';
import type { ColumnKind } from '../feature-schema.js';
import { sqlName } from '../sql-names.js';
import { guardedSql } from './formula-guard.js';
import { TransferSlots } from './transfer-slots.js';

/** SQL fixed in code, never input. */
export interface CsvExport {
  /** A relation, or a query in brackets with a name. */
  readonly relation: string;
  readonly columns: readonly ExportColumn[];
  /** Undefined: as the query orders its rows. */
  readonly orderBy: string | undefined;
  /** Records the export. Committed before the first row leaves, also when the receiver then goes away. */
  readonly beforeFirstRow: (manager: EntityManager) => Promise<void>;
}

export interface ExportColumn {
  /** In the header; any text. */
  readonly name: string;
  readonly kind: ExportKind;
  /** Where the column is none of that name. */
  readonly expression?: string;
}

export type ExportKind = 'number' | 'boolean' | 'text' | 'date' | 'time';

/** How a column of a dataset is written. */
export const exportKinds = {
  numeric: 'number',
  boolean: 'boolean',
  categorical: 'text',
  date: 'date',
} as const satisfies Record<ColumnKind, ExportKind>;

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
      // Whole tables: a plan that is quick for few rows, made on statistics of yesterday, would never end.
      await client.query('SET LOCAL enable_nestloop = off');
      const copy = client.query(copyTo(copyStatement(task)));
      // Errors before the first row (the database is away) still become a proper answer.
      await once(copy, 'readable');
      return rowsOf(headerOf(task), copy, client, (destroy) => {
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
  header: Buffer,
  copy: Readable,
  client: PoolClient,
  close: (destroy: boolean) => void,
): AsyncGenerator<Buffer> {
  let complete = false;
  try {
    yield header;
    for await (const chunk of copy) yield chunk as Buffer;
    await client.query('COMMIT');
    complete = true;
  } finally {
    close(!complete);
  }
}

function copyStatement({ relation, columns, orderBy }: CsvExport): string {
  const list = columns.map(cell).join(', ');
  const order = orderBy === undefined ? '' : ` ORDER BY ${sqlName(orderBy)}`;
  return `COPY (SELECT ${list} FROM ${relation}${order}) TO STDOUT WITH (FORMAT csv)`;
}

/** Not PostgreSQL's: it cuts names at 63 bytes. */
function headerOf({ columns }: CsvExport): Buffer {
  const cells = columns.map(({ name }) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name));
  return Buffer.from(`${cells.join(',')}\n`);
}

function cell({ name, kind, expression = sqlName(name) }: ExportColumn): string {
  switch (kind) {
    case 'number':
      return expression;
    case 'boolean':
      return `(${expression})::text`;
    case 'text':
      return guardedSql(expression);
    case 'date':
      return `to_char(${expression}, 'YYYY-MM-DD')`;
    case 'time':
      return `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
  }
}
