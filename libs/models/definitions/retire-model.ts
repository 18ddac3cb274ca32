import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type ActorReference, Clock, DomainError } from '#libs/platform';
import { ModelEntity } from '../model.entity.js';
import { modelChannel, ModelRegistry } from '../model-registry.js';

/** Ends a model that users made: it answers nothing any more. What it answered stays, and can be replayed. */
@Injectable()
export class RetireModel {
  constructor(
    private readonly database: DataSource,
    private readonly models: ModelRegistry,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `model_not_found`, `model_built_in`, `training_in_progress`, `batch_prediction_in_progress` */
  async execute(model: string, actor: ActorReference): Promise<void> {
    const { name, dataset } = await this.models.get(model);
    if (this.models.isBuiltIn(name))
      throw new DomainError('model_built_in', 'Only models that were made through the API can be retired.');
    await this.database.transaction(async (manager) => {
      // Waits for whoever keeps the model serving, and lets nobody begin.
      const row = await manager.findOne(ModelEntity, {
        where: { name },
        lock: { mode: 'pessimistic_write' },
      });
      if (!row || row.retired_at) throw new DomainError('model_not_found', 'The model is retired already.');
      await requireIdle(manager, name);
      await manager.update(ModelEntity, { name }, { retired_at: this.clock.now() });
      await this.events.record(
        { action: 'model.retired', actor, subject: { kind: 'model', id: name }, details: { dataset } },
        manager,
      );
      await manager.query('SELECT pg_notify($1, $2)', [modelChannel, name]);
    });
  }
}

/** What runs would end in a model that no longer is. */
async function requireIdle(manager: EntityManager, model: string): Promise<void> {
  const active = async (relation: string): Promise<string | undefined> => {
    const [run] = await manager.query<{ id: string }[]>(
      `SELECT id FROM ${relation} WHERE model = $1 AND status IN ('queued', 'running') LIMIT 1`,
      [model],
    );
    return run?.id;
  };
  const training = await active('training_runs');
  if (training !== undefined)
    throw new DomainError('training_in_progress', 'Wait for the run that is in progress, or cancel it.', {
      members: { training_run_id: training },
      retryAfterSeconds: 5,
    });
  const batch = await active('batch_predictions');
  if (batch !== undefined)
    throw new DomainError(
      'batch_prediction_in_progress',
      'Wait for the batch that is in progress, or cancel it.',
      {
        members: { batch_prediction_id: batch },
        retryAfterSeconds: 5,
      },
    );
}
