import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#libs/platform';
import type { ApiChange } from '../employee.entity.js';
import { type EmployeeSource, employeeSources, type SourceName } from '../employee-sources.js';
import { sensitiveColumns } from '../employees-dataset.js';
import type { EmployeeLineageDto, FieldLineageDto } from '../dto/employee-lineage.dto.js';

type Cell = number | string | boolean | null;

interface Delivery {
  readonly import_id: number;
  readonly file_name: string;
  readonly line: number;
  readonly imported_at: Date;
  readonly actor_kind: string;
  readonly actor_id: string;
  /** By column of `raw`. */
  readonly cells: Readonly<Record<string, string | null>>;
  /** By field. */
  readonly staged: Readonly<Record<string, Cell>>;
}

type Current = Readonly<Record<string, Cell>> & { readonly api_changes: Readonly<Record<string, ApiChange>> };

/** Where each value of an employee came from. */
@Injectable()
export class EmployeeLineageService {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws DomainError `employee_not_found` when nothing is known of the employee, in any stage */
  async of(id: number, includeSensitive: boolean): Promise<EmployeeLineageDto> {
    const [current, deliveries] = await this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const [row] = await manager.query<{ current: Current }[]>(
        'SELECT to_jsonb(e) AS current FROM employees e WHERE id = $1',
        [id],
      );
      const found = new Map<SourceName, Delivery>();
      for (const { name } of employeeSources) {
        const [delivery] = await manager.query<Delivery[]>(deliveryQuery(name), [id]);
        if (delivery) found.set(name, delivery);
      }
      return [row?.current, found] as const;
    });
    if (!current && deliveries.size === 0)
      throw new DomainError('employee_not_found', 'No employee has this number.');
    return {
      id,
      complete: current !== undefined,
      missing: employeeSources.map(({ name }) => name).filter((name) => !deliveries.has(name)),
      fields: employeeSources.flatMap((source) =>
        Object.keys(source.delivered)
          .filter((field) => includeSensitive || !sensitiveColumns.includes(field))
          .map((field) => fieldLineage(source, field, current, deliveries.get(source.name))),
      ),
    };
  }
}

const deliveryQuery = (source: SourceName): string => `
  SELECT r.import_id::float8, r.file_name, r.line::float8, r.imported_at, i.actor_kind, i.actor_id,
         to_jsonb(r) AS cells, to_jsonb(s) AS staged
  FROM staging.${source} s
    JOIN raw.extrait_${source} r ON (r.import_id, r.line) = (s.import_id, s.line)
    JOIN raw.imports i ON i.id = r.import_id
  WHERE s.id_employee = $1`;

function fieldLineage(
  { name, delivered }: EmployeeSource,
  field: string,
  current: Current | undefined,
  delivery: Delivery | undefined,
): FieldLineageDto {
  const change = current?.api_changes[field];
  const value = (current ?? delivery?.staged)?.[field] ?? null;
  if (change) {
    return {
      field,
      value,
      origin: 'api',
      changed_at: new Date(change.changed_at).toISOString(),
      actor_kind: change.actor_kind,
      actor_id: change.actor_id,
    };
  }
  if (!delivery) return { field, value, origin: 'none' };
  const column = delivered[field]!;
  return {
    field,
    value,
    origin: 'import',
    source: name,
    import_id: delivery.import_id,
    file_name: delivery.file_name,
    line: delivery.line,
    column,
    raw_text: delivery.cells[column] ?? null,
    changed_at: delivery.imported_at.toISOString(),
    actor_kind: delivery.actor_kind,
    actor_id: delivery.actor_id,
  };
}
