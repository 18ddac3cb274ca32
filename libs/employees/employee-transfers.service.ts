import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { AdministrativeEvents } from '#libs/audit';
import { CsvExporter, exportKinds, columnOf, type ExportKind } from '#libs/datasets';
import type { Actor } from '#libs/platform';
import {
  employeeFeatureColumns,
  employeesDataset,
  sensitiveColumns,
  targetColumn,
} from './employees-dataset.js';

/** Employees out as CSV. */
@Injectable()
export class EmployeeTransfersService {
  constructor(
    private readonly exporter: CsvExporter,
    private readonly events: AdministrativeEvents,
  ) {}

  export(includeSensitive: boolean, actor: Actor): Promise<Readable> {
    const shown = [...employeeFeatureColumns, targetColumn, ...(includeSensitive ? sensitiveColumns : [])];
    const columns = shown.map((name) => ({ name, kind: exportKinds[columnOf(employeesDataset, name).kind] }));
    const more = (name: string, kind: ExportKind): { name: string; kind: ExportKind } => ({ name, kind });
    return this.exporter.export({
      relation: 'employees',
      columns: [more('id', 'number'), ...columns, more('created_at', 'time'), more('updated_at', 'time')],
      orderBy: 'id',
      beforeFirstRow: (manager) =>
        this.events.record(
          {
            action: 'employees.exported',
            actor,
            subject: { kind: 'dataset', id: employeesDataset.name },
            details: { include_sensitive: includeSensitive },
          },
          manager,
        ),
    });
  }
}
