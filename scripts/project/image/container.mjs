import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { node } from '../command.mjs';

/** A folder with the programs that the base image has and this machine may have in another version. */
export function makePrograms(folder) {
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  try {
    linkSync(node, join(programs, 'node'));
  } catch {
    // The temporary folder is on another file system.
    copyFileSync(node, join(programs, 'node'));
  }
  return programs;
}

/** Runs a command of RUN, with Docker's shell. */
export function runIn(programs) {
  return (command, cwd) =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, PATH: `${programs}:${process.env.PATH}` };
      const child = spawn('/bin/sh', ['-c', command], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
      child.once('error', reject);
      child.once('close', (code) =>
        code === 0 ? resolve() : reject(new Error(`RUN ${command}\nended with ${code}:\n${output}`)),
      );
    });
}

/**
 * Starts a program of the image as CMD or HEALTHCHECK would: its environment and nothing of ours, its account.
 *
 * @param {import('./rehearsal.mjs').Image} image
 * @param {readonly string[]} command
 * @param {{ programs: string, environment?: Record<string, string> }} options
 */
export function startIn(image, command, { programs, environment = {} }) {
  const own = Object.entries(image.environment).map(([name, value]) => [
    name,
    value.startsWith('/') ? join(image.root, value) : value,
  ]);
  return spawn(join(programs, command[0]), command.slice(1), {
    ...account(image.user),
    cwd: join(image.root, image.workingDirectory),
    env: {
      PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`,
      HOME: join(image.root, 'tmp'),
      ...Object.fromEntries(own),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Only root can become somebody else. PostgreSQL wants an account with a name. */
function account(user) {
  if (process.getuid() !== 0 || user === undefined) return {};
  const [uid] = user.split(':').map(Number);
  const known = existsSync('/etc/passwd') && readFileSync('/etc/passwd', 'utf8').includes(`:x:${uid}:`);
  const id = known ? uid : 65534;
  return { uid: id, gid: id };
}

/** Lets every account reach the folder: `mkdtemp` makes it its owner's alone. */
export function openToAll(folder) {
  chmodSync(folder, 0o755);
}
