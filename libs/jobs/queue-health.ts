import { Injectable } from '@nestjs/common';
import { Metrics } from '#libs/platform';
import { JobQueue } from './job-queue.js';

/** How much work waits, is done and was given up: counted by the queue's own supervision every few seconds. */
@Injectable()
export class QueueHealth {
  constructor(queue: JobQueue, metrics: Metrics) {
    metrics.gauge('veridict_jobs', 'Jobs in the queues, by state', ['queue', 'state'], async (gauge) => {
      // Without the database nobody knows; what was known before would be a lie.
      const queues = await queue.boss.getQueues().catch(() => []);
      gauge.reset();
      for (const { name, readyCount, activeCount, failedCount } of queues) {
        gauge.set({ queue: name, state: 'waiting' }, readyCount);
        gauge.set({ queue: name, state: 'active' }, activeCount);
        gauge.set({ queue: name, state: 'failed' }, failedCount);
      }
    });
  }
}
