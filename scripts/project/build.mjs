import { readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './command.mjs';

const sources = ['apps', 'libs', 'migrations', 'tsconfig.json', 'tsconfig.build.json', 'package.json'];
const stamp = join(root, 'dist/.built');

/** Whether anything that goes into dist/ changed since the last successful build. */
export function needsBuild() {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  return built === undefined || sources.some((source) => changedSince(join(root, source), built));
}

/** One compiler run for all applications and libraries; incremental, so a second one takes a second. */
export async function build() {
  const begin = new Date();
  rmSync(stamp, { force: true });
  const result = await runTool('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--pretty', 'false']);
  if (result.ok) {
    writeFileSync(stamp, '');
    // Edits made while the compiler ran belong to the next build.
    utimesSync(stamp, begin, begin);
  }
  return result;
}

function changedSince(path, time) {
  const status = statSync(path, { throwIfNoEntry: false });
  // A folder's own time tells of files that were added, renamed or deleted.
  if (!status || status.mtimeMs > time) return true;
  if (!status.isDirectory()) return false;
  return readdirSync(path, { withFileTypes: true }).some(
    (entry) => !entry.name.endsWith('.spec.ts') && changedSince(join(path, entry.name), time),
  );
}
