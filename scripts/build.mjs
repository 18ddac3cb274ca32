import { build } from './project/build.mjs';
import { withProgress } from './project/progress.mjs';

const { ok, output } = await withProgress('Building', build);
if (!ok) {
  console.error(output);
  process.exit(1);
}
