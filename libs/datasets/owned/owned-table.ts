import type { EntityManager } from 'typeorm';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { sqlName } from '../sql-names.js';
import { createdAtColumn, rowNumberColumn, updatedAtColumn, versionColumn } from './system-columns.js';

/** The relation of an owned dataset, as SQL. */
export const ownedRelation = (dataset: string): string => `datasets.${sqlName(dataset)}`;

/**
 * The table of an owned dataset: columns as the file had them, then ours. Without the primary key, so that rows can be
 * copied into it at full speed: see `addIdentifier`.
 */
export async function createOwnedTable(manager: EntityManager, definition: DatasetDefinition): Promise<void> {
  const columns = definition.columns.map((column) => {
    const present = column.nullable && column.name !== definition.identifier ? '' : ' NOT NULL';
    return `${sqlName(column.name)} ${columnType(column, definition)}${present}`;
  });
  const numbered =
    definition.identifier === rowNumberColumn
      ? [`${rowNumberColumn} bigint GENERATED ALWAYS AS IDENTITY`]
      : [];
  const ours = [
    ...numbered,
    `${versionColumn} integer NOT NULL DEFAULT 1`,
    `${createdAtColumn} timestamptz NOT NULL DEFAULT now()`,
    `${updatedAtColumn} timestamptz NOT NULL DEFAULT now()`,
  ];
  await manager.query(`CREATE TABLE ${definition.relation} (${[...columns, ...ours].join(', ')})`);
}

/** Makes the identifier unique. Fails with `unique_violation` where two rows have the same. */
export async function addIdentifier(manager: EntityManager, definition: DatasetDefinition): Promise<void> {
  await manager.query(
    `ALTER TABLE ${definition.relation} ADD PRIMARY KEY (${sqlName(definition.identifier)})`,
  );
}

/** Columns that may be missing from now on, or may not any more: for the latter every row is looked at. */
export async function alterNullability(
  manager: EntityManager,
  before: DatasetDefinition,
  after: DatasetDefinition,
): Promise<void> {
  const alterations = after.columns.flatMap(({ name, nullable }, place) =>
    nullable === before.columns[place]!.nullable
      ? []
      : [`ALTER COLUMN ${sqlName(name)} ${nullable ? 'DROP' : 'SET'} NOT NULL`],
  );
  if (alterations.length > 0) await manager.query(`ALTER TABLE ${after.relation} ${alterations.join(', ')}`);
}

export async function dropOwnedTable(manager: EntityManager, definition: DatasetDefinition): Promise<void> {
  await manager.query(`DROP TABLE ${definition.relation}`);
}

/** How the column of an owned dataset is stored. Identifiers that are numbers count exactly. */
export function columnType(
  { name, kind }: Pick<DatasetColumn, 'name' | 'kind'>,
  definition: Pick<DatasetDefinition, 'identifier'>,
): 'bigint' | 'double precision' | 'boolean' | 'text' | 'date' {
  switch (kind) {
    case 'numeric':
      return name === definition.identifier ? 'bigint' : 'double precision';
    case 'boolean':
      return 'boolean';
    case 'categorical':
      return 'text';
    case 'date':
      return 'date';
  }
}
