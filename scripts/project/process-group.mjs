import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const posix = process.platform !== 'win32';
const watcher = fileURLToPath(new URL('./end-group-with-starter.mjs', import.meta.url));

/**
 * Starts a program that starts others (a server and its workers), so that all of them can be ended together. They
 * also end when this process is killed in a way that it cannot pass on.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {import('./process-group.d.mts').ProcessGroup}
 */
export function startProcessGroup(program, args, options = {}) {
  const child = spawn(program, args, { ...options, detached: posix });
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const guard = posix && child.pid !== undefined ? guardGroup(child.pid) : undefined;

  const send = (signal) => {
    if (child.pid === undefined) return;
    if (!posix) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore' });
    else
      try {
        process.kill(-child.pid, signal);
      } catch (error) {
        // Nobody of the group is left; macOS says EPERM when only ended ones are.
        if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
      }
  };
  const end = async () => {
    const outcome = await ended;
    // What outlived the program that started it, and would keep its port.
    if (posix) send('SIGKILL');
    guard?.disconnect();
    return outcome;
  };

  return {
    child,
    ended: end(),
    signal: send,
    async stop(graceMs = 10_000) {
      const timer = setTimeout(() => send('SIGKILL'), graceMs);
      if (child.exitCode === null && child.signalCode === null) send('SIGTERM');
      try {
        return await this.ended;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** In a group of its own: Ctrl-C in a terminal must not end it before what it guards. */
function guardGroup(group) {
  const guard = spawn(process.execPath, [watcher, String(group)], {
    detached: true,
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  guard.unref();
  guard.channel?.unref();
  // Without a guard everything works; only a killed starter would leave its children behind.
  guard.on('error', () => undefined);
  return {
    disconnect: () => guard.connected && guard.send('ended', () => guard.connected && guard.disconnect()),
  };
}
