import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root, run } from './command.mjs';
import { environments, prepareEnvironment, PythonUnavailable } from './python/environments.mjs';

const workflows = ['.github/workflows/ci.yml', '.github/workflows/deploy.yml'];

/**
 * The files that nothing else of `npm test` reads: how images are made, started and published. Offline, once the
 * linters are installed.
 *
 * @returns {Promise<import('./checks.mjs').Outcome>}
 */
export async function lintDeployment() {
  let python;
  try {
    python = await prepareEnvironment(environments.linters);
  } catch (error) {
    // What is missing is a failure where CI brings it, and on a developer's machine a reason to skip.
    if (!(error instanceof PythonUnavailable) || process.env.CI === 'true') throw error;
    return { passed: 0, failures: [], skipped: [`deployment: ${error.message.split('\n')[0]}`] };
  }
  const folder = mkdtempSync(join(tmpdir(), 'veridict-linters-'));
  try {
    const results = await Promise.all(
      commands(folder).map(async ([program, ...args]) => ({
        name: `deployment: ${program} ${args.join(' ')}`,
        ...(await run(join(dirname(python), program), args)),
      })),
    );
    const failures = results
      .filter(({ ok }) => !ok)
      .map(({ name, output }) => ({ name, detail: output.trim() }));
    return { passed: failures.length === 0 ? 1 : 0, failures, skipped: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of each: a linter that knows the language, and the schema where there is one. */
function commands(folder) {
  const schema = (name, ...files) => ['check-jsonschema', '--builtin-schema', name, ...files];
  return [
    ['hadolint', '--no-color', 'Dockerfile'],
    ['shellcheck', '.ci/run', '.github/try-image.sh'],
    // Security of workflows: permissions, injection into scripts, pins, caches.
    ['zizmor', '--offline', '--no-progress', '--color=never', '--strict-collection', '.github'],
    schema('vendor.github-workflows', ...workflows),
    schema('custom.github-workflows-require-timeout', ...workflows),
    schema('vendor.dependabot', '.github/dependabot.yml'),
    schema('vendor.compose-spec', 'docker-compose.yml'),
    ['check-jsonschema', '--schemafile', 'deploy/hugging-face/front-matter.schema.json', frontMatter(folder)],
  ];
}

/** The settings at the top of the Space's README, as a file of their own. */
function frontMatter(folder) {
  const readme = readFileSync(join(root, 'deploy/hugging-face/README.md'), 'utf8');
  const file = join(folder, 'front-matter.yml');
  writeFileSync(file, /^---\n(.*?\n)---\n/s.exec(readme)?.[1] ?? '');
  return file;
}
