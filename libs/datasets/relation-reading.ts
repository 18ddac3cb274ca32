import type { DataSource, EntityManager } from 'typeorm';
import { isRelationMissing, isWriteRefused } from '#libs/database';
import { DomainError } from '#libs/platform';
import type { DatasetDefinition } from './feature-schema.js';

/**
 * Reads the relation of a dataset, an attached one in a transaction that may only read: a view can call functions, and
 * those may write. Our own tables are spared the three round trips.
 * @throws DomainError `dataset_unfit` when reading would change something
 */
export async function readRelation<Result>(
  database: DataSource,
  { origin }: Pick<DatasetDefinition, 'origin'>,
  read: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  if (origin !== 'attached') return read(database.manager);
  try {
    return await database.transaction(async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      return read(manager);
    });
  } catch (error) {
    throw isWriteRefused(error) ? unfitRelation(error) : error;
  }
}

/** The refusal of what failed because of the relation behind a dataset; undefined for other errors. */
export function unfitRelation(error: unknown): DomainError | undefined {
  if (isRelationMissing(error)) return lostRelation(error);
  if (!isWriteRefused(error)) return undefined;
  return new DomainError(
    'dataset_unfit',
    'The relation of the dataset cannot be read without changing something; a dataset is only ever read.',
    { cause: error },
  );
}

/** The relation, or the declaration, has these columns no more: others may change what a dataset is attached to. */
export function lostColumns({ name }: DatasetDefinition, columns: readonly string[]): DomainError {
  return new DomainError('dataset_unfit', `The dataset ${name} has lost columns; see errors.`, {
    problems: columns.map((pointer) => ({
      pointer,
      detail: `is read, and the dataset ${name} has no column of that name any more`,
    })),
  });
}

export const lostRelation = (cause?: unknown): DomainError =>
  new DomainError(
    'dataset_unfit',
    'The relation behind the dataset is not there any more, lost columns, or may not be used.',
    { cause },
  );
