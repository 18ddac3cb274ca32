import { migrateDatabase } from '#libs/database';
import { prepareJobQueues } from '#libs/jobs';
import { jobQueues } from '../../../api/src/job-queues.js';
import { migrations } from '../../../../migrations/index.js';
import { UserError } from '../user-error.js';

/** PostgreSQL: insufficient_privilege. */
const notAllowed = '42501';

/** @returns names of the migrations that ran */
export async function migrateOrExplain(url: string): Promise<string[]> {
  try {
    return await migrateDatabase(url, migrations, (owner) => prepareJobQueues(owner, jobQueues));
  } catch (error) {
    const { code, driverError } = error as { code?: string; driverError?: { code?: string } };
    if ((driverError?.code ?? code) !== notAllowed) throw error;
    throw new UserError(
      'DATABASE_URL leads to a role that may not change the schema: set MIGRATION_DATABASE_URL to the address of a role that owns it.',
    );
  }
}
