import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotRun } from '../cannot-run.js';

const requirements = fileURLToPath(new URL('../../requirements.txt', import.meta.url));
const folder = fileURLToPath(new URL('../../../.bench/python', import.meta.url));
/** Written last: an interrupted installation leaves none, and is made anew. */
const stamp = join(folder, 'installed-requirements.sha256');
const windows = process.platform === 'win32';
const oldest = [3, 11];

/**
 * The Python of a virtual environment that holds exactly what bench/requirements.txt says; made when there is none
 * or when that file changed.
 *
 * @throws CannotRun
 */
export async function preparePython(): Promise<string> {
  const python = join(folder, windows ? 'Scripts/python.exe' : 'bin/python');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  const system = findPython();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  console.log('Installing the Python peers into .bench/python (once; about 100 MB to download)');
  const made = await run(system, ['-m', 'venv', folder]);
  if (made.code !== 0) {
    throw new CannotRun(
      `Python could not make a virtual environment (Debian and Ubuntu: apt install python3-venv).\n${made.tail}`,
    );
  }
  const begin = performance.now();
  const installed = await run(
    python,
    ['-m', 'pip', 'install', '--disable-pip-version-check', '--only-binary=:all:', '-r', requirements],
    (line) => {
      const name = /^(?:Collecting|Downloading) (\S+)/.exec(line.trim())?.[0];
      if (name) console.log(`  ${name}`);
    },
  );
  if (installed.code !== 0) {
    throw new CannotRun(
      `pip could not install bench/requirements.txt. Is its package index reachable, and is there a wheel for this system? pip said:\n${installed.tail}`,
    );
  }
  writeFileSync(stamp, wanted);
  console.log(`  installed in ${((performance.now() - begin) / 1000).toFixed(0)} s`);
  return python;
}

function findPython(): string {
  const needed = `The peers need Python ${oldest.join('.')} or newer on the PATH (bench:train -- --peers none measures without them)`;
  const ask = ['-c', 'import sys; print(*sys.version_info[:2])'];
  const found: string[] = [];
  for (const program of windows ? ['python', 'python3'] : ['python3', 'python']) {
    const { status, stdout } = spawnSync(program, ask, { encoding: 'utf8' });
    if (status !== 0) continue;
    const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
    if (major > oldest[0]! || (major === oldest[0] && minor >= oldest[1]!)) return program;
    found.push(`${program} is ${major}.${minor}`);
  }
  throw new CannotRun(`${needed}; ${found.join(', ') || 'there is no python3'}.`);
}

function run(
  program: string,
  args: readonly string[],
  onLine: (line: string) => void = () => undefined,
): Promise<{ code: number | null; tail: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const keep = (chunk: string): void => {
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
