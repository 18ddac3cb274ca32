import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { node, run } from './command.mjs';

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
  return written.ok ? run(node, ['scripts/project/generate-sdk.mjs', document, sdk]) : written;
}
