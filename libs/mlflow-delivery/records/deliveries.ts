import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '#libs/platform';
import {
  DatasetCopyEntity,
  DeliveryState,
  MlflowDeliveryEntity,
  RunChanges,
  TrainingRunEntity,
} from '#libs/training';
import { MlflowAliasEntity } from './mlflow-alias.entity.js';

/** Where a run is in MLflow. */
export interface DeliveredTo {
  readonly runId: string;
  /** Null for a run that made no version. */
  readonly version: { readonly model: string; readonly ours: number; readonly mlflow: string } | null;
}

/** Longer reasons are cut: the column is shown, and what a server writes is not ours to bound. */
const longestReason = 2_000;

/** The outbox's rows, seen from whoever empties it. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly database: DataSource,
    private readonly changes: RunChanges,
    private readonly clock: Clock,
  ) {}

  /** The run that ended first among those whose time has come. */
  async next(): Promise<MlflowDeliveryEntity | null> {
    return this.pending()
      .andWhere('delivery.next_attempt_at <= :now', { now: this.clock.now() })
      .orderBy('delivery.created_at')
      .addOrderBy('delivery.training_run_id')
      .getOne();
  }

  /** When the next one is due; undefined when none is pending. */
  async nextDueAt(): Promise<Date | undefined> {
    const row = await this.pending().orderBy('delivery.next_attempt_at').getOne();
    return row?.next_attempt_at;
  }

  async countPending(): Promise<number> {
    return this.pending().getCount();
  }

  async delivered(id: string, to: DeliveredTo): Promise<void> {
    const { version } = to;
    await this.database.transaction(async (manager) => {
      await manager.update(
        TrainingRunEntity,
        { id },
        {
          mlflow_run_id: to.runId,
          mlflow_model_uri: version && `models:/${version.model}/${version.mlflow}`,
        },
      );
      await this.change(manager, id, {
        state: DeliveryState.Delivered,
        error: null,
        mlflow_version: version?.mlflow ?? null,
        delivered_at: this.clock.now(),
      });
      await manager.delete(DatasetCopyEntity, { training_run_id: id });
      // The version may be a new one on another server: whoever pointed at it must be told again.
      if (version) await manager.delete(MlflowAliasEntity, { model: version.model, version: version.ours });
    });
  }

  async refuse(id: string, attempts: number, reason: string): Promise<void> {
    await this.database.transaction((manager) =>
      this.change(manager, id, { state: DeliveryState.Refused, attempts, error: cut(reason) }),
    );
  }

  async retryLater(id: string, attempts: number, reason: string, nextAttemptAt: Date): Promise<void> {
    await this.database.transaction((manager) =>
      this.change(manager, id, { attempts, error: cut(reason), next_attempt_at: nextAttemptAt }),
    );
  }

  /** Says on every run that waits why it waits; no attempt is counted. */
  async explainWaiting(reason: string): Promise<void> {
    await this.database.manager
      .createQueryBuilder()
      .update(MlflowDeliveryEntity)
      .set({ error: cut(reason) })
      .where(`state = 'pending' AND error IS DISTINCT FROM :reason`, { reason: cut(reason) })
      .execute();
  }

  private async change(
    manager: EntityManager,
    id: string,
    values: Partial<Omit<MlflowDeliveryEntity, 'run'>>,
  ): Promise<void> {
    await manager.update(MlflowDeliveryEntity, { training_run_id: id }, values);
    await this.changes.announce(manager, id);
  }

  private pending() {
    return this.database.manager
      .createQueryBuilder(MlflowDeliveryEntity, 'delivery')
      .where(`delivery.state = 'pending'`);
  }
}

function cut(reason: string): string {
  return reason.length <= longestReason ? reason : `${reason.slice(0, longestReason - 1)}…`;
}
