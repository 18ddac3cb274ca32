import { Injectable } from '@nestjs/common';
import type { Job } from 'pg-boss';
import { isDatabaseUnavailable } from '#libs/database';
import { JobInterrupted, JobQueue } from '#libs/jobs';
import { DomainError, Logger, Metrics } from '#libs/platform';
import { BatchChanges } from '../batches/batch-changes.js';
import {
  type BatchError,
  type BatchPredictionEntity,
  BatchStatus,
} from '../batches/batch-prediction.entity.js';
import { BatchPredictions } from '../batches/batch-predictions.js';
import { scoreInThread } from '../score/score-in-thread.js';
import { ScoreTaskPreparation } from '../score/score-task-preparation.js';
import { type BatchPredictionJob, batchPredictionQueue } from './batch-prediction-queue.js';
import { BatchStopped } from './batch-stopped.js';

/** As for training: a second job that came with a notification waits for the next look. */
const workOptions = { batchSize: 1, notifyPollingIntervalSeconds: 2 } as const;

/** Takes batches of predictions from the queue and brings each to exactly one end. */
@Injectable()
export class BatchPredictionWorker {
  private readonly ended;
  private readonly rows;

  constructor(
    private readonly queue: JobQueue,
    private readonly batches: BatchPredictions,
    private readonly changes: BatchChanges,
    private readonly preparation: ScoreTaskPreparation,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.ended = metrics.counter(
      'veridict_batch_predictions_total',
      'Batches of predictions that ended in this process',
      ['status'],
    );
    this.rows = metrics.counter(
      'veridict_batch_prediction_rows_total',
      'Rows of batches whose result this process has stored',
      ['outcome'],
    );
  }

  async start(): Promise<void> {
    const { name, abandoned } = batchPredictionQueue;
    await this.queue.boss.work<BatchPredictionJob>(name, workOptions, ([job]) => this.handle(job!));
    await this.queue.boss.work<BatchPredictionJob>(abandoned, workOptions, ([job]) => this.abandon(job!));
  }

  private async handle(job: Job<BatchPredictionJob>): Promise<void> {
    const batch = await this.batches.claim(job.data.batch_prediction_id);
    if (!batch) return;
    const abort = new AbortController();
    // The queue takes the job back (shutdown): it must fail, so that another worker gets it.
    job.signal.addEventListener('abort', () => abort.abort(new JobInterrupted()), { once: true });
    const stopListening = this.changes.onChange(batch.id, () => void this.stopIfTaken(batch, abort));
    try {
      await this.score(batch, abort.signal);
    } catch (error) {
      if (error instanceof BatchStopped) return;
      // The database may be back for the next attempt; anything else would only fail again.
      if (error instanceof JobInterrupted || isDatabaseUnavailable(error)) throw error;
      await this.batches.fail(batch, this.describe(batch, error));
      this.ended.inc({ status: BatchStatus.Failed });
    } finally {
      stopListening();
    }
  }

  private async score(batch: BatchPredictionEntity, signal: AbortSignal): Promise<void> {
    const task = await this.preparation.prepare(batch);
    await scoreInThread(task, signal, ({ answered, refused }) => {
      this.rows.inc({ outcome: 'answered' }, answered);
      this.rows.inc({ outcome: 'refused' }, refused);
    });
    signal.throwIfAborted();
    if (await this.batches.succeed(batch)) this.ended.inc({ status: BatchStatus.Succeeded });
  }

  private async stopIfTaken(batch: BatchPredictionEntity, abort: AbortController): Promise<void> {
    const now = await this.batches.get(batch.id).catch(() => batch);
    if (now.status !== BatchStatus.Running || now.attempt !== batch.attempt) abort.abort(new BatchStopped());
  }

  private async abandon(job: Job<BatchPredictionJob>): Promise<void> {
    const batch = await this.batches.claim(job.data.batch_prediction_id);
    if (!batch) return;
    await this.batches.fail(batch, {
      code: 'internal',
      detail: 'Every attempt was cut off; see the log of the workers.',
      problems: [],
    });
    this.ended.inc({ status: BatchStatus.Failed });
  }

  private describe(batch: BatchPredictionEntity, error: unknown): BatchError {
    if (error instanceof DomainError)
      return { code: error.code, detail: error.detail, problems: error.problems };
    this.logger.error('A batch of predictions failed', error, {
      batch_prediction_id: batch.id,
      model: batch.model,
    });
    return {
      code: 'internal',
      detail: 'The batch failed; the log has the reason under its id.',
      problems: [],
    };
  }
}
