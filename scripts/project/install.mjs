import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './command.mjs';

/** Whether node_modules is missing, half made, or older than the lockfile. */
export function needsInstall() {
  // npm writes this file last, so an interrupted installation leaves none.
  const installed = modifiedAt('node_modules/.package-lock.json');
  return installed === undefined || installed < modifiedAt('package-lock.json');
}

/** `npm ci`: exactly what the lockfile says. */
export function install() {
  const windows = process.platform === 'win32';
  // Under `npm start` npm tells where it is and which Node runs it; that Node is not the one that
  // `npm ci` is about to replace.
  const { npm_execpath: npm, npm_node_execpath: npmNode = process.execPath } = process.env;
  return npm ? run(npmNode, [npm, 'ci']) : run(windows ? 'npm.cmd' : 'npm', ['ci'], { shell: windows });
}

function modifiedAt(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs;
}
