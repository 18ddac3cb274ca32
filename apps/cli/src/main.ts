import { ConfigurationError } from '#libs/platform';
import { importCustomers } from './commands/import-customers.js';
import { importEmployees } from './commands/import-employees.js';
import { migrate } from './commands/migrate.js';
import { writeOpenApi } from './commands/openapi.js';
import { start } from './commands/start.js';
import { UserError } from './user-error.js';

const usage = `Usage: veridict <command>

  start                  everything: database, migrations, sample data, first models, API and worker
  migrate                bring the database's schema up to date
  openapi write <file>   write the OpenAPI document
  import employees [--sirh <file>] [--eval <file>] [--sondage <file>] [--partial] [--dry-run]
                         import one to three of the HR extracts
  import customers <file> [--mode append|upsert|replace] [--partial]
                         import a Home Credit application file`;

async function run([command, ...rest]: readonly string[]): Promise<void> {
  switch (command) {
    case 'start':
      return start(process.env);
    case 'migrate':
      return migrate(process.env);
    case 'openapi':
      if (rest[0] === 'write' && rest[1]) return writeOpenApi(rest[1]);
      break;
    case 'import':
      if (rest[0] === 'employees') return importEmployees(process.env, rest.slice(1));
      if (rest[0] === 'customers') return importCustomers(process.env, rest.slice(1));
      break;
    case undefined:
    case 'help':
    case '--help':
      console.log(usage);
      return;
  }
  throw new UserError(`Unknown command.\n\n${usage}`);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  // What a user can mend is one sentence; anything else is our bug and shows where.
  const forUser = error instanceof UserError || error instanceof ConfigurationError;
  console.error(forUser ? error.message : error);
  process.exit(1);
}
