import { Inject, Injectable } from '@nestjs/common';
import { isDatabaseUnavailable } from '#libs/database';
import { isMlflowError, type MlflowClient, type MlflowError } from '#libs/mlflow-ts-client';
import { Clock, Configuration, DomainError, Logger } from '#libs/platform';
import type { MlflowDeliveryEntity } from '#libs/training';
import { deliverRun } from './deliver-run.js';
import { DeliveryOutcomes } from './delivery-outcomes.js';
import { type DeliveryPace, deliveryPace, doubled } from './delivery-pace.js';
import type { DeliveredRun } from './documents/delivered-run.js';
import { Deliveries, type DeliveredTo } from './records/deliveries.js';
import { LoadDeliveredRun } from './records/load-delivered-run.js';
import { isAboutTheServer, isSilence, ServerAway } from './server-away.js';
import { ServerWatch } from './server-watch.js';

/** Takes the run that has waited longest and brings it to MLflow, or files why it did not get there. */
@Injectable()
export class DeliverNext {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly runs: LoadDeliveredRun,
    private readonly watch: ServerWatch,
    private readonly outcomes: DeliveryOutcomes,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly logger: Logger,
    @Inject(deliveryPace) private readonly pace: DeliveryPace,
  ) {}

  /**
   * @returns false when nothing is due
   * @throws ServerAway when no run could be delivered at present
   */
  async execute(client: MlflowClient, signal: AbortSignal): Promise<boolean> {
    const delivery = await this.deliveries.next();
    if (!delivery) return false;
    try {
      await this.attempt(delivery, client, signal);
    } catch (error) {
      // Stopped in between: nothing is recorded, and whoever comes next begins again.
      signal.throwIfAborted();
      await this.file(delivery, error, client, signal);
    }
    return true;
  }

  private async attempt(
    delivery: MlflowDeliveryEntity,
    client: MlflowClient,
    signal: AbortSignal,
  ): Promise<void> {
    const startedAt = performance.now();
    const delivered = await this.runs.load(delivery.training_run_id);
    const experimentId = await this.experiment(client, signal);
    const to = await deliverRun({ client, delivered, experimentId, options: { signal } });
    // The lock may have gone with the last answer.
    signal.throwIfAborted();
    await this.deliveries.delivered(delivered.run.id, to);
    this.outcomes.count('delivered');
    this.report(delivered, to, performance.now() - startedAt);
  }

  /** What fails before the run is touched says nothing about the run. */
  private async experiment(client: MlflowClient, signal: AbortSignal): Promise<string> {
    try {
      const name = this.configuration.mlflow.experimentName;
      return (await client.experiments.ensure(name, undefined, { signal })).experimentId;
    } catch (error) {
      throw isMlflowError(error) ? new ServerAway(error) : error;
    }
  }

  private async file(
    delivery: MlflowDeliveryEntity,
    error: unknown,
    client: MlflowClient,
    signal: AbortSignal,
  ): Promise<void> {
    if (error instanceof ServerAway) throw this.waiting(error);
    if (isMlflowError(error)) {
      if (isAboutTheServer(error)) {
        if (!isSilence(error)) throw this.waiting(new ServerAway(error));
        // A server that answers a question right after is there: then it is this run that it cannot take.
        await this.watch.check(client, signal).catch((away: unknown) => {
          throw away instanceof ServerAway ? this.waiting(away) : away;
        });
      }
      if (error.kind === 'refused') return this.refuse(delivery, error.message);
      return this.retry(delivery, error.message, error);
    }
    if (error instanceof DomainError) return this.refuse(delivery, error.detail);
    if (isDatabaseUnavailable(error)) throw error;
    this.logger.error('A run could not be delivered to MLflow', error, {
      training_run_id: delivery.training_run_id,
    });
    return this.retry(delivery, 'The delivery failed here; the log has the reason under the id of the run.');
  }

  private async retry(delivery: MlflowDeliveryEntity, reason: string, error?: MlflowError): Promise<void> {
    const attempts = delivery.attempts + 1;
    if (attempts >= this.pace.attempts)
      return this.refuse(delivery, `${reason} (the last of ${attempts} attempts)`, attempts);
    const pauseMs = Math.max(
      doubled(this.pace.firstRetryMs, this.pace.longestRetryMs, attempts),
      error?.retryAfterMs ?? 0,
    );
    const at = new Date(this.clock.now().getTime() + pauseMs);
    await this.deliveries.retryLater(delivery.training_run_id, attempts, reason, at);
    this.outcomes.count('retried');
    this.logger.warn('A delivery to MLflow failed and is tried again', {
      training_run_id: delivery.training_run_id,
      attempts,
      reason,
    });
  }

  private async refuse(
    delivery: MlflowDeliveryEntity,
    reason: string,
    attempts = delivery.attempts + 1,
  ): Promise<void> {
    await this.deliveries.refuse(delivery.training_run_id, attempts, reason);
    this.outcomes.count('refused');
    this.logger.warn(
      'A run was refused on its way to MLflow; POST /training-runs/{id}/delivery tries again',
      {
        training_run_id: delivery.training_run_id,
        reason,
      },
    );
  }

  private waiting(away: ServerAway): ServerAway {
    this.outcomes.count('waiting');
    return away;
  }

  private report({ run }: DeliveredRun, to: DeliveredTo, durationMs: number): void {
    this.logger.info('Delivered to MLflow', {
      training_run_id: run.id,
      model: run.model,
      mlflow_run_id: to.runId,
      mlflow_version: to.version?.mlflow ?? null,
      duration_ms: Math.round(durationMs),
    });
  }
}
