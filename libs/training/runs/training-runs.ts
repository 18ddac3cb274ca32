import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { requesterOf } from '#libs/jobs';
import { type ActorReference, Clock, Configuration, DomainError } from '#libs/platform';
import { RunChanges } from './run-changes.js';
import { RunEnds } from './run-ends.js';
import {
  isFinished,
  type RunError,
  type RunProgress,
  RunStatus,
  TrainingRunEntity,
} from './training-run.entity.js';

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

/** The states of a run that is queued, and the only ways between them: running, then succeeded, failed or cancelled. */
@Injectable()
export class TrainingRuns {
  constructor(
    private readonly database: DataSource,
    private readonly changes: RunChanges,
    private readonly ends: RunEnds,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

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
      await this.ends.tell(manager, id, { action: 'training.cancelled', actor });
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
    await this.ends.tell(manager, run.id, {
      action: 'training.finished',
      actor: requesterOf(run),
      details: {
        model: run.model,
        status: end.status,
        model_version: end.model_version ?? null,
        promoted: end.promoted ?? null,
      },
    });
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
