import { Inject, Injectable } from '@nestjs/common';
import type { MlflowClient } from '#libs/mlflow-ts-client';
import { Clock, Configuration, Logger } from '#libs/platform';
import { type Bell, pause } from './bell.js';
import { DeliverNext } from './deliver-next.js';
import { type DeliveryPace, deliveryPace } from './delivery-pace.js';
import { Deliveries } from './records/deliveries.js';
import { ServerAway } from './server-away.js';
import { ServerWatch } from './server-watch.js';
import { TellAliases } from './tell-aliases.js';

/** Round after round, while the lock is held: aliases that are due, then the run that has waited longest. */
@Injectable()
export class DeliveryRounds {
  constructor(
    private readonly deliveries: Deliveries,
    private readonly deliverNext: DeliverNext,
    private readonly tellAliases: TellAliases,
    private readonly watch: ServerWatch,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly logger: Logger,
    @Inject(deliveryPace) private readonly pace: DeliveryPace,
  ) {}

  /** Ends by the signal's reason, or by an error that has nothing to do with MLflow. */
  async run(client: MlflowClient, bell: Bell, signal: AbortSignal): Promise<never> {
    this.logger.info('Delivering to MLflow', {
      tracking_uri: client.trackingUrl,
      experiment: this.configuration.mlflow.experimentName,
    });
    await this.tellAliases.refreshFile();
    for (;;) {
      signal.throwIfAborted();
      try {
        if (!(await this.round(client, signal))) await bell.wait(await this.untilNextMs(), signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ServerAway)) throw error;
        // However often it rings: a server that is away is not asked more often for it.
        await pause(await this.watch.failed(client, error), signal);
      }
    }
  }

  /** Without a server: says once that runs wait. */
  async explainRest(): Promise<void> {
    const pending = await this.deliveries.countPending();
    if (pending > 0)
      this.logger.info('Finished runs wait for MLflow: MLFLOW_TRACKING_URI is not set', { pending });
  }

  /** @returns whether there may be more to do at once */
  private async round(client: MlflowClient, signal: AbortSignal): Promise<boolean> {
    if (this.watch.untilCheckMs === 0) await this.watch.check(client, signal);
    await this.tellAliases.execute(client, signal);
    return this.deliverNext.execute(client, signal);
  }

  private async untilNextMs(): Promise<number> {
    const due = await this.deliveries.nextDueAt();
    const untilDueMs = due ? Math.max(0, due.getTime() - this.clock.now().getTime()) : Infinity;
    return Math.min(untilDueMs, this.watch.untilCheckMs, this.pace.checkMs);
  }
}
