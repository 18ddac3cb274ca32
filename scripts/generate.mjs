// `npm run generate`: openapi.json and libs/sdk/generated, from the code.
import { build, needsBuild } from './project/build.mjs';
import { root } from './project/command.mjs';
import { generate } from './project/generate.mjs';
import { withProgress } from './project/progress.mjs';

// The compiler writes its output in spite of errors, and a stale SDK may be one: the last build decides.
if (needsBuild()) await withProgress('Building', build);
await mustSucceed('Generating openapi.json and the SDK', () => generate(root));
await mustSucceed('Building', build);

async function mustSucceed(label, step) {
  const { ok, output } = await withProgress(label, step);
  if (ok) return;
  console.error(output);
  process.exit(1);
}
