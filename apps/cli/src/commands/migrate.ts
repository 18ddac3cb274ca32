import { Configuration } from '#libs/platform';
import { startDatabase } from '../start/database.js';
import { migrateOrExplain } from '../start/migrate.js';
import { UserError } from '../user-error.js';

/** For deployments: run it with the owner's address before the API and the workers start. */
export async function migrate(environment: NodeJS.ProcessEnv): Promise<void> {
  const configuration = new Configuration(environment);
  if (configuration.usesEmbeddedDatabase)
    throw new UserError('Set DATABASE_URL; the embedded database is migrated by `npm start`.');
  const database = await startDatabase(configuration);
  const ran = await migrateOrExplain(database.migration);
  console.log(ran.length === 0 ? 'The schema is up to date.' : `Ran ${ran.join(', ')}.`);
}
