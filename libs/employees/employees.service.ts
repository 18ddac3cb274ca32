import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { keysetPage, violatedConstraint } from '#libs/database';
import { DatasetReader, type RowValue } from '#libs/datasets';
import { type ActorReference, CursorCodec, DomainError, type Page, validationFailed } from '#libs/platform';
import { applyFilters, type EmployeeFilters, type EmployeeSort, sortOf } from './employee-list.js';
import { EmployeeEntity } from './employee.entity.js';
import { sourceNames } from './employee-sources.js';
import { employeeFeatureColumns, employeesDataset } from './employees-dataset.js';

export interface EmployeeListQuery extends EmployeeFilters {
  readonly limit: number;
  readonly cursor?: string;
  readonly sort: EmployeeSort;
}

/** The columns that callers set. */
export type EmployeeValues = Partial<
  Omit<EmployeeEntity, 'id' | 'api_changes' | 'created_at' | 'updated_at' | 'version'>
>;

/** Every change, what lineage tells of it, and its administrative event commit together. */
@Injectable()
export class EmployeesService {
  constructor(
    @InjectRepository(EmployeeEntity) private readonly employees: Repository<EmployeeEntity>,
    private readonly cursors: CursorCodec,
    private readonly events: AdministrativeEvents,
    private readonly reader: DatasetReader,
  ) {}

  async page(request: EmployeeListQuery): Promise<Page<EmployeeEntity>> {
    const query = this.employees.createQueryBuilder('employee');
    const list = applyFilters(query, request, request.sort);
    return keysetPage(query, this.cursors, {
      limit: request.limit,
      cursor: request.cursor,
      sort: sortOf(request.sort),
      identifier: { expression: 'employee.id', type: 'bigint' },
      list,
    });
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
  async create(id: number, values: EmployeeValues, actor: ActorReference): Promise<EmployeeEntity> {
    const given = present(values);
    try {
      return await this.employees.manager.transaction(async (manager) => {
        const inserted = await manager
          .createQueryBuilder()
          .insert()
          .into(EmployeeEntity)
          .values({ ...Object.fromEntries(given), id: String(id) })
          .returning('*')
          .execute();
        await this.rememberChanges(
          manager,
          id,
          given.map(([name]) => name),
          actor,
        );
        const [employee] = inserted.raw as [EmployeeEntity];
        await this.events.record({ action: 'employee.created', actor, subject: subject(id) }, manager);
        return employee;
      });
    } catch (error) {
      if (violatedConstraint(error) !== 'pk_employees') throw error;
      throw new DomainError('employee_exists', 'An employee of this number exists; change it with PATCH.');
    }
  }

  /** @param version that the caller saw; compared where the row is written, so that of two only one wins */
  async change(
    id: number,
    version: number,
    changes: EmployeeValues,
    actor: ActorReference,
  ): Promise<EmployeeEntity> {
    const fields = present(changes);
    if (fields.length === 0) {
      throw validationFailed([{ pointer: '', detail: 'the body must hold at least one column' }]);
    }
    const names = fields.map(([name]) => name);
    return this.employees.manager.transaction(async (manager) => {
      const updated = await manager
        .createQueryBuilder()
        .update(EmployeeEntity)
        .set({
          ...Object.fromEntries(fields),
          version: () => 'version + 1',
          updated_at: () => 'now()',
        })
        .where('id = :id AND version = :version', { id, version })
        .returning('*')
        .execute();
      const [employee] = updated.raw as [EmployeeEntity?];
      if (!employee) throw await this.missedBy(id, manager);
      await this.rememberChanges(manager, id, names, actor);
      const details = { fields: names, version: employee.version };
      await this.events.record({ action: 'employee.changed', actor, subject: subject(id), details }, manager);
      return employee;
    });
  }

  /**
   * What was delivered stays in `raw`, which only its owner can shorten; a later delivery brings the employee back.
   * @param version undefined: whatever the version is
   */
  async delete(id: number, version: number | undefined, actor: ActorReference): Promise<void> {
    await this.employees.manager.transaction(async (manager) => {
      const { affected } = await manager.delete(EmployeeEntity, {
        id: String(id),
        ...(version === undefined ? {} : { version }),
      });
      if (!affected) throw await this.missedBy(id, manager);
      for (const source of sourceNames)
        await manager.query(`DELETE FROM staging.${source} WHERE id_employee = $1`, [id]);
      await this.events.record({ action: 'employee.deleted', actor, subject: subject(id) }, manager);
    });
  }

  /** For lineage, and so that imports know what they must not undo. */
  private async rememberChanges(
    manager: EntityManager,
    id: number,
    fields: readonly string[],
    { kind, id: actorId }: ActorReference,
  ): Promise<void> {
    await manager.query(
      `UPDATE employees SET api_changes = api_changes || staging.api_changes(id, $2::text[], $3::text, $4::text) WHERE id = $1`,
      [id, fields, kind, actorId],
    );
  }

  private async missedBy(id: number, manager: EntityManager): Promise<DomainError> {
    const exists = await manager.existsBy(EmployeeEntity, { id: String(id) });
    return exists
      ? new DomainError(
          'precondition_failed',
          'The employee has changed since; read it again and repeat with its new ETag.',
        )
      : notFound();
  }
}

const present = (values: EmployeeValues): [string, unknown][] =>
  Object.entries(values).filter(([, value]) => value !== undefined);

function subject(id: number): { kind: 'employee'; id: string } {
  return { kind: 'employee', id: String(id) };
}

function notFound(): DomainError {
  return new DomainError('employee_not_found', 'No employee has this number.');
}
