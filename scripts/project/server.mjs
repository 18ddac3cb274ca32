import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { node, root } from './command.mjs';

/** Ctrl-C reaches this process from the terminal and again through npm; milliseconds apart. */
const oneKeystrokeMs = 500;

/** How soon a stop of npm is noticed. */
const parentCheckMs = 200;

const posix = process.platform !== 'win32';

/**
 * Starts the server and stands in for it: signals go to it, its exit code comes back.
 *
 * The server runs in a process group of its own. In ours, a terminal's Ctrl-C would reach it directly,
 * and once more from here and from npm, and a second signal tells it to drop running requests. So this
 * process alone hands a signal on: once, and again only when it was given again on purpose.
 */
export function startServer() {
  const server = spawn(
    node,
    [
      '--enable-source-maps',
      '--import',
      new URL('./end-with-starter.mjs', import.meta.url).href,
      'dist/apps/cli/src/main.js',
      'start',
      ...process.argv.slice(2),
    ],
    { cwd: root, detached: posix, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  );
  server.on('error', (error) => {
    console.error(`The server could not be started: ${error.message}`);
    process.exit(1);
  });
  server.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

  let passedOnAt = -Infinity;
  const passOn = (signal) => {
    // Windows gives Ctrl-C to every process of the console, and kill() there means at once.
    if (!posix || performance.now() - passedOnAt < oneKeystrokeMs) return;
    passedOnAt = performance.now();
    server.kill(signal);
  };
  process.on('SIGINT', passOn);
  process.on('SIGTERM', passOn);

  // Not somebody's second thought, only what follows when the terminal or npm goes away.
  const stopOnce = () => {
    if (passedOnAt === -Infinity) passOn('SIGTERM');
  };
  process.on('SIGHUP', stopOnce);
  if (posix) onceOrphaned(stopOnce);
}

/**
 * A SIGTERM for npm ends the shell between npm and this process, which hands nothing on. All that can be
 * seen from here is that another process has become the parent.
 */
function onceOrphaned(act) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, parentCheckMs);
  watch.unref();
}
