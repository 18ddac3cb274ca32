import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { isDuplicate } from '#libs/database';
import { type ActorReference, Logger } from '#libs/platform';
import { copyRecords, loggedProgress } from '../csv/copy-records.js';
import { openCsv } from '../csv/open-csv.js';
import { RowReader } from '../csv/row-reader.js';
import { bindColumns } from '../owned/bind-columns.js';
import { addIdentifier, createOwnedTable } from '../owned/owned-table.js';
import type { DatasetState } from '../dto/dataset.dto.js';
import { DatasetStore } from '../stored/dataset-store.js';
import type { ProposedDataset } from './propose-dataset.js';
import { refusedRows } from './refused-rows.js';
import { repeatedIdentifiers } from './repeated-identifiers.js';
import type { SpooledFile } from './spooled-file.js';
import { isTooWide, tooWide } from './too-wide.js';

export const remedy = 'Correct them, or declare the columns otherwise.';

/** Stores what was proposed: table, rows, definition and event in one transaction, or nothing. */
@Injectable()
export class DatasetCreation {
  constructor(
    private readonly database: DataSource,
    private readonly store: DatasetStore,
    private readonly events: AdministrativeEvents,
    private readonly logger: Logger,
  ) {}

  /** @throws DomainError `dataset_exists` */
  requireFree(name: string): Promise<void> {
    return this.store.requireFree(name, this.database.manager);
  }

  /**
   * @throws DomainError `import_refused` with every cell that does not fit, or every repeated identifier;
   *   `dataset_exists`
   */
  async create(file: SpooledFile, proposed: ProposedDataset, actor: ActorReference): Promise<DatasetState> {
    try {
      return await this.database.transaction((manager) => this.fill(manager, file, proposed, actor));
    } catch (error) {
      if (isTooWide(error)) throw tooWide();
      // The transaction that the database refused can tell no more; which lines they were, another one finds out.
      if (isDuplicate(error)) throw await repeatedIdentifiers(this.database, file, proposed);
      throw error;
    }
  }

  private async fill(
    manager: EntityManager,
    file: SpooledFile,
    { definition, table }: ProposedDataset,
    actor: ActorReference,
  ): Promise<DatasetState> {
    const stored = await this.store.add(definition, actor, manager);
    await createOwnedTable(manager, definition);
    const csv = await openCsv(file.source(table.charset, table.delimiter), (header) =>
      bindColumns(definition, header, { ignoreUnknown: false }),
    );
    try {
      const reader = new RowReader(csv.header, table.decimalComma);
      await copyRecords(manager, csv, reader, {
        relation: definition.relation,
        partial: false,
        onProgress: loggedProgress(this.logger, definition.relation),
      });
      if (reader.rowsRefused > 0) throw refusedRows(reader, remedy);
    } finally {
      await csv.close();
    }
    await addIdentifier(manager, definition);
    await manager.query(`ANALYZE ${definition.relation}`);
    await this.events.record(
      {
        action: 'dataset.created',
        actor,
        subject: { kind: 'dataset', id: definition.name },
        details: { rows: table.rowCount, columns: definition.columns.length },
      },
      manager,
    );
    return stored;
  }
}
