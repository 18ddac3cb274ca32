import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { isDuplicate } from '#libs/database';
import { type ActorReference, DomainError, validationFailed } from '#libs/platform';
import { sqlName } from '../sql-names.js';
import type { ChangeableTable, RowAct } from './changeable-table.js';

/** Columns that a caller sets, by name; undefined means left out. */
export type RowValues = object;

/** What else belongs to an act, in its transaction. */
export type Alongside = (manager: EntityManager, fields: readonly string[]) => Promise<void>;

const nothingElse: Alongside = () => Promise.resolve();

/**
 * Adds, changes and deletes single rows. An act, its administrative event and what the table's owner does alongside
 * commit together; of two acts on one state of a row only one wins.
 */
@Injectable()
export class RowChanges {
  constructor(
    private readonly database: DataSource,
    private readonly events: AdministrativeEvents,
  ) {}

  /** @throws DomainError `table.exists` */
  async create<Row extends object>(
    table: ChangeableTable,
    values: RowValues,
    actor: ActorReference,
    alongside = nothingElse,
  ): Promise<Row> {
    const given = present(values);
    const names = [...given.keys()];
    const content =
      names.length === 0
        ? 'DEFAULT VALUES'
        : `(${names.map(sqlName).join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`;
    const fields = names.filter((name) => name !== table.identifier);
    try {
      return await this.database.transaction(async (manager) => {
        await table.hold?.(manager);
        const [inserted] = await manager.query<Acted<Row>[]>(
          `INSERT INTO ${table.relation} AS source ${content} RETURNING ${returned(table)}`,
          [...given.values()],
        );
        return this.finish('created', { table, actor, fields, alongside }, inserted!, manager);
      });
    } catch (error) {
      if (table.exists && isDuplicate(error)) throw table.exists();
      throw error;
    }
  }

  /**
   * @param version that the caller saw; compared where the row is written
   * @throws DomainError `validation_failed` without a change, `precondition_failed`, `table.notFound`
   */
  async change<Row extends object>(
    table: ChangeableTable,
    identifier: string,
    version: number,
    changes: RowValues,
    actor: ActorReference,
    alongside = nothingElse,
  ): Promise<Row> {
    const given = present(changes);
    const fields = [...given.keys()];
    if (fields.length === 0)
      throw validationFailed([{ pointer: '', detail: 'the body must hold at least one column' }]);
    const assignments = [
      ...fields.map((name, index) => `${sqlName(name)} = $${index + 3}`),
      `${sqlName(table.version)} = source.${sqlName(table.version)} + 1`,
      ...(table.updatedAt === undefined ? [] : [`${sqlName(table.updatedAt)} = now()`]),
    ];
    return this.database.transaction(async (manager) => {
      await table.hold?.(manager);
      const [[updated]] = await manager.query<[Acted<Row>[], number]>(
        `UPDATE ${table.relation} AS source SET ${assignments.join(', ')}
         WHERE source.${sqlName(table.identifier)} = $1 AND source.${sqlName(table.version)} = $2::bigint
         RETURNING ${returned(table)}`,
        [identifier, version, ...given.values()],
      );
      if (!updated) throw await missedBy(table, identifier, manager);
      return this.finish('changed', { table, actor, fields, alongside }, updated, manager);
    });
  }

  /**
   * @param version undefined: whatever the version is
   * @throws DomainError `precondition_failed`, `table.notFound`
   */
  async delete(
    table: ChangeableTable,
    identifier: string,
    version: number | undefined,
    actor: ActorReference,
    alongside = nothingElse,
  ): Promise<void> {
    const ofVersion = version === undefined ? '' : ` AND source.${sqlName(table.version)} = $2::bigint`;
    await this.database.transaction(async (manager) => {
      const [[deleted]] = await manager.query<[{ identifier: string }[], number]>(
        `DELETE FROM ${table.relation} AS source WHERE source.${sqlName(table.identifier)} = $1${ofVersion}
         RETURNING source.${sqlName(table.identifier)}::text AS identifier`,
        [identifier, ...(version === undefined ? [] : [version])],
      );
      if (!deleted) throw await missedBy(table, identifier, manager);
      await alongside(manager, []);
      await this.events.record({ ...table.event('deleted', deleted.identifier, undefined), actor }, manager);
    });
  }

  private async finish<Row extends object>(
    act: RowAct,
    { table, actor, fields, alongside }: Asked,
    { acted_identifier: identifier, acted_version: version, ...row }: Acted<Row>,
    manager: EntityManager,
  ): Promise<Row> {
    await alongside(manager, fields);
    await this.events.record({ ...table.event(act, identifier, { fields, version }), actor }, manager);
    return row as unknown as Row;
  }
}

interface Asked {
  readonly table: ChangeableTable;
  readonly actor: ActorReference;
  readonly fields: readonly string[];
  readonly alongside: Alongside;
}

type Acted<Row> = Row & { readonly acted_identifier: string; readonly acted_version: number };

function returned({ identifier, version, returning = 'source.*' }: ChangeableTable): string {
  return `source.${sqlName(identifier)}::text AS acted_identifier, source.${sqlName(version)} AS acted_version, ${returning}`;
}

const present = (values: RowValues): Map<string, unknown> =>
  new Map(Object.entries(values).filter(([, value]) => value !== undefined));

async function missedBy(
  { relation, identifier: name, noun, notFound }: ChangeableTable,
  identifier: string,
  manager: EntityManager,
): Promise<DomainError> {
  const rows = await manager.query<object[]>(
    `SELECT 1 FROM ${relation} AS source WHERE source.${sqlName(name)} = $1`,
    [identifier],
  );
  return rows.length > 0
    ? new DomainError(
        'precondition_failed',
        `${noun} has changed since; read it again and repeat with its new ETag.`,
      )
    : notFound();
}
