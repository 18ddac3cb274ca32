import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isUnreadableValue } from '#libs/database';
import { CursorCodec, type Page } from '#libs/platform';
import type { RowValue } from '../dataset-reader.js';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { readRelation } from '../relation-reading.js';
import { storedValue } from '../row-expression.js';
import { versionColumn } from '../owned/system-columns.js';
import { sqlName } from '../sql-names.js';
import type { RowFilter } from './row-filter.js';

/** A row as it is stored. */
export interface StoredRow {
  readonly row_id: string;
  /** What differs after every change, the version where rows count one; null where nobody can tell. */
  readonly revision: string | null;
  readonly values: Readonly<Record<string, RowValue>>;
}

export interface RowPageRequest {
  readonly limit: number;
  readonly cursor?: string;
  readonly direction: 'ASC' | 'DESC';
  readonly filter?: RowFilter | undefined;
}

/** Answers of the database, before they have the columns' names: these may be any text, `__proto__` too. */
export type RawRow = Readonly<Record<string, RowValue>>;

/** The columns that callers see of a row; the identifier is its `row_id`. */
export function shownColumns(
  { columns, identifier }: DatasetDefinition,
  includeSensitive: boolean,
): readonly DatasetColumn[] {
  return columns.filter(({ name, sensitive }) => name !== identifier && (includeSensitive || !sensitive));
}

/** The column that counts the changes of a row; undefined where there is none that the generic routes may use. */
export function versionOf({ origin, version }: DatasetDefinition): string | undefined {
  return origin === 'owned' ? versionColumn : version;
}

/** SQL that reads a row of the relation `source`; `storedRow` understands the answer. */
export function rowSelection(dataset: DatasetDefinition, columns: readonly DatasetColumn[]): string {
  const revision = versionOf(dataset) ?? dataset.revision;
  return [
    `source.${sqlName(dataset.identifier)}::text AS row_identifier`,
    `${revision === undefined ? 'NULL' : `source.${sqlName(revision)}`}::text AS row_revision`,
    ...columns.map((column, index) => `${storedValue(column)} AS value_${index}`),
  ].join(', ');
}

export function storedRow(raw: RawRow, columns: readonly DatasetColumn[]): StoredRow {
  return {
    row_id: raw['row_identifier'] as string,
    revision: raw['row_revision'] as string | null,
    values: Object.fromEntries(columns.map(({ name }, index) => [name, raw[`value_${index}`]!])),
  };
}

/** Reads the rows of any dataset as they are stored. */
@Injectable()
export class StoredRows {
  constructor(
    private readonly database: DataSource,
    private readonly cursors: CursorCodec,
  ) {}

  /** Null: no row has the identifier. */
  async find(
    dataset: DatasetDefinition,
    rowId: string,
    includeSensitive: boolean,
  ): Promise<StoredRow | null> {
    const columns = shownColumns(dataset, includeSensitive);
    try {
      const [raw] = await readRelation(this.database, dataset, (manager) =>
        manager.query<RawRow[]>(
          `SELECT ${rowSelection(dataset, columns)} FROM ${dataset.relation} AS source
           WHERE source.${sqlName(dataset.identifier)} = $1`,
          [rowId],
        ),
      );
      return raw ? storedRow(raw, columns) : null;
    } catch (error) {
      // A text that the identifier's type cannot hold names no row.
      if (isUnreadableValue(error)) return null;
      throw error;
    }
  }

  /**
   * One page in the order of the identifier. Rows that live throughout a walk appear exactly once, whatever is inserted
   * or deleted meanwhile.
   */
  async page(
    dataset: DatasetDefinition,
    { limit, cursor, direction, filter }: RowPageRequest,
    includeSensitive: boolean,
  ): Promise<Page<StoredRow>> {
    const list = JSON.stringify(['rows', dataset.name, direction, filter?.column.name, filter?.value]);
    const columns = shownColumns(dataset, includeSensitive);
    const identifier = `source.${sqlName(dataset.identifier)}`;
    const from = `FROM ${dataset.relation} AS source WHERE ${identifier} IS NOT NULL${filter ? ` AND ${filter.condition}` : ''}`;
    const filterValues = filter && filter.value !== null ? [filter.value] : [];
    const after = cursor === undefined ? undefined : this.cursors.decode(cursor, list);
    const beyond = after
      ? ` AND ${identifier} ${direction === 'ASC' ? '>' : '<'} $${filterValues.length + 1}`
      : '';
    const [[counted], rows] = await readRelation(this.database, dataset, async (manager) => [
      await manager.query<[{ total: number }]>(`SELECT count(*)::float8 AS total ${from}`, filterValues),
      await manager.query<RawRow[]>(
        `SELECT ${rowSelection(dataset, columns)} ${from}${beyond}
         ORDER BY ${identifier} ${direction} LIMIT ${limit + 1}`,
        [...filterValues, ...(after ?? [])],
      ),
    ]);
    const items = rows.slice(0, limit).map((raw) => storedRow(raw, columns));
    return {
      items,
      next_cursor: rows.length > limit ? this.cursors.encode([items.at(-1)!.row_id], list) : null,
      total: counted.total,
    };
  }
}
