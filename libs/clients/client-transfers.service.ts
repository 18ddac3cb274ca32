import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { AdministrativeEvents } from '#libs/audit';
import {
  CsvExporter,
  exportKinds,
  CsvImporter,
  type CsvImportReport,
  columnOf,
  type ExportKind,
} from '#libs/datasets';
import type { Actor, FileUpload } from '#libs/platform';
import { clientCsvLayout } from './client-csv-layout.js';
import { clientFeatureColumns, clientsDataset, sensitiveColumns, targetColumn } from './clients-dataset.js';

const subject = { kind: 'dataset', id: clientsDataset.name } as const;

/** Clients in and out as CSV. What goes out comes in again as it was. */
@Injectable()
export class ClientTransfersService {
  constructor(
    private readonly importer: CsvImporter,
    private readonly exporter: CsvExporter,
    private readonly events: AdministrativeEvents,
  ) {}

  import(
    upload: FileUpload,
    partial: boolean,
    referenceDate: string,
    actor: Actor,
    onProgress: (rowsRead: number) => void = () => undefined,
  ): Promise<CsvImportReport> {
    return this.importer.import(upload, {
      relation: clientsDataset.relation,
      layout: clientCsvLayout(referenceDate),
      partial,
      onProgress,
      beforeCommit: ({ rows_imported, rows_refused, ignored_columns }, manager) =>
        this.events.record(
          {
            action: 'clients.imported',
            actor,
            subject,
            details: { rows_imported, rows_refused, ignored_columns, partial },
          },
          manager,
        ),
    });
  }

  export(includeSensitive: boolean, actor: Actor): Promise<Readable> {
    const shown = [...clientFeatureColumns, targetColumn, ...(includeSensitive ? sensitiveColumns : [])];
    const columns = shown.map((name) => ({ name, kind: exportKinds[columnOf(clientsDataset, name).kind] }));
    return this.exporter.export({
      relation: clientsDataset.relation,
      columns: [number('id'), ...columns, time('created_at'), time('updated_at')],
      orderBy: clientsDataset.identifier,
      beforeFirstRow: (manager) =>
        this.events.record(
          { action: 'clients.exported', actor, subject, details: { include_sensitive: includeSensitive } },
          manager,
        ),
    });
  }
}

const number = (name: string): { name: string; kind: ExportKind } => ({ name, kind: 'number' });
const time = (name: string): { name: string; kind: ExportKind } => ({ name, kind: 'time' });
