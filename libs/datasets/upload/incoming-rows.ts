import type { EntityManager } from 'typeorm';
import type { DatasetDefinition } from '../feature-schema.js';
import { sqlName } from '../sql-names.js';
import { updatedAtColumn, versionColumn } from '../owned/system-columns.js';

export const incoming = 'pg_temp.incoming_rows';
export const lineColumn = 'veridict_line';

/** How many rows of the table an import inserted, changed and deleted. */
export interface RowCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What rows of the file must be to the table. */
export type RowDemand = 'new' | 'known' | 'either';

/** A row of the file that cannot be taken as it is, and why. */
export interface RowConflict {
  readonly line: number;
  /** Of an earlier row of the file with the same identifier; null: the demand is not met. */
  readonly first: number | null;
}

/** The rows of a file between their arrival and the table: typed as the table is, with their lines. */
export class IncomingRows {
  private readonly list: string;
  private readonly identifier: string;

  constructor(
    private readonly manager: EntityManager,
    private readonly definition: DatasetDefinition,
    /** Of the dataset, those that the file has. */
    private readonly columns: readonly string[],
  ) {
    this.list = columns.map(sqlName).join(', ');
    this.identifier = sqlName(definition.identifier);
  }

  async prepare(): Promise<void> {
    await this.manager.query(
      `CREATE TEMPORARY TABLE incoming_rows ON COMMIT DROP AS
       SELECT 0::bigint AS ${lineColumn}, ${this.list} FROM ${this.definition.relation} LIMIT 0`,
    );
  }

  /** Rows that repeat the identifier of an earlier one, or are not what they must be; by line. */
  conflicts(demand: RowDemand): Promise<RowConflict[]> {
    return this.manager.query<RowConflict[]>(
      `${this.conflicting(demand)} SELECT line::float8, first::float8 FROM conflicting ORDER BY line`,
    );
  }

  async leaveOutConflicts(demand: RowDemand): Promise<void> {
    await this.manager.query(
      `${this.conflicting(demand)} DELETE FROM ${incoming} WHERE ${lineColumn} IN (SELECT line FROM conflicting)`,
    );
  }

  async append(): Promise<RowCounts> {
    const rows = `SELECT ${this.list} FROM ${incoming} ORDER BY ${lineColumn}`;
    return this.counted(
      `INSERT INTO ${this.definition.relation} (${this.list}) ${rows} RETURNING true AS inserted`,
    );
  }

  /** @param columns that existing rows get the values of */
  async upsert(columns: readonly string[] = this.columns): Promise<RowCounts> {
    const change = this.changeTo('EXCLUDED', columns);
    const act = change ? `DO UPDATE SET ${change.set} WHERE ${change.differs}` : 'DO NOTHING';
    return this.counted(
      `INSERT INTO ${this.definition.relation} AS present (${this.list})
       SELECT ${this.list} FROM ${incoming} ORDER BY ${lineColumn}
       ON CONFLICT (${this.identifier}) ${act} RETURNING xmax = 0 AS inserted`,
    );
  }

  /** Of rows that are all in the table. */
  async update(): Promise<RowCounts> {
    const change = this.changeTo('new', this.columns);
    if (!change) return { inserted: 0, updated: 0, deleted: 0 };
    return this.counted(
      `UPDATE ${this.definition.relation} AS present SET ${change.set} FROM ${incoming} AS new
       WHERE present.${this.identifier} = new.${this.identifier} AND ${change.differs} RETURNING false AS inserted`,
    );
  }

  /** Rows that stay keep their counts of changes, so that nobody takes them for others. */
  async replace(isNamed: boolean): Promise<RowCounts> {
    const kept = isNamed
      ? ` WHERE NOT EXISTS (SELECT FROM ${incoming} AS new WHERE new.${this.identifier} = source.${this.identifier})`
      : '';
    const [counted] = await this.manager.query<{ deleted: number }[]>(
      `WITH gone AS (DELETE FROM ${this.definition.relation} AS source${kept} RETURNING true)
       SELECT count(*)::float8 AS deleted FROM gone`,
    );
    const all = this.definition.columns.map(({ name }) => name);
    const { inserted, updated } = await (isNamed ? this.upsert(all) : this.append());
    return { inserted, updated, deleted: counted!.deleted };
  }

  /** What makes a row one with the values of `source`, where it is not; undefined: there is nothing to change. */
  private changeTo(source: string, columns: readonly string[]): { set: string; differs: string } | undefined {
    const names = columns.filter((name) => name !== this.definition.identifier).map(sqlName);
    if (names.length === 0) return undefined;
    const rowOf = (relation: string): string =>
      `ROW(${names.map((name) => `${relation}.${name}`).join(', ')})`;
    const values = names.map((name) => `${name} = ${source}.${name}`);
    return {
      set: [...values, `${versionColumn} = present.${versionColumn} + 1`, `${updatedAtColumn} = now()`].join(
        ', ',
      ),
      differs: `${rowOf('present')} IS DISTINCT FROM ${rowOf(source)}`,
    };
  }

  private async counted(statement: string): Promise<RowCounts> {
    const [counts] = await this.manager.query<{ inserted: number; updated: number }[]>(
      `WITH written AS (${statement})
       SELECT (count(*) FILTER (WHERE inserted))::float8 AS inserted,
              (count(*) FILTER (WHERE NOT inserted))::float8 AS updated FROM written`,
    );
    return { ...counts!, deleted: 0 };
  }

  private conflicting(demand: RowDemand): string {
    const inTable =
      demand === 'either'
        ? ''
        : `UNION ALL SELECT line, NULL FROM numbered AS new
           WHERE line = first AND ${demand === 'known' ? 'NOT ' : ''}EXISTS
             (SELECT FROM ${this.definition.relation} AS source WHERE source.${this.identifier} = new.identifier)`;
    return `WITH numbered AS (
        SELECT ${lineColumn} AS line, ${this.identifier} AS identifier,
               min(${lineColumn}) OVER (PARTITION BY ${this.identifier}) AS first
        FROM ${incoming}),
      conflicting AS (SELECT line, first FROM numbered WHERE line <> first ${inTable})`;
  }
}
