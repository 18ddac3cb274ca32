import type { EntityManager } from 'typeorm';
import { DomainError } from '#libs/platform';

/**
 * One import into a dataset at a time, as two would not see each other's rows; and none while its declaration changes.
 * @throws DomainError `overloaded`
 */
export async function lockImports(dataset: string, manager: EntityManager): Promise<void> {
  const [taken] = await manager.query<{ free: boolean }[]>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
    [lockOf(dataset)],
  );
  if (taken!.free) return;
  throw new DomainError(
    'overloaded',
    'Another import into this dataset, or a change of its declaration, is running; try again when it has ended.',
    { retryAfterSeconds: 5 },
  );
}

/** The same lock; waits for whoever has it, as long as the transaction waits for locks. */
export async function awaitImports(dataset: string, manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [lockOf(dataset)]);
}

const lockOf = (dataset: string): string => `dataset import ${dataset}`;
