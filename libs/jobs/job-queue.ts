import { Injectable } from '@nestjs/common';
import { PgBoss } from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { Logger } from '#libs/platform';
import type { QueueDefinition } from './queue-definition.js';

/** The durable queue. Opened in one explicit place; a process that only enqueues opens no worker. */
@Injectable()
export class JobQueue {
  readonly boss: PgBoss;

  constructor(url: string, role: string | undefined, logger: Logger) {
    this.boss = new PgBoss({
      connectionString: url,
      ...(role ? { options: `-c role=${role}` } : {}),
      application_name: 'veridict-jobs',
      max: 4,
      connectionTimeoutMillis: 5_000,
      // The owner migrates (prepareJobQueues); maintenance that needs ownership stays off.
      migrate: false,
      createSchema: false,
      schedule: false,
      reindex: false,
      monitorVacuum: false,
      useListenNotify: true,
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
    });
    // Several per restart of PostgreSQL; without a listener the process would die of the first.
    this.boss.on('error', (error) => logger.warn('The job queue met an error', { reason: error.message }));
  }

  async start(): Promise<void> {
    await this.boss.start();
  }

  /** Enqueues in the caller's transaction: the job exists if and only if the row that it stands for does. */
  async send(manager: EntityManager, queue: QueueDefinition, job: object): Promise<void> {
    const runner = manager.queryRunner;
    if (!runner) throw new Error('send must be called within a transaction');
    const executeSql = async (text: string, values?: unknown[]): Promise<{ rows: unknown[] }> => {
      const result = await runner.query(text, values, true);
      return { rows: result.records as unknown[] };
    };
    await this.boss.send(queue.name, job, { db: { executeSql } });
  }

  /** Waits for handlers that are running, up to the limit. */
  async stop(timeoutMs: number): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: timeoutMs });
  }
}
