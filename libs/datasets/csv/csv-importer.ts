import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError, type FileUpload, Logger } from '#libs/platform';
import { copyRecords, loggedProgress } from './copy-records.js';
import type { BoundHeader, CsvLayout } from './csv-layout.js';
import { type OpenCsv, openCsv } from './open-csv.js';
import { RowReader, type Refusal } from './row-reader.js';
import { TransferSlots } from './transfer-slots.js';

export interface CsvImport {
  /** Table and layout are fixed in code, never input. */
  readonly relation: string;
  readonly layout: CsvLayout;
  /** Take the good rows and report the others, instead of all or nothing. */
  readonly partial: boolean;
  /** Runs in the transaction of the rows, before it commits. */
  readonly beforeCommit: (report: CsvImportReport, manager: EntityManager) => Promise<void>;
  readonly onProgress?: (rowsRead: number) => void;
}

export interface CsvImportReport {
  readonly rows_read: number;
  readonly rows_imported: number;
  readonly rows_refused: number;
  readonly refusals: readonly Refusal[];
  readonly refusals_truncated: boolean;
  readonly ignored_columns: readonly string[];
  readonly duration_ms: number;
}

/** CSV into a table: one pass, one transaction, memory that does not depend on the file's size. */
@Injectable()
export class CsvImporter {
  constructor(
    private readonly dataSource: DataSource,
    private readonly slots: TransferSlots,
    private readonly logger: Logger,
  ) {}

  async import(upload: FileUpload, task: CsvImport): Promise<CsvImportReport> {
    const startedAt = performance.now();
    let release: (() => void) | undefined;
    let csv: OpenCsv | undefined;
    try {
      release = this.slots.take();
      // The header is judged before a connection is taken.
      const opened = (csv = await openCsv(upload, task.layout));
      const reader = new RowReader(opened.header, opened.delimiter !== ',');
      return await this.dataSource.transaction(async (manager) => {
        await copyRecords(manager, opened, reader, {
          relation: task.relation,
          partial: task.partial,
          onProgress: loggedProgress(this.logger, task.relation, task.onProgress),
        });
        const report = reportOf(reader, opened.header, startedAt);
        if (reader.rowsRefused > 0 && !task.partial) throw refused(report);
        await task.beforeCommit(report, manager);
        return report;
      });
    } finally {
      release?.();
      await csv?.close();
      upload.discardRest();
    }
  }
}

function reportOf(reader: RowReader, header: BoundHeader, startedAt: number): CsvImportReport {
  return {
    rows_read: reader.rowsRead,
    rows_imported: reader.rowsRead - reader.rowsRefused,
    rows_refused: reader.rowsRefused,
    refusals: reader.refusals,
    refusals_truncated: reader.refusalsTruncated,
    ignored_columns: header.ignoredColumns,
    duration_ms: Math.round(performance.now() - startedAt),
  };
}

function refused(report: CsvImportReport): DomainError {
  return new DomainError(
    'import_refused',
    `${report.rows_refused} of ${report.rows_read} rows cannot be taken, so nothing was stored. Correct them, or send the file with partial=true to take the others.`,
    {
      problems: report.refusals.map(({ line, column, detail }) => ({
        pointer: column === null ? `/line/${line}` : `/line/${line}/${column}`,
        detail,
      })),
      members: {
        rows_read: report.rows_read,
        rows_refused: report.rows_refused,
        refusals_truncated: report.refusals_truncated,
      },
    },
  );
}
