import { Injectable } from '@nestjs/common';
import { Clock, Configuration, Metrics } from '#libs/platform';
import { type DeliveryBacklog, DeliveryState, MlflowOutbox } from '#libs/training';

/** However often it is asked, the table is counted this often at most, milliseconds. */
const freshMs = 1_000;
/** Health must not wait for a database that hangs, milliseconds. */
const patienceMs = 1_500;

/** How much waits, for those who ask often: health and metrics. */
@Injectable()
export class BacklogView {
  private latest: DeliveryBacklog | undefined;
  private countedAt = -Infinity;
  private counting: Promise<void> | undefined;

  constructor(
    private readonly outbox: MlflowOutbox,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    metrics.gauge(
      'veridict_mlflow_deliveries',
      'Finished runs by the state of their delivery to MLflow',
      ['state'],
      async (gauge) => {
        const backlog = await this.current();
        for (const state of Object.values(DeliveryState))
          if (backlog) gauge.set({ state }, backlog.counts[state]);
      },
    );
    metrics.gauge(
      'veridict_mlflow_oldest_pending_seconds',
      'Since the end of the run that has waited longest for its delivery to MLflow; 0 when none waits',
      [],
      async (gauge) => gauge.set(this.ageSeconds((await this.current())?.oldestPendingAt ?? null)),
    );
  }

  /** Undefined when the database never told; what it told last when it does not now. */
  async current(): Promise<DeliveryBacklog | undefined> {
    if (performance.now() - this.countedAt > freshMs) {
      this.counting ??= this.count().finally(() => (this.counting = undefined));
      await Promise.race([this.counting, delay(patienceMs)]);
    }
    return this.latest;
  }

  /** What /health shows; it says nothing that is worth hiding, for everybody may ask. */
  async summary(): Promise<{ configured: boolean; pending: number | null; refused: number | null }> {
    const counts = (await this.current())?.counts;
    return {
      configured: this.configuration.mlflow.trackingUri !== undefined,
      pending: counts?.pending ?? null,
      refused: counts?.refused ?? null,
    };
  }

  private async count(): Promise<void> {
    try {
      this.latest = await this.outbox.backlog();
      this.countedAt = performance.now();
    } catch {
      // Health and metrics have other ways to say that the database is away.
    }
  }

  private ageSeconds(since: Date | null): number {
    return since ? Math.max(0, (this.clock.now().getTime() - since.getTime()) / 1000) : 0;
  }
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
