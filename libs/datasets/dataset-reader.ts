import { Injectable } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { columnOf, type DatasetColumn, type DatasetDefinition } from './feature-schema.js';

/** Missing numbers and booleans are NaN, missing categories null. Booleans are 0 and 1. */
export type ColumnValues = Float64Array | (string | null)[];

export interface DatasetSnapshot {
  /** In the order of the identifier; every array below has the same order. */
  readonly identifiers: string[];
  readonly columns: Record<string, ColumnValues>;
  readonly target: Float64Array;
  /** Rows that hold no target; they are not among the others. */
  readonly rowsWithoutTarget: number;
}

export type RowValue = number | string | boolean | null;

/** Rows of a fetch are taken over in one turn of the event loop: 10,000 hold up every request for about 35 ms. */
const rowsPerFetch = 1_000;

/** Reads datasets column by column. Definitions are code; only identifiers of rows come from callers. */
@Injectable()
export class DatasetReader {
  constructor(private readonly dataSource: DataSource) {}

  /** All rows with a target, as they stood at one moment, through a server-side cursor. */
  async read(
    definition: DatasetDefinition,
    columnNames: readonly string[],
    targetName: string,
  ): Promise<DatasetSnapshot> {
    const columns = columnNames.map((name) => columnOf(definition, name));
    const target = columnOf(definition, targetName);
    if (target.kind === 'categorical') throw new Error(`Target ${targetName} is neither number nor boolean`);
    const runner = this.dataSource.createQueryRunner();
    try {
      await runner.startTransaction('REPEATABLE READ');
      await runner.query('SET TRANSACTION READ ONLY');
      const snapshot = await readSnapshot(runner, definition, columns, target);
      await runner.commitTransaction();
      return snapshot;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }

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

  /** One row as JSON values, or null when no row has the identifier. */
  async readRow(
    definition: DatasetDefinition,
    columnNames: readonly string[],
    identifier: string,
  ): Promise<Record<string, RowValue> | null> {
    const list = columnNames.map((name) => rowExpression(columnOf(definition, name))).join(', ');
    try {
      const [row] = await this.dataSource.query<Record<string, RowValue>[]>(
        `SELECT ${list} FROM ${definition.relation} WHERE "${definition.identifier}" = $1`,
        [identifier],
      );
      return row ?? null;
    } catch (error) {
      if (isNoIdentifier(error)) return null;
      throw error;
    }
  }
}

async function readSnapshot(
  runner: QueryRunner,
  definition: DatasetDefinition,
  columns: readonly DatasetColumn[],
  target: DatasetColumn,
): Promise<DatasetSnapshot> {
  // Counted first, in the same snapshot, so that every array is allocated once at its size.
  const [counts] = (await runner.query(
    `SELECT count(*)::float8 AS total, count("${target.name}")::float8 AS labelled FROM ${definition.relation}`,
  )) as [{ total: number; labelled: number }];
  const snapshot: DatasetSnapshot = {
    identifiers: new Array<string>(counts.labelled),
    columns: Object.fromEntries(columns.map((column) => [column.name, emptyColumn(column, counts.labelled)])),
    target: new Float64Array(counts.labelled),
    rowsWithoutTarget: counts.total - counts.labelled,
  };
  const sinks = [...columns.map(({ name }) => snapshot.columns[name]!), snapshot.target];
  const list = [...columns, target].map(columnExpression).join(', ');
  // Without a name of its own the text would be what ORDER BY means, and '10' would come before '9'.
  await runner.query(
    `DECLARE dataset_rows NO SCROLL CURSOR FOR
     SELECT "${definition.identifier}"::text AS row_identifier, ${list} FROM ${definition.relation}
     WHERE "${target.name}" IS NOT NULL ORDER BY "${definition.identifier}"`,
  );
  const client = (await runner.connect()) as ClientBase;
  for (let start = 0; start < counts.labelled; start += rowsPerFetch) {
    const { rows } = await client.query<(string | number | null)[]>({
      text: `FETCH ${rowsPerFetch} FROM dataset_rows`,
      rowMode: 'array',
    });
    rows.forEach((row, offset) => {
      snapshot.identifiers[start + offset] = row[0] as string;
      sinks.forEach((sink, index) => {
        const value = row[index + 1]!;
        if (sink instanceof Float64Array)
          sink[start + offset] = value === null ? Number.NaN : (value as number);
        else sink[start + offset] = value as string | null;
      });
    });
  }
  return snapshot;
}

function emptyColumn(column: DatasetColumn, length: number): ColumnValues {
  return column.kind === 'categorical' ? new Array<string | null>(length) : new Float64Array(length);
}

function columnExpression({ name, kind }: DatasetColumn): string {
  switch (kind) {
    case 'numeric':
      return `"${name}"::float8`;
    case 'boolean':
      return `"${name}"::int::float8`;
    case 'categorical':
      return `"${name}"::text`;
  }
}

function rowExpression({ name, kind }: DatasetColumn): string {
  switch (kind) {
    case 'numeric':
      return `"${name}"::float8 AS "${name}"`;
    case 'boolean':
      return `"${name}"`;
    case 'categorical':
      return `"${name}"::text AS "${name}"`;
  }
}

/** A text that the identifier's type cannot hold names no row. */
function isNoIdentifier(error: unknown): boolean {
  const code = error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
  return code === '22P02' || code === '22003';
}
