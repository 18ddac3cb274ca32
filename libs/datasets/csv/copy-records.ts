import type { ClientBase } from 'pg';
import type { EntityManager } from 'typeorm';
import type { Logger } from '#libs/platform';
import { RowCopy } from './copy-rows.js';
import type { OpenCsv } from './open-csv.js';
import type { RowReader } from './row-reader.js';

export interface CopyTask {
  /** SQL, its names quoted where they need to be. */
  readonly relation: string;
  /** A first column that takes the line of the file on which the row starts. */
  readonly lineColumn?: string;
  /** Take the good rows; else nothing is stored after the first refusal. */
  readonly partial: boolean;
  readonly onProgress: (rowsRead: number) => void;
}

const rowsPerLogLine = 100_000;

/** What is left of a file into a table, in the transaction of the manager. The reader remembers what does not fit. */
export async function copyRecords(
  manager: EntityManager,
  { header, records }: OpenCsv,
  reader: RowReader,
  { relation, lineColumn, partial, onProgress }: CopyTask,
): Promise<void> {
  // The sender's line sets the pace; a sender that stands still is ended by the upload's own limit.
  await manager.query('SET LOCAL statement_timeout = 0');
  const client = (await manager.queryRunner!.connect()) as ClientBase;
  const columns = header.columns.map(({ column }) => column);
  const copy = new RowCopy(client, relation, lineColumn === undefined ? columns : [lineColumn, ...columns]);
  try {
    for await (const batch of records) {
      const rows = [];
      for (const record of batch) {
        const row = reader.read(record);
        if (!row) continue;
        if (lineColumn !== undefined) row.unshift(record.line);
        rows.push(row);
      }
      // After the first refusal nothing will be stored: the rest is only checked.
      if (partial || reader.rowsRefused === 0) await copy.write(rows);
      onProgress(reader.rowsRead);
    }
    if (partial || reader.rowsRefused === 0) await copy.finish();
    else await copy.abandon();
  } catch (error) {
    await copy.abandon();
    throw error;
  }
}

/** Tells the log of long imports, and whoever else listens. */
export function loggedProgress(
  logger: Logger,
  relation: string,
  onProgress: (rowsRead: number) => void = () => undefined,
): (rowsRead: number) => void {
  let logged = 0;
  return (rowsRead) => {
    onProgress(rowsRead);
    if (rowsRead - logged < rowsPerLogLine) return;
    logged = rowsRead;
    logger.info('An import is running', { relation, rows_read: rowsRead });
  };
}
