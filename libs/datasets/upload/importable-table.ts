import type { EntityManager } from 'typeorm';
import { DomainError } from '#libs/platform';
import type { ImportMode } from '../dto/dataset-transfers.dto.js';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { createdAtColumn, updatedAtColumn, versionColumn } from '../owned/system-columns.js';

/** A dataset whose rows files can bring. */
export interface ImportableTable {
  /** With its identifier among the columns, where the file names the rows. */
  readonly definition: DatasetDefinition;
  /** Whether the file names the rows. */
  readonly isNamed: boolean;
  /** Whether the database numbers new rows: a file can then name those that exist, and no others. */
  readonly isNumbered: boolean;
}

/** @throws DomainError `dataset_read_only`, which says where to go */
export async function importableTable(
  dataset: DatasetDefinition,
  mode: `${ImportMode}`,
  manager: EntityManager,
): Promise<ImportableTable> {
  if (dataset.origin === 'attached')
    throw readOnly('Attached relations are only read; change their rows where they belong.');
  if (dataset.rowRoutes !== undefined)
    throw readOnly(`The rows of ${dataset.name} are imported by POST ${dataset.rowRoutes}/import.`);
  const { relation, identifier, columns } = dataset;
  const found = await manager.query<{ name: string; type: string; generated: boolean }[]>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type, attidentity <> '' AS generated
     FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = ANY ($2::text[]) AND NOT attisdropped`,
    [relation, [identifier, versionColumn, createdAtColumn, updatedAtColumn]],
  );
  const named = found.find(({ name }) => name === identifier);
  if (!named || found.length < 4)
    throw readOnly('The table of this dataset does not count the changes of its rows; it is only read.');
  const isNumbered = named.generated;
  const isNamed = !isNumbered || mode === 'upsert';
  if (!isNamed || columns.some(({ name }) => name === identifier))
    return { definition: dataset, isNamed, isNumbered };
  return {
    definition: { ...dataset, columns: [identifierColumn(identifier, named.type), ...columns] },
    isNamed,
    isNumbered,
  };
}

function identifierColumn(name: string, type: string): DatasetColumn {
  return {
    name,
    kind: /^(smallint|integer|bigint)$/.test(type) ? 'numeric' : 'categorical',
    description: '',
    nullable: false,
    optional: false,
    sensitive: false,
    excluded: true,
  };
}

const readOnly = (detail: string): DomainError => new DomainError('dataset_read_only', detail);
