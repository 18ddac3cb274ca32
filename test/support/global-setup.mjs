// One PostgreSQL server per test run, with a migrated template database; each spec file copies the
// template. Runs on the build (dist/), which `npm test` makes first.
import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, migrateDatabase, provisionDatabase } from '../../dist/libs/database/index.js';
import { migrations } from '../../dist/migrations/index.js';
import { jobQueues } from '../../dist/apps/api/src/job-queues.js';
import { prepareJobQueues } from '../../dist/libs/jobs/index.js';

export default async function setup() {
  // PostgreSQL runs under another account when the tests run as root: it must be able to get there.
  const dataDir = await mkdtemp(join(tmpdir(), 'veridict-test-'));
  await chmod(dataDir, 0o755);
  // Several spec files run at once, some with three processes.
  const server = await EmbeddedPostgres.start(dataDir, { maxConnections: 300 });
  const addresses = await provisionDatabase(server, dataDir, 'template_veridict');
  await migrateDatabase(addresses.migration, migrations, (owner) => prepareJobQueues(owner, jobQueues));
  // Compiles what every server loads once instead of at each start, which is a fifth of it.
  process.env['NODE_COMPILE_CACHE'] = join(dataDir, 'compile-cache');
  process.env['VERIDICT_TEST_DATABASE'] = JSON.stringify({ ...addresses, superuser: server.superuserUrl() });
  globalThis.stopTestDatabase = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
