import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { isDuplicate } from '#libs/database';
import { type ActorReference, DomainError, type FileUpload, Logger } from '#libs/platform';
import { copyRecords, loggedProgress } from '../csv/copy-records.js';
import type { CsvRecord } from '../csv/csv-records.js';
import { type OpenCsv, openCsv } from '../csv/open-csv.js';
import { RowReader } from '../csv/row-reader.js';
import { TransferSlots } from '../csv/transfer-slots.js';
import { DatasetRegistry } from '../dataset-registry.js';
import type { DatasetImportReportDto, ImportMode } from '../dto/dataset-transfers.dto.js';
import { bindColumns } from '../owned/bind-columns.js';
import { lockImports } from '../owned/lock-imports.js';
import { incoming, IncomingRows, lineColumn, type RowCounts } from './incoming-rows.js';
import { type ImportableTable, importableTable } from './importable-table.js';
import { refusedRows } from './refused-rows.js';

export interface DatasetImportOptions {
  readonly mode: `${ImportMode}`;
  /** Take the good rows and report the others, instead of all or nothing. */
  readonly partial: boolean;
  /** Leave out columns that the dataset does not have, instead of refusing the file. */
  readonly ignoreUnknown: boolean;
  readonly actor: ActorReference;
}

/** CSV into a dataset that exists, as it declares its columns: one transaction, memory that stays flat. */
@Injectable()
export class DatasetImports {
  constructor(
    private readonly database: DataSource,
    private readonly registry: DatasetRegistry,
    private readonly slots: TransferSlots,
    private readonly events: AdministrativeEvents,
    private readonly logger: Logger,
  ) {}

  /** @throws DomainError `import_refused`, `dataset_not_found`, `dataset_read_only` */
  async import(
    upload: FileUpload,
    name: string,
    options: DatasetImportOptions,
  ): Promise<DatasetImportReportDto> {
    const startedAt = performance.now();
    let release: (() => void) | undefined;
    let csv: OpenCsv | undefined;
    try {
      release = this.slots.take();
      const dataset = await this.registry.find(name);
      const table = await importableTable(dataset, options.mode, this.database.manager);
      const opened = (csv = await openCsv(upload, (header) => {
        requireNumbers(table, header);
        return bindColumns(table.definition, header, options);
      }));
      return await this.database.transaction(async (manager) => {
        await lockImports(name, manager);
        await this.registry.hold(dataset, manager);
        return this.run(manager, opened, table, options, startedAt);
      });
    } catch (error) {
      if (isDuplicate(error))
        throw new DomainError(
          'row_exists',
          'Somebody added a row of the file meanwhile; nothing was stored.',
        );
      throw error;
    } finally {
      release?.();
      await csv?.close();
      upload.discardRest();
    }
  }

  private async run(
    manager: EntityManager,
    csv: OpenCsv,
    table: ImportableTable,
    options: DatasetImportOptions,
    startedAt: number,
  ): Promise<DatasetImportReportDto> {
    const { definition } = table;
    const columns = csv.header.columns.map(({ column }) => column);
    const reader = new RowReader(csv.header, csv.delimiter !== ',');
    const rows = new IncomingRows(manager, definition, columns);
    await rows.prepare();
    await copyRecords(manager, csv, reader, {
      relation: incoming,
      lineColumn,
      partial: options.partial,
      onProgress: loggedProgress(this.logger, definition.relation),
    });
    const stays = options.partial || reader.rowsRefused === 0;
    if (table.isNamed && stays) await refuseConflicts(rows, reader, table, options);
    if (reader.rowsRefused > 0 && !options.partial)
      throw refusedRows(reader, 'Correct them, or send the file with partial=true to take the others.');
    const counts = await write(rows, options.mode, table);
    await manager.query(`ANALYZE ${definition.relation}`);
    const report = reportOf(reader, csv, counts, startedAt);
    await this.events.record(
      {
        action: 'dataset.imported',
        actor: options.actor,
        subject: { kind: 'dataset', id: definition.name },
        details: {
          mode: options.mode,
          partial: options.partial,
          rows_refused: report.rows_refused,
          rows_inserted: counts.inserted,
          rows_updated: counts.updated,
          rows_deleted: counts.deleted,
        },
      },
      manager,
    );
    return report;
  }
}

/** @throws DomainError `import_refused` for a file that does not say which of the numbered rows it changes */
function requireNumbers({ isNamed, isNumbered, definition }: ImportableTable, header: CsvRecord): void {
  const { name, identifier } = definition;
  if (!isNumbered || !isNamed || header.cells.some((cell) => cell.trim() === identifier)) return;
  throw new DomainError(
    'import_refused',
    `The rows of ${name} are numbered by the database. To change some, send their numbers in the column ${identifier}, as an export has it; use mode append or replace for other rows, or make the dataset anew with id_column.`,
  );
}

async function refuseConflicts(
  rows: IncomingRows,
  reader: RowReader,
  { definition, isNumbered }: ImportableTable,
  { mode, partial }: DatasetImportOptions,
): Promise<void> {
  const demand = mode === 'append' ? 'new' : isNumbered ? 'known' : 'either';
  const unmet =
    demand === 'new'
      ? 'names a row that exists; use mode upsert to change it'
      : 'names no row, and new ones are numbered by the database; use mode append to add it';
  for (const { line, first } of await rows.conflicts(demand))
    reader.refuseRow({
      line,
      column: definition.identifier,
      detail: first === null ? unmet : `repeats the identifier of line ${first}`,
    });
  if (partial) await rows.leaveOutConflicts(demand);
}

function write(
  rows: IncomingRows,
  mode: `${ImportMode}`,
  { isNamed, isNumbered }: ImportableTable,
): Promise<RowCounts> {
  switch (mode) {
    case 'append':
      return rows.append();
    case 'upsert':
      return isNumbered ? rows.update() : rows.upsert();
    case 'replace':
      return rows.replace(isNamed);
  }
}

function reportOf(
  reader: RowReader,
  { header }: OpenCsv,
  { inserted, updated, deleted }: RowCounts,
  startedAt: number,
): DatasetImportReportDto {
  return {
    rows_read: reader.rowsRead,
    rows_imported: reader.rowsRead - reader.rowsRefused,
    rows_refused: reader.rowsRefused,
    rows_inserted: inserted,
    rows_updated: updated,
    rows_deleted: deleted,
    refusals: reader.refusals,
    refusals_truncated: reader.refusalsTruncated,
    ignored_columns: header.ignoredColumns,
    duration_ms: Math.round(performance.now() - startedAt),
  };
}
