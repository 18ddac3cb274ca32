import type { EntityManager } from 'typeorm';
import { DomainError } from '#libs/platform';

/**
 * One import into a dataset at a time, as two would not see each other's rows; and none while its declaration changes,
 * which would wait for as long as an import takes.
 * @throws DomainError `overloaded`
 */
export async function lockImports(dataset: string, manager: EntityManager): Promise<void> {
  const [taken] = await manager.query<{ free: boolean }[]>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
    [`dataset import ${dataset}`],
  );
  if (taken!.free) return;
  throw new DomainError(
    'overloaded',
    'Another import into this dataset, or a change of its declaration, is running; try again when it has ended.',
    { retryAfterSeconds: 5 },
  );
}
