import { Injectable } from '@nestjs/common';
import { Clock, Configuration, Logger, systemActor } from '#libs/platform';
import { LatestAnswers } from './latest-answers.js';
import { ResultDeletion } from './result-deletion.js';

const dayMs = 24 * 60 * 60 * 1000;

/** Deletes the results of batches that ended long ago. Any number of processes may do it: each batch is one's alone. */
@Injectable()
export class ExpiredResults {
  private readonly days: number;
  private readonly keepsLatest: boolean;

  constructor(
    private readonly deletion: ResultDeletion,
    private readonly latest: LatestAnswers,
    private readonly clock: Clock,
    private readonly logger: Logger,
    { batchResults }: Configuration,
  ) {
    this.days = batchResults.days;
    this.keepsLatest = batchResults.keepsLatest;
  }

  /** Now and once a day, as long as the process lives. */
  deleteDaily(): void {
    if (this.days === 0) return;
    const run = (): void => {
      this.delete().catch((error: unknown) =>
        this.logger.error('Expired results of batches could not be deleted', error),
      );
    };
    run();
    setInterval(run, dayMs).unref();
  }

  /** Batch by batch, each in a transaction of its own: one that fails, or a process that ends, leaves the others done. */
  async delete(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.days * dayMs);
    let count = 0;
    for (const { id, model } of await this.deletion.endedBefore(before)) {
      try {
        const condition = this.keepsLatest ? await this.latest.superseded(model) : 'true';
        if (await this.deletion.deleteIf(id, condition, systemActor, { after_days: this.days })) count += 1;
      } catch (error) {
        this.logger.error('The expired results of a batch could not be deleted', error, {
          batch_prediction_id: id,
        });
      }
    }
    if (count > 0) this.logger.info('Deleted the expired results of batches', { batches: count });
  }
}
