import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { applicationRole } from '#libs/database';
import type { QueueDefinition } from './queue-definition.js';

/**
 * Creates or upgrades the job queue's own schema as the owner of the database, and lets the application
 * use it. pg-boss manages that schema itself; nothing of ours lives in it.
 */
export async function prepareJobQueues(ownerUrl: string, queues: readonly QueueDefinition[]): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    for (const { name, abandoned, retryLimit, expireInSeconds } of queues) {
      await boss.createQueue(abandoned, { notify: true });
      await boss.createQueue(name, {
        notify: true,
        deadLetter: abandoned,
        retryLimit,
        retryDelay: 1,
        // A killed worker is noticed after this and one supervision interval; the smallest that pg-boss takes.
        heartbeatSeconds: 10,
        expireInSeconds,
      });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`GRANT USAGE ON SCHEMA pgboss TO ${applicationRole}`);
    await client.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO ${applicationRole}`,
    );
    await client.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA pgboss TO ${applicationRole}`);
    await client.query(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO ${applicationRole}`);
  } finally {
    await client.end();
  }
}
