import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type ActorReference, Clock, DomainError } from '#libs/platform';
import { RunChanges } from '../runs/run-changes.js';
import { DeliveryState, MlflowDeliveryEntity } from './mlflow-delivery.entity.js';

/** Told at commit that a run waits for its delivery; without a payload: look which. */
export const deliveryChannel = 'mlflow_deliveries';

export interface DeliveryBacklog {
  readonly counts: Readonly<Record<DeliveryState, number>>;
  /** When the run ended that has been pending longest; null when none is. */
  readonly oldestPendingAt: Date | null;
}

/** Finished runs on their way to MLflow, seen from those who finish them and ask about them. */
@Injectable()
export class MlflowOutbox {
  constructor(
    private readonly database: DataSource,
    private readonly events: AdministrativeEvents,
    private readonly changes: RunChanges,
    private readonly clock: Clock,
  ) {}

  /** Within the transaction that ends the run: it is delivered if and only if that commits. */
  async enqueue(manager: EntityManager, runId: string): Promise<void> {
    const now = this.clock.now();
    await manager.insert(MlflowDeliveryEntity, {
      training_run_id: runId,
      next_attempt_at: now,
      created_at: now,
    });
    await wakeDeliverer(manager);
  }

  /** Of runs that have ended; others have none. Each with its run as the same statement saw it. */
  async of(runIds: readonly string[]): Promise<ReadonlyMap<string, MlflowDeliveryEntity>> {
    if (runIds.length === 0) return new Map();
    const rows = await this.database.manager.find(MlflowDeliveryEntity, {
      where: { training_run_id: In([...runIds]) },
      relations: { run: true },
    });
    return new Map(rows.map((row) => [row.training_run_id, row]));
  }

  async backlog(): Promise<DeliveryBacklog> {
    const rows = await this.database.manager.query<{ state: DeliveryState; count: number; oldest: Date }[]>(
      'SELECT state, count(*)::integer AS count, min(created_at) AS oldest FROM mlflow_deliveries GROUP BY state',
    );
    const of = (state: DeliveryState) => rows.find((row) => row.state === state);
    return {
      counts: {
        [DeliveryState.Pending]: of(DeliveryState.Pending)?.count ?? 0,
        [DeliveryState.Delivered]: of(DeliveryState.Delivered)?.count ?? 0,
        [DeliveryState.Refused]: of(DeliveryState.Refused)?.count ?? 0,
      },
      oldestPendingAt: of(DeliveryState.Pending)?.oldest ?? null,
    };
  }

  /**
   * Whatever became of it before: refused, delivered (the server may be another one now), waiting for its next attempt.
   * @throws DomainError `training_run_not_finished`
   */
  async deliverAgain(runId: string, actor: ActorReference): Promise<void> {
    await this.database.transaction(async (manager) => {
      const before = await manager.findOne(MlflowDeliveryEntity, {
        where: { training_run_id: runId },
        lock: { mode: 'for_no_key_update' },
      });
      if (!before)
        throw new DomainError(
          'training_run_not_finished',
          'A run is delivered to MLflow when it has ended; this one is still queued or running.',
          { retryAfterSeconds: 5 },
        );
      await manager.update(
        MlflowDeliveryEntity,
        { training_run_id: runId },
        {
          state: DeliveryState.Pending,
          attempts: 0,
          error: null,
          next_attempt_at: this.clock.now(),
        },
      );
      await this.events.record(
        {
          action: 'training.delivery_requested',
          actor,
          subject: { kind: 'training_run', id: runId },
          details: { state: before.state, attempts: before.attempts },
        },
        manager,
      );
      await this.changes.announce(manager, runId);
      await wakeDeliverer(manager);
    });
  }
}

async function wakeDeliverer(manager: EntityManager): Promise<void> {
  await manager.query('SELECT pg_notify($1, $2)', [deliveryChannel, '']);
}
