import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { applicationRole } from '#libs/database';

export const trainingQueue = 'training';
/** Takes the jobs whose worker died on every attempt, so that their runs still end. */
export const abandonedTrainingQueue = 'training_abandoned';

/**
 * Creates or upgrades the job queue's own schema as the owner of the database, and lets the application
 * use it. pg-boss manages that schema itself; nothing of ours lives in it.
 */
export async function prepareJobQueues(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await boss.createQueue(abandonedTrainingQueue, { notify: true });
    await boss.createQueue(trainingQueue, {
      notify: true,
      deadLetter: abandonedTrainingQueue,
      retryLimit: 2,
      retryDelay: 1,
      // A killed worker is noticed after this and one supervision interval; the smallest that pg-boss takes.
      heartbeatSeconds: 10,
      // Longer than any training: an expired job would be run a second time beside the first.
      expireInSeconds: 12 * 3600,
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
