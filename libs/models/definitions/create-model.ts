import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { violatedConstraint } from '#libs/database';
import { DatasetRegistry } from '#libs/datasets';
import { type ActorReference, Clock, DomainError } from '#libs/platform';
import type { NewModelDto } from '../dto/new-model.dto.js';
import type { ModelDefinition } from '../model-definition.js';
import { ModelEntity } from '../model.entity.js';
import { modelChannel } from '../model-registry.js';
import { type DefinedModel, DefineModel } from './define-model.js';

/** Stores a model that a user asks for; every process knows it when the transaction has ended. */
@Injectable()
export class CreateModel {
  constructor(
    private readonly database: DataSource,
    private readonly datasets: DatasetRegistry,
    private readonly define: DefineModel,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `model_exists`, `dataset_not_found`, `validation_failed`, `dataset_unfit`, `overloaded` */
  async execute(body: NewModelDto, actor: ActorReference): Promise<DefinedModel> {
    if (await this.database.manager.existsBy(ModelEntity, { name: body.name })) throw taken();
    const dataset = await this.datasets.find(body.dataset);
    const defined = await this.define.execute(body, dataset);
    try {
      await this.database.transaction(async (manager) => {
        // Whoever changes or deletes the dataset waits for the model, or was first.
        await this.datasets.hold(dataset, manager);
        await this.store(manager, defined.definition, actor);
      });
    } catch (error) {
      throw violatedConstraint(error) === 'pk_models' ? taken() : error;
    }
    return defined;
  }

  private async store(
    manager: EntityManager,
    definition: ModelDefinition,
    actor: ActorReference,
  ): Promise<void> {
    const { name, description, dataset, task, target, features } = definition;
    await manager.insert(ModelEntity, {
      ...{ name, description, dataset, task, target, definition },
      features: [...features],
      created_at: this.clock.now(),
    });
    await this.events.record(
      {
        action: 'model.created',
        actor,
        subject: { kind: 'model', id: name },
        details: { ...definition },
      },
      manager,
    );
    await manager.query('SELECT pg_notify($1, $2)', [modelChannel, name]);
  }
}

function taken(): DomainError {
  return new DomainError(
    'model_exists',
    'A model of this name exists, or existed: records name it. Choose another name.',
  );
}
