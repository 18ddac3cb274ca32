import { Injectable } from '@nestjs/common';
import { Metrics } from '#libs/platform';

export type DeliveryOutcome = 'delivered' | 'retried' | 'refused' | 'waiting';

/** What became of the attempts of this process. */
@Injectable()
export class DeliveryOutcomes {
  private readonly attempts;

  constructor(metrics: Metrics) {
    this.attempts = metrics.counter(
      'veridict_mlflow_delivery_attempts_total',
      'Attempts of this process to deliver a run to MLflow; waiting: the server was away, no attempt of the run',
      ['outcome'],
    );
  }

  count(outcome: DeliveryOutcome): void {
    this.attempts.inc({ outcome });
  }
}
