import { Inject, Injectable } from '@nestjs/common';
import { isMlflowError, type MlflowClient } from '#libs/mlflow-ts-client';
import { Configuration, Logger } from '#libs/platform';
import { type DeliveryPace, deliveryPace, doubled } from './delivery-pace.js';
import { Deliveries } from './records/deliveries.js';
import { SeenServer } from './records/seen-server.js';
import { ServerAway } from './server-away.js';

/** Whether the server takes runs, what to say when it does not, and when to ask again. */
@Injectable()
export class ServerWatch {
  private failures = 0;
  private saidCode: string | undefined;
  private askedAt = -Infinity;

  constructor(
    private readonly seen: SeenServer,
    private readonly deliveries: Deliveries,
    private readonly configuration: Configuration,
    private readonly logger: Logger,
    @Inject(deliveryPace) private readonly pace: DeliveryPace,
  ) {}

  /** Until it should be asked again although nothing is to be delivered, milliseconds. */
  get untilCheckMs(): number {
    return Math.max(0, this.askedAt + this.pace.checkMs - performance.now());
  }

  /**
   * Asks for its version and for our experiment: the version alone is told to everybody.
   * @throws ServerAway
   */
  async check(client: MlflowClient, signal: AbortSignal): Promise<void> {
    try {
      const version = await versionOf(client, signal);
      await client.experiments.getByName(this.configuration.mlflow.experimentName, { signal });
      this.askedAt = performance.now();
      this.goesOn();
      await this.seen.answered(client.trackingUrl, version);
    } catch (error) {
      throw isMlflowError(error) ? new ServerAway(error) : error;
    }
  }

  /** @returns how long to leave it alone, milliseconds */
  async failed(client: MlflowClient, { reason }: ServerAway): Promise<number> {
    this.failures += 1;
    this.askedAt = -Infinity;
    // Once per reason, not once per attempt.
    if (this.saidCode !== reason.errorCode) {
      this.saidCode = reason.errorCode;
      this.logger.warn('Deliveries to MLflow wait', { reason: reason.message });
    }
    await this.seen.failed(client.trackingUrl, reason.message);
    await this.deliveries.explainWaiting(reason.message);
    const pauseMs = doubled(this.pace.firstPauseMs, this.pace.longestPauseMs, this.failures);
    return Math.min(this.pace.longestPauseMs, Math.max(pauseMs, reason.retryAfterMs ?? 0));
  }

  private goesOn(): void {
    if (this.saidCode !== undefined) this.logger.info('MLflow answers; deliveries go on');
    this.failures = 0;
    this.saidCode = undefined;
  }
}

/** Undefined where a gateway hides the route, or the server is older than it: it can be written to all the same. */
async function versionOf(client: MlflowClient, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await client.version({ signal })).text;
  } catch (error) {
    if (isMlflowError(error, 'NOT_MLFLOW')) return undefined;
    throw error;
  }
}
