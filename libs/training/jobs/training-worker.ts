import { Injectable } from '@nestjs/common';
import type { Job } from 'pg-boss';
import { isDatabaseUnavailable } from '#libs/database';
import { JobInterrupted, JobQueue } from '#libs/jobs';
import { DomainError, Logger, Metrics } from '#libs/platform';
import { RunChanges } from '../runs/run-changes.js';
import { type RunError, RunStatus, type TrainingRunEntity } from '../runs/training-run.entity.js';
import { TrainingRuns } from '../runs/training-runs.js';
import { TrainVersion } from '../train-version.js';
import { RunStopped } from './run-stopped.js';
import { type TrainingJob, trainingQueue } from './training-queue.js';

/**
 * A notification wakes the worker once; a second job that came with it, or one that is due again after a
 * crash, sends none and waits for the next look (30 s unless told otherwise).
 */
const workOptions = { batchSize: 1, notifyPollingIntervalSeconds: 2 } as const;

/** Takes training jobs from the queue and brings each run to exactly one end. */
@Injectable()
export class TrainingWorker {
  private readonly ended;

  constructor(
    private readonly queue: JobQueue,
    private readonly runs: TrainingRuns,
    private readonly changes: RunChanges,
    private readonly trainVersion: TrainVersion,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.ended = metrics.counter('veridict_training_runs_total', 'Training runs that ended in this process', [
      'status',
    ]);
  }

  async start(): Promise<void> {
    await this.queue.boss.work<TrainingJob>(trainingQueue.name, workOptions, ([job]) => this.handle(job!));
    await this.queue.boss.work<TrainingJob>(trainingQueue.abandoned, workOptions, ([job]) =>
      this.abandon(job!),
    );
  }

  private async handle(job: Job<TrainingJob>): Promise<void> {
    const run = await this.runs.claim(job.data.training_run_id);
    if (!run) return;
    const abort = new AbortController();
    // The queue takes the job back (shutdown): it must fail, so that another worker gets it.
    job.signal.addEventListener('abort', () => abort.abort(new JobInterrupted()), { once: true });
    const stopListening = this.changes.onChange(run.id, () => void this.stopIfTaken(run, abort));
    try {
      await this.trainVersion.execute(run, abort.signal);
      this.ended.inc({ status: RunStatus.Succeeded });
    } catch (error) {
      if (error instanceof RunStopped) return;
      // The database may be back for the next attempt; anything else would only fail again.
      if (error instanceof JobInterrupted || isDatabaseUnavailable(error)) throw error;
      await this.runs.fail(run, this.describe(run, error));
      this.ended.inc({ status: RunStatus.Failed });
    } finally {
      stopListening();
    }
  }

  private async stopIfTaken(run: TrainingRunEntity, abort: AbortController): Promise<void> {
    const now = await this.runs.get(run.id).catch(() => run);
    if (now.status !== RunStatus.Running || now.attempt !== run.attempt) abort.abort(new RunStopped());
  }

  private async abandon(job: Job<TrainingJob>): Promise<void> {
    const run = await this.runs.claim(job.data.training_run_id);
    if (run)
      await this.runs.fail(run, {
        code: 'internal',
        detail: 'Every attempt was cut off; see the log of the workers.',
        problems: [],
      });
  }

  private describe(run: TrainingRunEntity, error: unknown): RunError {
    if (error instanceof DomainError)
      return { code: error.code, detail: error.detail, problems: error.problems };
    this.logger.error('A training run failed', error, { training_run_id: run.id, model: run.model });
    return { code: 'internal', detail: 'The run failed; the log has the reason under its id.', problems: [] };
  }
}
