import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { AdministrativeEvents } from '#libs/audit';
import type { Actor } from '#libs/platform';
import { CsvExporter, type ExportColumn, exportKinds } from '../csv/csv-exporter.js';
import { DatasetRegistry } from '../dataset-registry.js';
import type { DatasetColumn } from '../feature-schema.js';
import { sqlName } from '../sql-names.js';

/** Whole datasets as CSV. What goes out of an owned one comes in again as it was. */
@Injectable()
export class DatasetExports {
  constructor(
    private readonly registry: DatasetRegistry,
    private readonly exporter: CsvExporter,
    private readonly events: AdministrativeEvents,
  ) {}

  /** @throws DomainError `dataset_not_found` */
  async export(name: string, includeSensitive: boolean, actor: Actor): Promise<Readable> {
    const { relation, identifier, columns } = await this.registry.find(name);
    const shown = columns.filter(({ sensitive }) => includeSensitive || !sensitive).map(exportColumn);
    const named = columns.some((column) => column.name === identifier);
    return this.exporter.export({
      relation,
      columns: named ? shown : [textColumn(identifier), ...shown],
      orderBy: identifier,
      beforeFirstRow: (manager) =>
        this.events.record(
          {
            action: 'dataset.exported',
            actor,
            subject: { kind: 'dataset', id: name },
            details: { include_sensitive: includeSensitive },
          },
          manager,
        ),
    });
  }
}

function exportColumn({ name, kind }: DatasetColumn): ExportColumn {
  return kind === 'categorical' ? textColumn(name) : { name, kind: exportKinds[kind] };
}

/** Whatever its type: categories of attached relations may be enumerations, their identifiers UUIDs. */
const textColumn = (name: string): ExportColumn => ({
  name,
  kind: 'text',
  expression: `${sqlName(name)}::text`,
});
