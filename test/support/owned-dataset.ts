import type { DataSource } from 'typeorm';
import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { sqlName } from '#libs/datasets';

const sqlTypes: Readonly<Record<DatasetColumn['kind'], string>> = {
  numeric: 'double precision',
  categorical: 'text',
  boolean: 'boolean',
  date: 'date',
};

export const columnOfKind = (
  name: string,
  kind: DatasetColumn['kind'],
  more: Partial<DatasetColumn> = {},
): DatasetColumn => ({
  name,
  kind,
  description: name,
  nullable: true,
  optional: true,
  sensitive: false,
  ...more,
});

/** A dataset as an import leaves it. Without an identifier of its own the database numbers the rows. */
export async function defineOwnedDataset(
  dataSource: DataSource,
  name: string,
  columns: readonly DatasetColumn[],
  identifier?: { readonly name: string; readonly type: 'bigint' | 'text' },
): Promise<DatasetDefinition> {
  const definition: DatasetDefinition = {
    name,
    origin: 'owned',
    relation: `datasets.${sqlName(name)}`,
    identifier: identifier?.name ?? 'veridict_row',
    revision: 'veridict_version',
    columns,
  };
  const declared = columns
    .filter((column) => column.name !== identifier?.name)
    .map(({ name: column, kind }) => `${sqlName(column)} ${sqlTypes[kind]}`);
  const key = identifier
    ? `${sqlName(identifier.name)} ${identifier.type} PRIMARY KEY`
    : 'veridict_row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY';
  await dataSource.query(`CREATE TABLE ${definition.relation} (${[key, ...declared].join(', ')},
    veridict_version integer NOT NULL DEFAULT 1,
    veridict_created_at timestamptz NOT NULL DEFAULT now(),
    veridict_updated_at timestamptz NOT NULL DEFAULT now())`);
  await storeDefinition(dataSource, definition);
  return definition;
}

export async function storeDefinition(dataSource: DataSource, definition: DatasetDefinition): Promise<void> {
  await dataSource.query(
    `INSERT INTO datasets (name, definition, created_at, actor_kind, actor_id) VALUES ($1, $2, now(), 'system', 'system')`,
    [definition.name, definition],
  );
}
