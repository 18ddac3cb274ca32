import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type NamedCsvUpload, TransferSlots } from '#libs/datasets';
import { type ActorReference, DomainError, Logger } from '#libs/platform';
import type { SourceName } from '../employee-sources.js';
import { employeesDataset } from '../employees-dataset.js';
import type { EmployeeImportReport } from './import-report.js';
import { receiveExtracts } from './receive-extracts.js';
import { runStages } from './stages.js';

export interface EmployeeImportOptions {
  /** Take the good rows and report the others, instead of all or nothing. */
  readonly partial: boolean;
  /** Do everything, report it, and store nothing. */
  readonly dryRun: boolean;
  readonly actor: ActorReference;
  /** Wait for another import to end, instead of refusing this one. */
  readonly waitForOthers?: boolean;
  readonly onProgress?: (source: SourceName, rowsRead: number) => void;
}

/** Any constant will do; it names the lock that one import at a time holds: the latest delivery wins. */
const importLock = 7_305_118_230;
const rowsPerLogLine = 100_000;

/** Ends the transaction of a dry run without keeping anything. */
class NotKept extends Error {
  constructor(readonly report: EmployeeImportReport) {
    super('dry run');
  }
}

/** The extracts through raw, staging and employees to the mart: in one transaction, in memory that stays flat. */
@Injectable()
export class EmployeeImportService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly slots: TransferSlots,
    private readonly events: AdministrativeEvents,
    private readonly logger: Logger,
  ) {}

  /** @throws DomainError `import_refused` with every reason, file, line and field */
  async import(
    files: AsyncIterable<NamedCsvUpload>,
    options: EmployeeImportOptions,
  ): Promise<EmployeeImportReport> {
    const startedAt = performance.now();
    const release = this.slots.take();
    try {
      return await this.dataSource.transaction((manager) => this.run(manager, files, options, startedAt));
    } catch (error) {
      if (error instanceof NotKept) return error.report;
      throw error;
    } finally {
      release();
    }
  }

  private async run(
    manager: EntityManager,
    files: AsyncIterable<NamedCsvUpload>,
    options: EmployeeImportOptions,
    startedAt: number,
  ): Promise<EmployeeImportReport> {
    // The sender's line sets the pace; a sender that stands still is ended by the upload's own limit.
    await manager.query('SET LOCAL statement_timeout = 0');
    await lockImports(manager, options.waitForOthers ?? false);
    const [{ id }] = await manager.query<[{ id: number }]>(
      'INSERT INTO raw.imports (actor_kind, actor_id) VALUES ($1, $2) RETURNING id::float8',
      [options.actor.kind, options.actor.id],
    );
    const received = await receiveExtracts(manager, id, files, this.progress(options));
    const report = await runStages(manager, id, received, options.dryRun, startedAt);
    if (report.rows_refused > 0 && !options.partial) throw refused(report);
    await this.events.record(eventOf(report, options), manager);
    if (options.dryRun) throw new NotKept(report);
    return report;
  }

  private progress({ onProgress }: EmployeeImportOptions): (source: SourceName, rowsRead: number) => void {
    let logged = 0;
    return (source, rowsRead) => {
      onProgress?.(source, rowsRead);
      if (rowsRead < logged) logged = 0;
      if (rowsRead - logged < rowsPerLogLine) return;
      logged = rowsRead;
      this.logger.info('An import is running', { relation: `raw.extrait_${source}`, rows_read: rowsRead });
    };
  }
}

async function lockImports(manager: EntityManager, wait: boolean): Promise<void> {
  if (wait) {
    await manager.query('SET LOCAL lock_timeout = 0');
    await manager.query('SELECT pg_advisory_xact_lock($1)', [importLock]);
    return;
  }
  const [{ free }] = await manager.query<[{ free: boolean }]>(
    'SELECT pg_try_advisory_xact_lock($1) AS free',
    [importLock],
  );
  if (free) return;
  throw new DomainError(
    'overloaded',
    'Another import of employees is running; try again when it has ended.',
    {
      retryAfterSeconds: 5,
    },
  );
}

function refused(report: EmployeeImportReport): DomainError {
  const { rows_read, rows_refused, refusals, refusals_truncated } = report;
  return new DomainError(
    'import_refused',
    `${rows_refused} of ${rows_read} rows cannot be taken, so nothing was stored. Correct them, or send the files with partial=true to take the others.`,
    {
      problems: refusals.map(({ source, line, field, detail }) => ({
        pointer: field === null ? `/${source}/line/${line}` : `/${source}/line/${line}/${field}`,
        detail,
      })),
      members: { rows_read, rows_refused, refusals_truncated },
    },
  );
}

function eventOf(
  { import_id, files, rows_refused, mart }: EmployeeImportReport,
  options: EmployeeImportOptions,
) {
  return {
    action: 'employees.imported',
    actor: options.actor,
    subject: { kind: 'dataset', id: employeesDataset.name },
    details: {
      import_id,
      files: files.map(({ source, rows_read }) => ({ source, rows_read })),
      rows_refused,
      partial: options.partial,
      inserted: mart.inserted,
      updated: mart.updated,
    },
  } as const;
}
