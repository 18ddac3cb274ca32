// `node scripts/rehearse-image.mjs server|space`: what `docker build --target` and `docker run` would do, without
// Docker, on this machine's libraries. Takes as long as two `npm ci`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build, needsBuild } from './project/build.mjs';
import { makePrograms, openToAll, runIn, startIn } from './project/image/container.mjs';
import { rehearse, restrictWriting } from './project/image/rehearsal.mjs';
import { duration, withProgress } from './project/progress.mjs';

const [target = 'server'] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'veridict-image-'));
const cleanUp = [() => execFileSync('chmod', ['-R', 'u+w', folder])];
try {
  openToAll(folder);
  const programs = makePrograms(folder);
  const run = runIn(programs);
  const image = await rehearse(target, folder, {
    run: (command, cwd) => withProgress(`RUN ${command.slice(0, 90)}`, () => run(command, cwd)),
  });
  restrictWriting(image);
  printSizes(image);
  await serve(image, programs);
} finally {
  for (const step of cleanUp) await step();
  rmSync(folder, { recursive: true, force: true });
}

function printSizes(image) {
  const here = join(image.root, image.workingDirectory);
  const size = (path) =>
    execFileSync('du', ['-sm', join(here, path)])
      .toString()
      .split('\t')[0];
  console.log(
    `On top of the base image: ${size('.')} MB (dist ${size('dist')}, node_modules ${size('node_modules')})`,
  );
}

async function serve(image, programs) {
  const environment = target === 'server' ? await serverEnvironment() : {};
  const startedAt = performance.now();
  const server = startIn(image, image.command, { programs, environment });
  const ended = new Promise((resolve) => server.once('close', (code, signal) => resolve(code ?? signal)));
  for (const stream of [server.stdout, server.stderr]) stream.pipe(process.stdout, { end: false });
  const healthy = () =>
    new Promise((resolve) => {
      const check = startIn(image, image.healthCheck, { programs, environment });
      check.once('close', (code) => resolve(code === 0));
    });
  while (server.exitCode === null && !(await healthy())) await wait(250);
  if (server.exitCode !== null) throw new Error(`It ended with ${server.exitCode} before it was healthy.`);
  console.log(`Healthy after ${duration(performance.now() - startedAt)}`);
  server.kill('SIGTERM');
  console.log(`After SIGTERM it ended with ${await ended}`);
}

/** A database beside it, as docker-compose.yml has one. */
async function serverEnvironment() {
  if (needsBuild()) {
    const { ok, output } = await withProgress('Building', build);
    if (!ok) throw new Error(output);
  }
  const { EmbeddedPostgres, provisionDatabase } = await import('../dist/libs/database/index.js');
  const place = mkdtempSync(join(tmpdir(), 'veridict-image-database-'));
  openToAll(place);
  const server = await EmbeddedPostgres.start(place);
  cleanUp.unshift(async () => {
    await server.stop();
    rmSync(place, { recursive: true, force: true });
  });
  const { application, migration } = await provisionDatabase(server, place);
  return {
    ...{ DATABASE_URL: application, MIGRATION_DATABASE_URL: migration },
    ...{ JWT_SECRET: 'only for this rehearsal, thirty-two characters', SEED_SAMPLE_DATA: 'true' },
  };
}
