import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { violatedConstraint } from '#libs/database';
import { type ActorReference, Clock, DomainError } from '#libs/platform';
import { datasetChannel, DatasetRegistry } from '../dataset-registry.js';
import type { DatasetDefinition } from '../feature-schema.js';
import { DatasetEntity } from './dataset.entity.js';

/** Writes definitions, in the transaction of what they describe; every process hears of it at commit. */
@Injectable()
export class DatasetStore {
  constructor(
    private readonly registry: DatasetRegistry,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `dataset_exists` */
  async requireFree(name: string, manager: EntityManager): Promise<void> {
    if (this.registry.isBuiltIn(name) || (await manager.existsBy(DatasetEntity, { name }))) throw taken();
  }

  /**
   * @returns when the dataset came about
   * @throws DomainError `dataset_exists`
   */
  async add(definition: DatasetDefinition, actor: ActorReference, manager: EntityManager): Promise<Date> {
    const { name } = definition;
    await this.requireFree(name, manager);
    const createdAt = this.clock.now();
    try {
      await manager.insert(DatasetEntity, {
        name,
        definition,
        created_at: createdAt,
        actor_kind: actor.kind,
        actor_id: actor.id,
      });
    } catch (error) {
      if (violatedConstraint(error) === 'pk_datasets') throw taken();
      throw error;
    }
    await this.tell(name, manager);
    return createdAt;
  }

  async remove(name: string, manager: EntityManager): Promise<void> {
    await manager.delete(DatasetEntity, { name });
    await this.tell(name, manager);
  }

  private async tell(name: string, manager: EntityManager): Promise<void> {
    await manager.query('SELECT pg_notify($1, $2)', [datasetChannel, name]);
  }
}

const taken = (): DomainError =>
  new DomainError('dataset_exists', 'There is a dataset of that name; choose another, or delete it first.');
