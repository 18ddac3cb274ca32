import type { EntityManager } from 'typeorm';
import { DomainError } from '#libs/platform';

/**
 * Keeps a model from being retired until the transaction has ended.
 * @throws DomainError `model_not_found` when it is retired already
 */
export async function keepServing(manager: EntityManager, model: string): Promise<void> {
  const [row] = await manager.query<{ retired: boolean }[]>(
    'SELECT retired_at IS NOT NULL AS retired FROM models WHERE name = $1 FOR KEY SHARE',
    [model],
  );
  if (!row || row.retired) throw new DomainError('model_not_found', 'The model was retired.');
}
