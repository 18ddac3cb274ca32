import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Folder of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The Node 24 that npm installs beside the other packages: the system's own may be 20. */
export const node = fileURLToPath(
  new URL(`../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
);

/**
 * Runs a program to its end and keeps what it wrote: steps stay silent unless they fail.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, timeLimitMs?: number, shell?: boolean }} [options]
 * @returns {Promise<{ ok: boolean, code: number, output: string }>}
 */
export function run(program, args, { env, timeLimitMs = 20 * 60_000, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const timer = setTimeout(() => {
      output += `\nStopped after ${timeLimitMs / 60_000} minutes.\n`;
      child.kill('SIGKILL');
    }, timeLimitMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ ok: false, code: 1, output: `${output}${error.message}\n` });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ ok: code === 0, code: code ?? 1, output });
    });
  });
}

/** Runs the program of an installed package; `entry` is its path under node_modules. */
export function runTool(entry, args, options) {
  return run(node, [`node_modules/${entry}`, ...args], options);
}
