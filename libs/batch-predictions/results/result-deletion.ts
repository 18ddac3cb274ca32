import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, LessThan } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type ActorReference, Clock } from '#libs/platform';
import { BatchPredictionEntity } from '../batches/batch-prediction.entity.js';
import { BatchPredictions } from '../batches/batch-predictions.js';

/** Deletes what a batch answered, as a whole or not at all. The batch and its audit record stay. */
@Injectable()
export class ResultDeletion {
  constructor(
    private readonly database: DataSource,
    private readonly batches: BatchPredictions,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  /**
   * Of a batch that has ended; again, it changes nothing.
   * @throws DomainError `batch_prediction_not_found`, `batch_prediction_unfinished`
   */
  async delete(id: string, actor: ActorReference): Promise<BatchPredictionEntity> {
    await this.deleteIf(id, 'true', actor);
    return this.batches.ended(id);
  }

  /** Batches that still have results, the oldest first. */
  endedBefore(time: Date): Promise<BatchPredictionEntity[]> {
    return this.database.manager.find(BatchPredictionEntity, {
      where: { finished_at: LessThan(time), results_deleted_at: IsNull() },
      order: { finished_at: 'ASC' },
    });
  }

  /**
   * @param condition SQL on a row of `batch_predictions`, made from code and definitions, never from what a caller sent
   * @param reason told in the event
   * @returns whether this call deleted them
   */
  deleteIf(
    id: string,
    condition: string,
    actor: ActorReference,
    reason: Readonly<Record<string, number>> = {},
  ): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      // A condition may join whole tables, whose statistics are old by millions of rows.
      await manager.query('SET LOCAL enable_nestloop = off');
      const { affected } = await manager
        .createQueryBuilder()
        .update(BatchPredictionEntity)
        .set({ results_deleted_at: this.clock.now() })
        .where(`id = :id AND finished_at IS NOT NULL AND results_deleted_at IS NULL AND ${condition}`, { id })
        .execute();
      if (affected === 0) return false;
      await manager.query('SELECT delete_batch_prediction_results($1)', [id]);
      const { model, model_version, rows_answered, rows_refused } = await manager.findOneByOrFail(
        BatchPredictionEntity,
        { id },
      );
      await this.events.record(
        {
          action: 'batch_prediction.results_deleted',
          actor,
          subject: { kind: 'batch_prediction', id },
          details: { model, model_version, rows_answered, rows_refused, ...reason },
        },
        manager,
      );
      return true;
    });
  }
}
