import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import {
  type Alongside,
  type ChangeableTable,
  DatasetReader,
  RowChanges,
  rowListPage,
  type RowListRequest,
  type RowValue,
} from '#libs/datasets';
import { type ActorReference, CursorCodec, DomainError, type Page } from '#libs/platform';
import { type EmployeeFilters, employeeList, type EmployeeSort } from './employee-list.js';
import { EmployeeEntity } from './employee.entity.js';
import { sourceNames } from './employee-sources.js';
import { employeeFeatureColumns, employeesDataset } from './employees-dataset.js';

export interface EmployeeListQuery extends RowListRequest, EmployeeFilters {
  readonly sort: EmployeeSort;
}

/** The columns that callers set. */
export type EmployeeValues = Partial<
  Omit<EmployeeEntity, 'id' | 'api_changes' | 'created_at' | 'updated_at' | 'version'>
>;

const table: ChangeableTable = {
  relation: 'employees',
  identifier: 'id',
  version: 'version',
  updatedAt: 'updated_at',
  event: (act, id, change) => ({
    action: `employee.${act}`,
    subject: { kind: 'employee', id },
    ...(act === 'changed' ? { details: { ...change } } : {}),
  }),
  notFound,
  exists: () =>
    new DomainError('employee_exists', 'An employee of this number exists; change it with PATCH.'),
  noun: 'The employee',
};

@Injectable()
export class EmployeesService {
  constructor(
    @InjectRepository(EmployeeEntity) private readonly employees: Repository<EmployeeEntity>,
    private readonly cursors: CursorCodec,
    private readonly changes: RowChanges,
    private readonly reader: DatasetReader,
  ) {}

  page(request: EmployeeListQuery): Promise<Page<EmployeeEntity>> {
    return rowListPage(this.employees.createQueryBuilder('employee'), this.cursors, employeeList, request);
  }

  count(): Promise<number> {
    return this.employees.count();
  }

  /** The employee that was added last. */
  async latest(): Promise<EmployeeEntity> {
    const [latest] = await this.employees.find({ order: { created_at: 'DESC', id: 'DESC' }, take: 1 });
    if (!latest) throw new DomainError('employee_not_found', 'There is no employee yet.');
    return latest;
  }

  async get(id: number): Promise<EmployeeEntity> {
    const employee = await this.employees.findOneBy({ id: String(id) });
    if (!employee) throw notFound();
    return employee;
  }

  /** The columns that a model may see; never the target, never a sensitive column. */
  async findFeatures(id: number): Promise<Record<string, RowValue>> {
    const row = await this.reader.readRow(employeesDataset, employeeFeatureColumns, String(id));
    if (!row) throw notFound();
    return row;
  }

  /** @throws DomainError `employee_exists` */
  create(id: number, values: EmployeeValues, actor: ActorReference): Promise<EmployeeEntity> {
    return this.changes.create(table, { ...values, id: String(id) }, actor, rememberChanges(id, actor));
  }

  change(
    id: number,
    version: number,
    changes: EmployeeValues,
    actor: ActorReference,
  ): Promise<EmployeeEntity> {
    return this.changes.change(table, String(id), version, changes, actor, rememberChanges(id, actor));
  }

  /**
   * What was delivered stays in `raw`, which only its owner can shorten; a later delivery brings the employee back.
   * @param version undefined: whatever the version is
   */
  delete(id: number, version: number | undefined, actor: ActorReference): Promise<void> {
    return this.changes.delete(table, String(id), version, actor, async (manager) => {
      for (const source of sourceNames)
        await manager.query(`DELETE FROM staging.${source} WHERE id_employee = $1`, [id]);
    });
  }
}

/** For lineage, and so that imports know what they must not undo. */
function rememberChanges(id: number, { kind, id: actorId }: ActorReference): Alongside {
  return async (manager, fields) => {
    await manager.query(
      `UPDATE employees SET api_changes = api_changes || staging.api_changes(id, $2::text[], $3::text, $4::text) WHERE id = $1`,
      [id, fields, kind, actorId],
    );
  };
}

function notFound(): DomainError {
  return new DomainError('employee_not_found', 'No employee has this number.');
}
