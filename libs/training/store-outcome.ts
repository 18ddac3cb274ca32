import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { requesterOf } from '#libs/jobs';
import type { FitResult, FitTask } from './fit/fit-task.js';
import { RunStopped } from './jobs/run-stopped.js';
import { DatasetCopyEntity } from './outbox/dataset-copy.entity.js';
import { type ImportedRun, ImportedRuns } from './runs/imported-runs.js';
import type { TrainingRunEntity } from './runs/training-run.entity.js';
import { TrainingRuns } from './runs/training-runs.js';
import { VersionStore } from './version-store.js';

/** Version, alias and end of the run: one transaction, so that a crash leaves all or nothing. */
@Injectable()
export class StoreOutcome {
  constructor(
    private readonly database: DataSource,
    private readonly store: VersionStore,
    private readonly runs: TrainingRuns,
    private readonly imported: ImportedRuns,
  ) {}

  /** @throws RunStopped when the run is no longer this worker's */
  async ofTraining(run: TrainingRunEntity, task: FitTask, result: FitResult): Promise<void> {
    await this.database.transaction(async (manager) => {
      const outcome = await this.store.add(manager, { ...run, actor: requesterOf(run) }, task, result);
      await keepCopy(manager, run, result);
      if (!(await this.runs.succeed(manager, run, outcome))) throw new RunStopped();
    });
  }

  /** The same for a file that somebody else trained: its run begins and ends here. */
  ofImport(run: ImportedRun, task: FitTask, result: FitResult): Promise<TrainingRunEntity> {
    return this.database.transaction(async (manager) =>
      this.imported.add(manager, run, await this.store.add(manager, run, task, result)),
    );
  }
}

/** The dataset goes on changing: what MLflow is told of it has to be kept now. */
async function keepCopy(
  manager: EntityManager,
  { id }: TrainingRunEntity,
  { copiedRows }: FitResult,
): Promise<void> {
  if (copiedRows === null) return;
  await manager.insert(DatasetCopyEntity, {
    training_run_id: id,
    row_count: copiedRows.rowCount,
    csv_gzip: Buffer.from(copiedRows.csvGzip),
  });
}
