import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, run, runTool } from './command.mjs';

/** What is generated and committed, by its path in the repository. */
export const generatedPaths = ['openapi.json', 'libs/sdk/generated'];

/**
 * Writes the OpenAPI document of the built application, and the SDK for it, under `folder`.
 *
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function generate(folder) {
  const document = join(folder, 'openapi.json');
  const sdk = join(folder, 'libs/sdk/generated');
  mkdirSync(sdk, { recursive: true });
  const written = await run(node, ['dist/apps/cli/src/main.js', 'openapi', 'write', document]);
  if (!written.ok) return written;
  const generated = await runTool('@hey-api/openapi-ts/bin/run.js', [
    ...['--file', join(root, 'openapi-ts.config.mjs')],
    ...['--input', document],
    ...['--output', sdk],
  ]);
  if (generated.ok) leaveRuntimeUnchecked(sdk);
  return generated;
}

/**
 * The generator copies its own runtime beside the operations, written for compilers that do not have
 * exactOptionalPropertyTypes. It is checked where it is made; the types and operations of our API are
 * checked here.
 */
function leaveRuntimeUnchecked(sdk) {
  for (const folder of ['client', 'core']) {
    for (const name of readdirSync(join(sdk, folder))) {
      const file = join(sdk, folder, name);
      writeFileSync(file, `// @ts-nocheck\n${readFileSync(file, 'utf8')}`);
    }
  }
}
