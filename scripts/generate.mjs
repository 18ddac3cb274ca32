// `npm run generate`: openapi.json and libs/sdk/generated, from the code.
import { build, needsBuild } from './project/build.mjs';
import { root } from './project/command.mjs';
import { generate } from './project/generate.mjs';
import { withProgress } from './project/progress.mjs';

if (needsBuild()) await mustSucceed('Building', build);
await mustSucceed('Generating openapi.json and the SDK', () => generate(root));
// The build contains the SDK.
await mustSucceed('Building', build);

async function mustSucceed(label, step) {
  const { ok, output } = await withProgress(label, step);
  if (ok) return;
  console.error(output);
  process.exit(1);
}
