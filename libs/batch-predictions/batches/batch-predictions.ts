import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents, type BatchEnd, BatchPredictionRecords } from '#libs/audit';
import { violatedConstraint } from '#libs/database';
import { JobQueue, requestedBy, requesterOf } from '#libs/jobs';
import { keepServing } from '#libs/models';
import { type ActorReference, Clock, DomainError, newId } from '#libs/platform';
import { batchPredictionQueue } from '../jobs/batch-prediction-queue.js';
import { emptyContentHash } from '../results/content-hash.js';
import { BatchChanges } from './batch-changes.js';
import {
  type BatchError,
  BatchPredictionEntity,
  BatchStatus,
  isFinished,
} from './batch-prediction.entity.js';

export type NewBatch = Pick<
  BatchPredictionEntity,
  'model' | 'model_version' | 'model_digest' | 'threshold' | 'selection'
>;

const active = `status IN ('queued', 'running')`;

/** The states of a batch and the only ways between them: queued → running → succeeded, failed or cancelled. */
@Injectable()
export class BatchPredictions {
  constructor(
    private readonly database: DataSource,
    private readonly queue: JobQueue,
    private readonly changes: BatchChanges,
    private readonly events: AdministrativeEvents,
    private readonly records: BatchPredictionRecords,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `batch_prediction_in_progress`, naming the batch that is in the way */
  async request(batch: NewBatch, actor: ActorReference): Promise<BatchPredictionEntity> {
    try {
      return await this.database.transaction(async (manager) => {
        await keepServing(manager, batch.model);
        const row = manager.create(BatchPredictionEntity, {
          ...batch,
          id: newId(),
          status: BatchStatus.Queued,
          ...requestedBy(actor),
          content_hash: emptyContentHash,
          created_at: this.clock.now(),
        });
        await manager.insert(BatchPredictionEntity, row);
        await this.queue.send(manager, batchPredictionQueue, { batch_prediction_id: row.id });
        const { model, model_version, selection } = batch;
        await this.events.record(
          {
            action: 'batch_prediction.requested',
            actor,
            subject: { kind: 'batch_prediction', id: row.id },
            details: { model, model_version, selection },
          },
          manager,
        );
        return manager.findOneByOrFail(BatchPredictionEntity, { id: row.id });
      });
    } catch (error) {
      if (violatedConstraint(error) !== 'uq_batch_predictions_active') throw error;
      const other = await this.database.manager
        .createQueryBuilder(BatchPredictionEntity, 'batch')
        .where(`batch.model = :model AND batch.${active}`, { model: batch.model })
        .getOne();
      throw new DomainError(
        'batch_prediction_in_progress',
        'Wait for the batch that is in progress, or cancel it.',
        {
          members: { batch_prediction_id: other?.id ?? null },
          retryAfterSeconds: 5,
        },
      );
    }
  }

  /** @throws DomainError `batch_prediction_not_found` */
  async get(id: string): Promise<BatchPredictionEntity> {
    const batch = await this.database.manager.findOneBy(BatchPredictionEntity, { id });
    if (!batch)
      throw new DomainError(
        'batch_prediction_not_found',
        'There is no batch of that id; GET /batch-predictions lists them.',
      );
    return batch;
  }

  /** Takes the batch for a worker. Undefined: it was cancelled or finished meanwhile. */
  async claim(id: string): Promise<BatchPredictionEntity | undefined> {
    const claimed = await this.database.transaction(async (manager) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(BatchPredictionEntity)
        .set({
          status: BatchStatus.Running,
          attempt: () => 'attempt + 1',
          started_at: () => 'coalesce(started_at, :now::timestamptz)',
        })
        .where(`id = :id AND ${active}`, { id, now: this.clock.now().toISOString() })
        .execute();
      await this.changes.announce(manager, id);
      return affected === 1;
    });
    return claimed ? this.get(id) : undefined;
  }

  /** False: the batch is no longer this worker's. */
  succeed(batch: BatchPredictionEntity): Promise<boolean> {
    return this.finish(batch, { status: BatchStatus.Succeeded });
  }

  fail(batch: BatchPredictionEntity, error: BatchError): Promise<boolean> {
    return this.finish(batch, { status: BatchStatus.Failed, error });
  }

  /** @throws DomainError `batch_prediction_finished` */
  async cancel(id: string, actor: ActorReference): Promise<BatchPredictionEntity> {
    await this.database.transaction(async (manager) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(BatchPredictionEntity)
        .set({ status: BatchStatus.Cancelled, finished_at: this.clock.now() })
        .where(`id = :id AND ${active}`, { id })
        .execute();
      if (affected === 0) {
        await this.get(id);
        throw new DomainError(
          'batch_prediction_finished',
          'The batch has already finished; there is nothing to cancel.',
        );
      }
      await this.recordEnd(manager, id);
      await this.events.record(
        { action: 'batch_prediction.cancelled', actor, subject: { kind: 'batch_prediction', id } },
        manager,
      );
      await this.changes.announce(manager, id);
    });
    return this.get(id);
  }

  /** @throws DomainError `batch_prediction_not_found`, `batch_prediction_unfinished` */
  async ended(id: string): Promise<BatchPredictionEntity> {
    const batch = await this.get(id);
    if (!isFinished(batch)) {
      throw new DomainError(
        'batch_prediction_unfinished',
        'A batch has results when it has ended and its audit record is written; GET /batch-predictions/{id} says how far it is.',
        { retryAfterSeconds: 5 },
      );
    }
    return batch;
  }

  /**
   * A batch whose results may be given out: it has ended, so its audit record exists.
   * @throws DomainError `batch_prediction_not_found`, `batch_prediction_unfinished`, `batch_results_deleted`
   */
  async withResults(id: string): Promise<BatchPredictionEntity> {
    const batch = await this.ended(id);
    if (batch.results_deleted_at !== null) {
      throw new DomainError(
        'batch_results_deleted',
        'The results of the batch were deleted; its counts and content hash are in GET /audit/batch-predictions/{id}.',
      );
    }
    return batch;
  }

  private finish(
    { id, attempt }: BatchPredictionEntity,
    end: { readonly status: BatchStatus; readonly error?: BatchError },
  ): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(BatchPredictionEntity)
        .set({ ...end, finished_at: this.clock.now() })
        // The fence: the row changes only while it is running in this very attempt.
        .where('id = :id AND attempt = :attempt AND status = :running', {
          id,
          attempt,
          running: BatchStatus.Running,
        })
        .execute();
      if (affected !== 1) return false;
      const { model, model_version, rows_answered, rows_refused, ...batch } = await this.recordEnd(
        manager,
        id,
      );
      await this.events.record(
        {
          action: 'batch_prediction.finished',
          actor: requesterOf(batch),
          subject: { kind: 'batch_prediction', id },
          details: { model, model_version, status: end.status, rows_answered, rows_refused },
        },
        manager,
      );
      await this.changes.announce(manager, id);
      return true;
    });
  }

  /** What was answered until the end, whatever the end: results are given out only with this record. */
  private async recordEnd(manager: EntityManager, id: string): Promise<BatchPredictionEntity> {
    const batch = await manager.findOneByOrFail(BatchPredictionEntity, { id });
    const requester = requesterOf(batch);
    await this.records.record(
      {
        id,
        occurred_at: batch.finished_at!,
        requested_at: batch.created_at,
        actor_kind: requester.kind,
        actor_id: requester.id,
        credential_id: requester.credentialId,
        model: batch.model,
        model_version: batch.model_version,
        model_digest: batch.model_digest,
        threshold: batch.threshold,
        selection: batch.selection,
        status: batch.status as BatchEnd,
        rows_answered: batch.rows_answered,
        rows_refused: batch.rows_refused,
        content_hash: batch.content_hash,
      },
      manager,
    );
    return batch;
  }
}
