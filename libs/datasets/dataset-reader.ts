import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isRelationMissing, isUnreadableValue } from '#libs/database';
import { columnOf, type DatasetDefinition } from './feature-schema.js';
import { lostColumns, readRelation } from './relation-reading.js';
import { requestValue } from './row-expression.js';
import { sqlName } from './sql-names.js';

export type RowValue = number | string | boolean | null;

/** Reads single rows. */
@Injectable()
export class DatasetReader {
  constructor(private readonly dataSource: DataSource) {}

  /** Of these, the columns that the relation does not have; all of them when there is no such relation. */
  async missingColumns(definition: DatasetDefinition, columnNames: readonly string[]): Promise<string[]> {
    const rows = await this.dataSource.query<{ name: string }[]>(
      `SELECT name FROM unnest($2::text[]) WITH ORDINALITY AS wanted (name, place)
       WHERE NOT EXISTS (
         SELECT 1 FROM pg_attribute
         WHERE attrelid = to_regclass($1) AND attname = name AND attnum > 0 AND NOT attisdropped)
       ORDER BY place`,
      [definition.relation, [definition.identifier, ...columnNames]],
    );
    return rows.map(({ name }) => name);
  }

  /**
   * One row as JSON values, or null when no row has the identifier as PostgreSQL writes it.
   * @throws DomainError `dataset_unfit` with the columns that are gone
   */
  async readRow(
    definition: DatasetDefinition,
    columnNames: readonly string[],
    identifier: string,
  ): Promise<Record<string, RowValue> | null> {
    const declared = new Set(definition.columns.map(({ name }) => name));
    const undeclared = columnNames.filter((name) => !declared.has(name));
    if (undeclared.length > 0) throw lostColumns(definition, undeclared);
    // By position: the driver's rows are plain objects, which cannot hold a column of every name.
    const list = columnNames.map(
      (name, place) => `${requestValue(columnOf(definition, name))} AS "${place}"`,
    );
    const named = sqlName(definition.identifier);
    try {
      const [row] = await readRelation(this.dataSource, definition, (manager) =>
        manager.query<Record<string, RowValue>[]>(
          `SELECT ${list.join(', ')} FROM ${definition.relation} WHERE ${named} = $1 AND ${named}::text = $2`,
          [identifier, identifier],
        ),
      );
      return row ? Object.fromEntries(columnNames.map((name, place) => [name, row[place]!])) : null;
    } catch (error) {
      // A text that the identifier's type cannot hold names no row.
      if (isUnreadableValue(error)) return null;
      throw isRelationMissing(error)
        ? lostColumns(definition, await this.missingColumns(definition, columnNames))
        : error;
    }
  }
}
