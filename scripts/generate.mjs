// `npm run generate`: openapi.json, libs/sdk/generated and the WebAssembly kernels of libs/ml, from the code.
// `npm run generate -- kernels`: the kernels alone, which need no build.
import { build, needsBuild } from './project/build.mjs';
import { root } from './project/command.mjs';
import { generate } from './project/generate.mjs';
import { compileKernels } from './project/kernels.mjs';
import { withProgress } from './project/progress.mjs';

if (process.argv[2] === 'kernels') {
  await mustSucceed('Compiling the kernels', () => compileKernels(root));
  process.exit(0);
}
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
