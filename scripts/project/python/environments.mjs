// Virtual environments of pinned Python packages, for what only Python can do: an MLflow server, its libraries in
// tests, the peers of the benches, linters. Nothing that serves or trains needs one.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../command.mjs';
import { findPython, PythonUnavailable } from './find-python.mjs';
import { withLock } from './lock.mjs';

export { PythonUnavailable };

/** Each is kept in `.python/<name>`. */
export const environments = {
  mlflow: { name: 'mlflow', requirements: 'scripts/mlflow/requirements.txt', oldest: [3, 10] },
  mlflow2: {
    name: 'mlflow-2',
    requirements: 'scripts/mlflow/requirements-2.txt',
    oldest: [3, 10],
    newest: [3, 13],
  },
  linters: { name: 'linters', requirements: 'scripts/deployment/requirements.txt', oldest: [3, 10] },
  bench: { name: 'bench', requirements: 'bench/requirements.txt', oldest: [3, 11] },
};

const windows = process.platform === 'win32';
const reportEveryMs = 5000;

/**
 * Makes the environment when there is none, when its requirements changed, or when its Python is gone.
 *
 * @param {import('./environments.d.mts').PythonEnvironment} environment
 * @param {{ report?: (line: string) => void, folder?: string }} [options] `report` takes lines of progress
 * @returns {Promise<string>} path of its Python
 * @throws PythonUnavailable
 */
export async function prepareEnvironment(environment, { report = () => undefined, folder = '.python' } = {}) {
  const requirements = join(root, environment.requirements);
  const place = join(root, folder, environment.name);
  const python = join(place, windows ? 'Scripts/python.exe' : 'bin/python');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  // Written last: an interrupted installation leaves none.
  const stamp = join(place, 'requirements.sha256');
  const ready = () =>
    existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && canImportItsPackages(python);
  if (ready()) return python;

  mkdirSync(join(root, folder), { recursive: true });
  const make = async () => {
    if (ready()) return;
    const system = findPython(environment);
    rmSync(place, { recursive: true, force: true });
    report(
      `Installing the packages of ${environment.requirements} into ${folder}/${environment.name} (once)`,
    );
    const begin = performance.now();
    await makeVirtualEnvironment(system, place);
    await install(python, requirements, environment.requirements, report);
    writeFileSync(stamp, wanted);
    report(`  ready after ${((performance.now() - begin) / 1000).toFixed(0)} s`);
  };
  await withLock(`${place}.lock`, make, () =>
    report(`Another process is making ${folder}/${environment.name}`),
  );
  return python;
}

/** False when the Python that the environment was made of is gone, or was replaced by another minor version. */
function canImportItsPackages(python) {
  return existsSync(python) && spawnSync(python, ['-c', 'import pip']).status === 0;
}

async function makeVirtualEnvironment(system, place) {
  const made = await run(system, ['-m', 'venv', place]);
  if (made.code !== 0)
    throw new PythonUnavailable(
      `${system} could not make a virtual environment (Debian and Ubuntu: apt install python3-venv).\n${made.tail}`,
    );
}

async function install(python, requirements, shown, report) {
  const options = ['--disable-pip-version-check', '--no-input', '--retries', '8', '--only-binary=:all:'];
  let collected = 0;
  let reportedAt = performance.now();
  const installed = await run(python, ['-m', 'pip', 'install', ...options, '-r', requirements], (line) => {
    if (line.startsWith('Collecting ')) collected += 1;
    if (line.startsWith('Installing collected packages')) {
      reportedAt = Infinity;
      report(`  ${collected} packages are here; unpacking them`);
    } else if (performance.now() - reportedAt > reportEveryMs) {
      reportedAt = performance.now();
      report(`  ${collected} packages found`);
    }
  });
  if (installed.code !== 0)
    throw new PythonUnavailable(
      `pip could not install ${shown}. Is its package index reachable, and are there wheels for this system? pip said:\n${installed.tail}`,
    );
}

function run(program, args, onLine = () => undefined) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  const keep = (chunk) => {
    for (const line of chunk.split('\n').filter((text) => text.trim() !== '')) {
      lines.push(line);
      onLine(line);
    }
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, tail: lines.slice(-8).join('\n') }));
  });
}
