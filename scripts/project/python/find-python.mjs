import { spawnSync } from 'node:child_process';

/** A reason that the user can act on; shown without a stack. */
export class PythonUnavailable extends Error {}

/** Says the version, then the modules that a virtual environment with pip needs and that are not there. */
const question =
  'import importlib.util as u, sys; ' +
  'print(*sys.version_info[:2], *[m for m in ("venv", "ensurepip", "ssl") if u.find_spec(m) is None])';

const programs = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/**
 * The first program on the PATH that is a Python within the range and can make virtual environments.
 *
 * @param {{ oldest: [number, number], newest?: [number, number] }} range
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string} its name
 * @throws PythonUnavailable with everything that was found, and what each of them lacks
 */
export function findPython({ oldest, newest }, env = process.env) {
  const findings = [];
  for (const program of programs) {
    // A launcher of another program can wait for a person; a Python answers at once.
    const { status, stdout } = spawnSync(program, ['-c', question], {
      env,
      encoding: 'utf8',
      timeout: 20_000,
    });
    if (status !== 0) continue;
    const [major = 0, minor = 0, ...missing] = stdout.trim().split(' ');
    const version = [Number(major), Number(minor)];
    if (before(version, oldest) || (newest && before(newest, version)))
      findings.push(`${program} is ${version.join('.')}`);
    else if (missing.length > 0)
      findings.push(`${program} (${version.join('.')}) lacks ${missing.join(' and ')}${advice(missing)}`);
    else return program;
  }
  const wanted = newest ? `${oldest.join('.')} to ${newest.join('.')}` : `${oldest.join('.')} or newer`;
  throw new PythonUnavailable(
    `Python ${wanted} with venv and pip is needed on the PATH: ${findings.join(', ') || 'there is no python3'}.`,
  );
}

function before([major, minor], [otherMajor, otherMinor]) {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}

function advice(missing) {
  return missing.includes('ssl') ? '' : ' (Debian and Ubuntu: apt install python3-venv)';
}
