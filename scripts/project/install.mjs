import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './command.mjs';

/** npm keeps here what it installed, and writes it last: an interrupted installation leaves none. */
const installedFile = join(root, 'node_modules/.package-lock.json');
const lockFile = join(root, 'package-lock.json');

/** Whether node_modules is missing, half made, or not what the lockfile says. */
export function needsInstall() {
  if (!existsSync(installedFile)) return true;
  // Git gives a file a new time on every checkout, so a newer lockfile need not be another one.
  if (statSync(installedFile).mtimeMs > statSync(lockFile).mtimeMs) return false;
  const installed = packagesOf(installedFile);
  return Object.entries(packagesOf(lockFile)).some(
    // The entry without a name is the project itself; optional packages are for other platforms.
    ([path, { version, optional }]) =>
      path !== '' && (installed[path] ? installed[path].version !== version : !optional),
  );
}

/** `npm ci`: exactly what the lockfile says. */
export function install() {
  const windows = process.platform === 'win32';
  // Under `npm start` npm tells where it is and which Node runs it; that Node is not the one that
  // `npm ci` is about to replace.
  const { npm_execpath: npm, npm_node_execpath: npmNode = process.execPath } = process.env;
  return npm ? run(npmNode, [npm, 'ci']) : run(windows ? 'npm.cmd' : 'npm', ['ci'], { shell: windows });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
