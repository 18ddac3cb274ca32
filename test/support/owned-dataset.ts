import type { DataSource } from 'typeorm';
import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { addIdentifier, createOwnedTable, ownedRelation } from '../../libs/datasets/owned/owned-table.js';

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

/**
 * An empty dataset as an import makes it.
 * @param identifier the column that names the rows; without one the database numbers them
 */
export async function defineOwnedDataset(
  dataSource: DataSource,
  name: string,
  columns: readonly DatasetColumn[],
  identifier?: { readonly name: string; readonly kind: 'numeric' | 'categorical' },
): Promise<DatasetDefinition> {
  const definition: DatasetDefinition = {
    name,
    origin: 'owned',
    relation: ownedRelation(name),
    identifier: identifier?.name ?? 'veridict_row',
    revision: 'veridict_updated_at',
    columns: [
      ...(identifier
        ? [
            columnOfKind(identifier.name, identifier.kind, {
              nullable: false,
              optional: false,
              excluded: true,
              integer: identifier.kind === 'numeric',
            }),
          ]
        : []),
      ...columns,
    ],
  };
  await dataSource.transaction(async (manager) => {
    await createOwnedTable(manager, definition);
    await addIdentifier(manager, definition);
  });
  await storeDefinition(dataSource, definition);
  return definition;
}

export async function storeDefinition(dataSource: DataSource, definition: DatasetDefinition): Promise<void> {
  await dataSource.query(
    `INSERT INTO datasets (name, definition, created_at, actor_kind, actor_id) VALUES ($1, $2, now(), 'system', 'system')`,
    [definition.name, definition],
  );
}
