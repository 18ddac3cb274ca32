import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { violatedConstraint } from '#libs/database';
import { JobQueue, requestedBy } from '#libs/jobs';
import { keepServing } from '#libs/models';
import { type ActorReference, Clock, DomainError, newId } from '#libs/platform';
import { trainingQueue } from '../jobs/training-queue.js';
import { RunStatus, TrainingRunEntity } from './training-run.entity.js';
import { TrainingRuns } from './training-runs.js';

export type NewRun = Pick<
  TrainingRunEntity,
  'model' | 'algorithm' | 'hyperparameters' | 'seed' | 'test_size' | 'options'
>;

/** Puts runs into the queue. One of a model at a time. */
@Injectable()
export class QueuedRuns {
  constructor(
    private readonly database: DataSource,
    private readonly queue: JobQueue,
    private readonly runs: TrainingRuns,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `training_in_progress`, naming the run that is in the way */
  async add(run: NewRun, actor: ActorReference): Promise<TrainingRunEntity> {
    try {
      return await this.database.transaction(async (manager) => {
        await keepServing(manager, run.model);
        const row = manager.create(TrainingRunEntity, {
          ...run,
          id: newId(),
          status: RunStatus.Queued,
          ...requestedBy(actor),
          progress: { phase: 'queued' },
          created_at: this.clock.now(),
        });
        await manager.insert(TrainingRunEntity, row);
        await this.queue.send(manager, trainingQueue, { training_run_id: row.id });
        await this.events.record(
          {
            action: 'training.requested',
            actor,
            subject: { kind: 'training_run', id: row.id },
            details: {
              model: run.model,
              algorithm: run.algorithm,
              hyperparameters: run.hyperparameters,
              options: run.options,
            },
          },
          manager,
        );
        return row;
      });
    } catch (error) {
      if (violatedConstraint(error) !== 'uq_training_runs_active') throw error;
      const active = await this.runs.active(run.model);
      throw new DomainError('training_in_progress', 'Wait for the run that is in progress, or cancel it.', {
        members: { training_run_id: active?.id ?? null },
        retryAfterSeconds: 5,
      });
    }
  }
}
