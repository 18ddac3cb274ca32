import { Inject, Injectable } from '@nestjs/common';
import { isDatabaseUnavailable, Notifications, SessionLocks } from '#libs/database';
import type { MlflowClient } from '#libs/mlflow-ts-client';
import { aliasChannel } from '#libs/models';
import { Configuration, Logger } from '#libs/platform';
import { deliveryChannel, mlflowClientOf } from '#libs/training';
import { Bell, pause } from './bell.js';
import { DeliveryRounds } from './delivery-rounds.js';
import { type DeliveryPace, deliveryPace } from './delivery-pace.js';

/** Any constant will do; it names the lock under which one process of the installation delivers. */
const deliveryLock = 7_305_118_229;

/** Nobody waits longer for a delivery that does not let itself be stopped, milliseconds. */
const stopMs = 2_000;

/**
 * Delivers finished runs to MLflow for as long as this process holds the installation's lock. MLflow cannot tell two
 * who make the same run from two who make different ones: so there is only ever one who makes any.
 */
@Injectable()
export class MlflowDeliverer {
  private readonly bell = new Bell();
  private readonly stopping = new AbortController();
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly locks: SessionLocks,
    private readonly rounds: DeliveryRounds,
    private readonly configuration: Configuration,
    private readonly logger: Logger,
    @Inject(deliveryPace) private readonly pace: DeliveryPace,
    notifications: Notifications,
  ) {
    const ring = (): void => this.bell.ring();
    for (const channel of [deliveryChannel, aliasChannel]) notifications.subscribe(channel, ring, ring);
  }

  async start(): Promise<void> {
    const client = mlflowClientOf(this.configuration);
    if (client) this.loop = this.deliver(client, this.stopping.signal);
    else await this.rounds.explainRest();
  }

  /** Between two requests or within one; what was not recorded is looked up by whoever delivers next. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error('The process stops'));
    await Promise.race([this.loop, new Promise((resolve) => setTimeout(resolve, stopMs).unref())]);
  }

  private async deliver(client: MlflowClient, stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      try {
        await this.holdAndDeliver(client, stopped);
      } catch (error) {
        // The lock's connection or another one broke, or we stop: all of that is looked at again.
        if (!stopped.aborted && !isDatabaseUnavailable(error))
          this.logger.error('Deliveries to MLflow were interrupted', error);
      }
      await pause(this.pace.lockMs, stopped);
    }
  }

  private async holdAndDeliver(client: MlflowClient, stopped: AbortSignal): Promise<void> {
    const lock = await this.locks.tryHold(deliveryLock);
    if (!lock) return;
    try {
      await this.rounds.run(client, this.bell, AbortSignal.any([stopped, lock.lost]));
    } catch (error) {
      if (!lock.lost.aborted) throw error;
      this.logger.warn('The lock for deliveries to MLflow was lost; looking for it again');
    } finally {
      await lock.release();
    }
  }
}
