import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { node, run } from './command.mjs';
import { compileKernels, kernelPaths } from './kernels.mjs';

/** What is generated and committed, by its path in the repository. */
export const generatedPaths = ['openapi.json', 'libs/sdk/generated', ...kernelPaths];

/**
 * Writes the OpenAPI document of the built application, the SDK for it and the compiled kernels, under `folder`.
 *
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function generate(folder) {
  const document = join(folder, 'openapi.json');
  const sdk = join(folder, 'libs/sdk/generated');
  mkdirSync(sdk, { recursive: true });
  const written = await run(node, ['dist/apps/cli/src/main.js', 'openapi', 'write', document]);
  if (!written.ok) return written;
  const made = await run(node, ['scripts/project/generate-sdk.mjs', document, sdk]);
  return made.ok ? compileKernels(folder) : made;
}
