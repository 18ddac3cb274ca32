import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { sqlName } from '../sql-names.js';
import type { CellValue } from './cells.js';

/** Rows into a table by COPY, with the database's back pressure. Runs in the connection's transaction. */
export class RowCopy {
  private readonly stream;
  private readonly done: Promise<void>;

  /** @param relation SQL, its names quoted where they need to be */
  constructor(client: ClientBase, relation: string, columns: readonly string[]) {
    const list = columns.map(sqlName).join(', ');
    this.stream = client.query(copyFrom(`COPY ${relation} (${list}) FROM STDIN`));
    this.done = finished(this.stream);
    // Whoever writes or finishes sees the failure; nobody may be waiting when it happens.
    this.done.catch(() => undefined);
  }

  async write(rows: readonly (readonly CellValue[])[]): Promise<void> {
    if (rows.length === 0) return;
    const text = rows.map((row) => row.map(copyField).join('\t')).join('\n');
    if (!this.stream.write(Buffer.from(`${text}\n`)))
      await Promise.race([once(this.stream, 'drain'), this.done]);
  }

  async finish(): Promise<void> {
    this.stream.end();
    await this.done;
  }

  /** Ends the COPY with an error on the server: the transaction can only be rolled back afterwards. */
  async abandon(): Promise<void> {
    this.stream.destroy();
    await this.done.catch(() => undefined);
  }
}

const escaped = /[\\\t\n\r]/;

/** PostgreSQL's text format of COPY: `\N` is NULL, backslash escapes. */
function copyField(value: CellValue): string {
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  if (!escaped.test(value)) return value;
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}
