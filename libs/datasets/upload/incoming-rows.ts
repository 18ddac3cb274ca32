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

/** A row of the file that cannot be taken as it is, and why. */
export interface RowConflict {
  readonly line: number;
  /** Of an earlier row of the file; null: of a row in the table. */
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

  /** Rows that repeat the identifier of an earlier one, and, where they must be new, of one in the table; by line. */
  conflicts(mustBeNew: boolean): Promise<RowConflict[]> {
    return this.manager.query<RowConflict[]>(
      `${this.conflicting(mustBeNew)} SELECT line::float8, first::float8 FROM conflicting ORDER BY line`,
    );
  }

  async leaveOutConflicts(mustBeNew: boolean): Promise<void> {
    await this.manager.query(
      `${this.conflicting(mustBeNew)} DELETE FROM ${incoming} WHERE ${lineColumn} IN (SELECT line FROM conflicting)`,
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
    const changeable = columns.filter((name) => name !== this.definition.identifier).map(sqlName);
    const present = changeable.map((name) => `present.${name}`).join(', ');
    const excluded = changeable.map((name) => `EXCLUDED.${name}`).join(', ');
    const act =
      changeable.length === 0
        ? 'DO NOTHING'
        : `DO UPDATE SET ${changeable.map((name) => `${name} = EXCLUDED.${name}`).join(', ')},
             ${versionColumn} = present.${versionColumn} + 1, ${updatedAtColumn} = now()
           WHERE ROW(${present}) IS DISTINCT FROM ROW(${excluded})`;
    return this.counted(
      `INSERT INTO ${this.definition.relation} AS present (${this.list})
       SELECT ${this.list} FROM ${incoming} ORDER BY ${lineColumn}
       ON CONFLICT (${this.identifier}) ${act} RETURNING xmax = 0 AS inserted`,
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

  private async counted(statement: string): Promise<RowCounts> {
    const [counts] = await this.manager.query<{ inserted: number; updated: number }[]>(
      `WITH written AS (${statement})
       SELECT (count(*) FILTER (WHERE inserted))::float8 AS inserted,
              (count(*) FILTER (WHERE NOT inserted))::float8 AS updated FROM written`,
    );
    return { ...counts!, deleted: 0 };
  }

  private conflicting(mustBeNew: boolean): string {
    const inTable = mustBeNew
      ? `UNION ALL SELECT line, NULL FROM numbered AS new
         WHERE line = first AND EXISTS
           (SELECT FROM ${this.definition.relation} AS source WHERE source.${this.identifier} = new.identifier)`
      : '';
    return `WITH numbered AS (
        SELECT ${lineColumn} AS line, ${this.identifier} AS identifier,
               min(${lineColumn}) OVER (PARTITION BY ${this.identifier}) AS first
        FROM ${incoming}),
      conflicting AS (SELECT line, first FROM numbered WHERE line <> first ${inTable})`;
  }
}
