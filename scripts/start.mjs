// `npm start`: install what is missing, build what changed, then become the server.
// No dependencies, and it runs on the system's Node: nothing may be installed yet.
import { requireNode } from './project/node-version.mjs';
import { install, needsInstall } from './project/install.mjs';
import { build, needsBuild } from './project/build.mjs';
import { withProgress } from './project/progress.mjs';
import { startServer } from './project/server.mjs';

requireNode();
if (needsInstall()) await mustSucceed('[1/3] Installing', install);
if (needsBuild()) await mustSucceed('[2/3] Building', build);
console.log('[3/3] Starting');
startServer();

async function mustSucceed(label, step) {
  const { ok, output } = await withProgress(label, step, ({ ok }) => (ok ? '' : ' failed'));
  if (ok) return;
  console.error(output);
  process.exit(1);
}
