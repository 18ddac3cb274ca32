import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { violatedConstraint } from '#libs/database';
import { type ActorReference, Clock, DomainError } from '#libs/platform';
import { datasetChannel, DatasetRegistry, datasetNotFound } from '../dataset-registry.js';
import type { DatasetState } from '../dto/dataset.dto.js';
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

  /** @throws DomainError `dataset_exists` */
  async add(
    definition: DatasetDefinition,
    actor: ActorReference,
    manager: EntityManager,
  ): Promise<DatasetState> {
    const { name } = definition;
    await this.requireFree(name, manager);
    const state = { created_at: this.clock.now(), changed_at: null, version: 1 };
    try {
      await manager.insert(DatasetEntity, {
        ...{ name, definition, ...state },
        actor_kind: actor.kind,
        actor_id: actor.id,
      });
    } catch (error) {
      if (violatedConstraint(error) === 'pk_datasets') throw taken();
      throw error;
    }
    await this.tell(name, manager);
    return state;
  }

  /**
   * Nobody else changes or deletes it until the transaction has ended, nor makes a model of it.
   * @throws DomainError `dataset_not_found`
   */
  async lock(name: string, manager: EntityManager): Promise<DatasetEntity> {
    const where = { name };
    return found(await manager.findOne(DatasetEntity, { where, lock: { mode: 'pessimistic_write' } }));
  }

  /** @throws DomainError `dataset_not_found` */
  async read(name: string, manager: EntityManager): Promise<DatasetEntity> {
    return found(await manager.findOneBy(DatasetEntity, { name }));
  }

  /** @param stored as `lock` gave it */
  async replace(
    stored: DatasetEntity,
    definition: DatasetDefinition,
    manager: EntityManager,
  ): Promise<DatasetState> {
    const { name, created_at } = stored;
    const state = { created_at, changed_at: this.clock.now(), version: stored.version + 1 };
    await manager.update(DatasetEntity, { name }, { definition, ...state });
    await this.tell(name, manager);
    return state;
  }

  async remove(name: string, manager: EntityManager): Promise<void> {
    await manager.delete(DatasetEntity, { name });
    await this.tell(name, manager);
  }

  private async tell(name: string, manager: EntityManager): Promise<void> {
    await manager.query('SELECT pg_notify($1, $2)', [datasetChannel, name]);
  }
}

function found(stored: DatasetEntity | null): DatasetEntity {
  if (!stored) throw datasetNotFound();
  return stored;
}

const taken = (): DomainError =>
  new DomainError('dataset_exists', 'There is a dataset of that name; choose another, or delete it first.');
