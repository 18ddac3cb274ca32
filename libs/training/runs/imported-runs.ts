import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { requestedBy } from '#libs/jobs';
import { type ActorReference, Clock } from '#libs/platform';
import type { NewRun } from './queued-runs.js';
import { RunEnds } from './run-ends.js';
import type { RunOrigin } from './run-origin.js';
import { RunStatus, TrainingRunEntity } from './training-run.entity.js';
import type { RunResult } from './training-runs.js';

/** A run that nobody trained here: its file came from elsewhere. */
export interface ImportedRun extends NewRun {
  readonly id: string;
  readonly actor: ActorReference;
  readonly origin: RunOrigin;
  /** As the caller gave it. */
  readonly reason: string | null;
  readonly startedAt: Date;
}

/** Records of imports among the runs. */
@Injectable()
export class ImportedRuns {
  constructor(
    private readonly ends: RunEnds,
    private readonly clock: Clock,
  ) {}

  /** Within the transaction that stores the version: the run begins and ends at once, beside any that is active. */
  async add(
    manager: EntityManager,
    { actor, origin, reason, startedAt, ...run }: ImportedRun,
    result: RunResult,
  ): Promise<TrainingRunEntity> {
    const row = manager.create(TrainingRunEntity, {
      ...run,
      ...result,
      origin,
      status: RunStatus.Succeeded,
      ...requestedBy(actor),
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
    await this.ends.tell(manager, row.id, {
      action: 'version.imported',
      actor,
      details: {
        model: row.model,
        model_version: row.model_version,
        promoted: row.promoted,
        origin,
        reason,
      },
    });
    return row;
  }
}
