import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { hasDependents } from '#libs/database';
import { type ActorReference, DomainError } from '#libs/platform';
import { DatasetRegistry } from '../dataset-registry.js';
import { ownedRelation } from '../owned/owned-table.js';
import { DatasetStore } from '../stored/dataset-store.js';

/** Takes a dataset away: its table if Veridict owns it, and never anything else. */
@Injectable()
export class DeleteDataset {
  constructor(
    private readonly source: DataSource,
    private readonly registry: DatasetRegistry,
    private readonly store: DatasetStore,
    private readonly events: AdministrativeEvents,
  ) {}

  /** @throws DomainError `dataset_not_found`, `dataset_read_only`, `dataset_in_use` */
  async delete(name: string, actor: ActorReference): Promise<void> {
    if (this.registry.isBuiltIn(name))
      throw new DomainError('dataset_read_only', 'The dataset belongs to Veridict and cannot be deleted.');
    await this.source.transaction(async (manager) => {
      // Whoever makes a model locks this row too, so that no model is left without its dataset.
      const { definition } = await this.store.lock(name, manager);
      await refuseIfNeeded(name, manager);
      const { origin, relation } = definition;
      if (origin === 'owned') await dropTable(name, manager);
      await this.store.remove(name, manager);
      const subject = { kind: 'dataset', id: name } as const;
      await this.events.record(
        { action: 'dataset.deleted', actor, subject, details: { origin, relation } },
        manager,
      );
    });
  }
}

async function refuseIfNeeded(name: string, manager: EntityManager): Promise<void> {
  const models = await manager.query<{ name: string }[]>(
    'SELECT name FROM models WHERE dataset = $1 AND retired_at IS NULL ORDER BY name',
    [name],
  );
  if (models.length === 0) return;
  const names = models.map((model) => model.name);
  throw new DomainError(
    'dataset_in_use',
    `Models need the dataset: ${names.join(', ')}. Retire them first.`,
    {
      members: { models: names },
    },
  );
}

/** By the dataset's name, whatever its definition says: nothing outside the schema of owned tables is ever dropped. */
async function dropTable(name: string, manager: EntityManager): Promise<void> {
  try {
    await manager.query(`DROP TABLE IF EXISTS ${ownedRelation(name)}`);
  } catch (error) {
    if (!hasDependents(error)) throw error;
    throw new DomainError(
      'dataset_in_use',
      'Views or constraints of the database need its table; drop them first.',
      {
        cause: error,
      },
    );
  }
}
