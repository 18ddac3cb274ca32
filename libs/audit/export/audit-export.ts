import { Injectable, StreamableFile } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type Actor, DomainError, validationFailed } from '#libs/platform';
import type { AuditExportQueryDto, ExportFormat } from '../dto/audit-export-query.dto.js';
import { AdministrativeEvents } from '../events/administrative-events.js';
import { csvLines } from './csv.js';
import { CursorStream, type RowFormat } from './cursor-stream.js';
import { exportedParts } from './exported-parts.js';

/** Each holds one connection of the pool for as long as its reader takes. */
const maximumConcurrentExports = 2;

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8; header=present',
  ndjson: 'application/x-ndjson',
};

const rowFormats: Readonly<Record<ExportFormat, (columns: readonly string[]) => RowFormat>> = {
  csv: (columns) => ({
    header: csvLines([columns]),
    lines: (rows) => csvLines(rows.map((row) => columns.map((column) => row[column]))),
  }),
  ndjson: () => ({
    header: '',
    lines: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  }),
};

/** The audit trail as a file, oldest record first. */
@Injectable()
export class AuditExport {
  private running = 0;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly events: AdministrativeEvents,
  ) {}

  async export(asked: AuditExportQueryDto, actor: Actor): Promise<StreamableFile> {
    refuseFiltersOfOtherParts(asked);
    if (this.running >= maximumConcurrentExports) {
      throw new DomainError('overloaded', 'Repeat the export when the exports that are running have ended.', {
        retryAfterSeconds: 10,
      });
    }
    this.running += 1;
    let stream: CursorStream;
    try {
      // Before the first byte: nobody takes the trail away unrecorded.
      await this.events.record(
        {
          action: 'audit.exported',
          actor,
          subject: { kind: 'audit', id: asked.record },
          details: { ...asked },
        },
        this.dataSource.manager,
      );
      stream = await this.open(asked);
    } catch (error) {
      this.running -= 1;
      throw error;
    }
    return new StreamableFile(stream, {
      type: contentTypes[asked.format],
      disposition: `attachment; filename="audit-${asked.record}.${asked.format}"`,
    });
  }

  private open(asked: AuditExportQueryDto): Promise<CursorStream> {
    const { columns, rows } = exportedParts[asked.record];
    const query = rows(this.dataSource, asked);
    query.select([]).orderBy('record.occurred_at').addOrderBy('record.id');
    for (const column of columns) query.addSelect(`record.${column}`, column);

    return CursorStream.open(
      this.dataSource.createQueryRunner(),
      query.getQueryAndParameters(),
      rowFormats[asked.format](columns),
      () => {
        this.running -= 1;
      },
    );
  }
}

function refuseFiltersOfOtherParts(asked: AuditExportQueryDto): void {
  const problems = exportedParts.predictions.filters
    .filter((filter) => asked[filter] !== undefined && !exportedParts[asked.record].filters.includes(filter))
    .map((pointer) => ({ pointer, detail: `is no filter of ${asked.record}; leave it out` }));
  if (problems.length > 0) throw validationFailed(problems);
}
