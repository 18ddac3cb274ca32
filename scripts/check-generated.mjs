// Fails when a committed generated file is not what the code generates. Needs the build.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './project/command.mjs';
import { generate, generatedPaths } from './project/generate.mjs';

const folder = mkdtempSync(join(tmpdir(), 'veridict-generated-'));
try {
  const { ok, output } = await generate(folder);
  if (!ok) fail(output);
  const paths = new Set([...filesOf(root), ...filesOf(folder)]);
  const stale = [...paths].filter((path) => contentOf(root, path) !== contentOf(folder, path));
  if (stale.length > 0)
    fail(`These files are not what the code generates: run npm run generate.\n  ${stale.join('\n  ')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function filesOf(base) {
  return generatedPaths.flatMap((path) => {
    if (!existsSync(join(base, path))) return [];
    if (statSync(join(base, path)).isFile()) return [path];
    return readdirSync(join(base, path), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(base, '/').length));
  });
}

function contentOf(base, path) {
  const file = join(base, path);
  // Git may have written other line ends on Windows.
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined;
}

function fail(message) {
  console.error(message);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
