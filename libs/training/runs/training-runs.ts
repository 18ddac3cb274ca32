import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { violatedConstraint } from '#libs/database';
import { JobQueue } from '#libs/jobs';
import { keepServing } from '#libs/models';
import { type ActorReference, Clock, Configuration, DomainError, newId } from '#libs/platform';
import { trainingQueue } from '../jobs/training-queue.js';
import { MlflowOutbox } from '../outbox/mlflow-outbox.js';
import { RunChanges } from './run-changes.js';
import type { RunOrigin } from './run-origin.js';
import {
  isFinished,
  type RunError,
  type RunProgress,
  RunStatus,
  TrainingRunEntity,
} from './training-run.entity.js';

export type NewRun = Pick<
  TrainingRunEntity,
  'model' | 'algorithm' | 'hyperparameters' | 'seed' | 'test_size' | 'options'
>;
export type RunResult = Pick<
  TrainingRunEntity,
  | 'n_rows'
  | 'trained_algorithm'
  | 'model_version'
  | 'metrics'
  | 'baseline_metrics'
  | 'promoted'
  | 'promotion_reason'
>;

/** A run that nobody trained here: its file came from elsewhere. */
export interface ImportedRun extends NewRun {
  readonly id: string;
  readonly actor: ActorReference;
  readonly origin: RunOrigin;
  /** As the caller gave it. */
  readonly reason: string | null;
  readonly startedAt: Date;
}

/** The states of a run and the only ways between them: queued → running → succeeded, failed or cancelled. */
@Injectable()
export class TrainingRuns {
  constructor(
    private readonly database: DataSource,
    private readonly queue: JobQueue,
    private readonly changes: RunChanges,
    private readonly events: AdministrativeEvents,
    private readonly outbox: MlflowOutbox,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `training_in_progress`, naming the run that is in the way */
  async request(run: NewRun, actor: ActorReference): Promise<TrainingRunEntity> {
    try {
      return await this.database.transaction(async (manager) => {
        await keepServing(manager, run.model);
        const row = manager.create(TrainingRunEntity, {
          ...run,
          id: newId(),
          status: RunStatus.Queued,
          requested_by_kind: actor.kind,
          requested_by_id: actor.id,
          requested_by_credential: actor.credentialId,
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
      const active = await this.active(run.model);
      throw new DomainError('training_in_progress', 'Wait for the run that is in progress, or cancel it.', {
        members: { training_run_id: active?.id ?? null },
        retryAfterSeconds: 5,
      });
    }
  }

  active(model: string): Promise<TrainingRunEntity | null> {
    return this.database.manager
      .createQueryBuilder(TrainingRunEntity, 'run')
      .where(`run.model = :model AND run.status IN ('queued', 'running')`, { model })
      .getOne();
  }

  /** @throws DomainError `training_run_not_found` */
  async get(id: string): Promise<TrainingRunEntity> {
    const run = await this.database.manager.findOneBy(TrainingRunEntity, { id });
    if (!run)
      throw new DomainError(
        'training_run_not_found',
        'There is no training run of that id; GET /training-runs lists them.',
      );
    return run;
  }

  /** The run when it has finished, or as it is when the time is up. */
  waitUntilFinished(id: string, timeoutMs: number): Promise<TrainingRunEntity> {
    return this.changes.waitUntilFinished(id, () => this.get(id), isFinished, timeoutMs);
  }

  /** Takes the run for a worker. Undefined: it was cancelled or finished meanwhile. */
  async claim(id: string): Promise<TrainingRunEntity | undefined> {
    const claimed = await this.database.transaction(async (manager) => {
      const result = await manager
        .createQueryBuilder()
        .update(TrainingRunEntity)
        .set({
          status: RunStatus.Running,
          attempt: () => 'attempt + 1',
          started_at: this.clock.now(),
          progress: { phase: 'reading' },
          git_commit: this.configuration.gitCommit ?? null,
        })
        .where(`id = :id AND status IN ('queued', 'running')`, { id })
        .execute();
      await this.changes.announce(manager, id);
      return result.affected === 1;
    });
    return claimed ? this.get(id) : undefined;
  }

  /** False when the run is no longer this worker's: cancelled, or taken over after a pause. */
  async report(run: TrainingRunEntity, progress: RunProgress): Promise<boolean> {
    const result = await this.mine(this.database.manager, run).set({ progress }).execute();
    await this.changes.announce(this.database.manager, run.id);
    return result.affected === 1;
  }

  /** Within the transaction that stores the version. False: roll back, the run is no longer this worker's. */
  async succeed(manager: EntityManager, run: TrainingRunEntity, result: RunResult): Promise<boolean> {
    return this.finish(manager, run, { ...result, status: RunStatus.Succeeded });
  }

  /** Within the transaction that stores the version: the run begins and ends at once, beside any that is active. */
  async recordImport(
    manager: EntityManager,
    { actor, origin, reason, startedAt, ...run }: ImportedRun,
    result: RunResult,
  ): Promise<TrainingRunEntity> {
    const row = manager.create(TrainingRunEntity, {
      ...run,
      ...result,
      origin,
      status: RunStatus.Succeeded,
      requested_by_kind: actor.kind,
      requested_by_id: actor.id,
      requested_by_credential: actor.credentialId,
      progress: { phase: 'finished' },
      attempt: 1,
      created_at: startedAt,
      started_at: startedAt,
      finished_at: this.clock.now(),
      error: null,
      git_commit: null,
      mlflow_run_id: null,
      mlflow_model_uri: null,
    });
    await manager.insert(TrainingRunEntity, row);
    await this.events.record(
      {
        action: 'version.imported',
        actor,
        subject: { kind: 'training_run', id: row.id },
        details: {
          model: row.model,
          model_version: row.model_version,
          promoted: row.promoted,
          origin,
          reason,
        },
      },
      manager,
    );
    await this.outbox.enqueue(manager, row.id);
    await this.changes.announce(manager, row.id);
    return row;
  }

  async fail(run: TrainingRunEntity, error: RunError): Promise<void> {
    await this.database.transaction((manager) =>
      this.finish(manager, run, { error, status: RunStatus.Failed }),
    );
  }

  /** @throws DomainError `training_run_finished` */
  async cancel(id: string, actor: ActorReference): Promise<TrainingRunEntity> {
    await this.database.transaction(async (manager) => {
      const result = await manager
        .createQueryBuilder()
        .update(TrainingRunEntity)
        .set({ status: RunStatus.Cancelled, finished_at: this.clock.now(), progress: { phase: 'finished' } })
        .where(`id = :id AND status IN ('queued', 'running')`, { id })
        .execute();
      if (result.affected === 0) {
        await this.get(id);
        throw new DomainError(
          'training_run_finished',
          'The run has already finished; there is nothing to cancel.',
        );
      }
      await this.events.record(
        { action: 'training.cancelled', actor, subject: { kind: 'training_run', id } },
        manager,
      );
      await this.outbox.enqueue(manager, id);
      await this.changes.announce(manager, id);
    });
    return this.get(id);
  }

  private async finish(
    manager: EntityManager,
    run: TrainingRunEntity,
    end: Partial<TrainingRunEntity>,
  ): Promise<boolean> {
    const result = await this.mine(manager, run)
      .set({ ...end, finished_at: this.clock.now(), progress: { phase: 'finished' } } as never)
      .execute();
    if (result.affected !== 1) return false;
    await this.events.record(
      {
        action: 'training.finished',
        actor: {
          kind: run.requested_by_kind,
          id: run.requested_by_id,
          credentialId: run.requested_by_credential,
        },
        subject: { kind: 'training_run', id: run.id },
        details: {
          model: run.model,
          status: end.status,
          model_version: end.model_version ?? null,
          promoted: end.promoted ?? null,
        },
      },
      manager,
    );
    await this.outbox.enqueue(manager, run.id);
    await this.changes.announce(manager, run.id);
    return true;
  }

  /** The fence: the row changes only while it is running in this very attempt. */
  private mine(manager: EntityManager, run: TrainingRunEntity) {
    return manager
      .createQueryBuilder()
      .update(TrainingRunEntity)
      .where('id = :id AND attempt = :attempt AND status = :running', {
        id: run.id,
        attempt: run.attempt,
        running: RunStatus.Running,
      });
  }
}
