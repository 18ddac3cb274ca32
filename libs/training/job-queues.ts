import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { applicationRole } from '#libs/database';

export const trainingQueue = 'training';

/**
 * Creates or upgrades the job queue's own schema as the owner of the database, and lets the application
 * use it. pg-boss manages that schema itself; nothing of ours lives in it.
 */
export async function prepareJobQueues(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    // heartbeat and expiry: a killed worker is noticed in about 15 s; a long training is not taken for dead.
    await boss.createQueue(trainingQueue, {
      policy: 'standard',
      retryLimit: 2,
      retryDelay: 1,
      expireInSeconds: 4 * 3600,
      heartbeatSeconds: 10,
    });
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
