// Writes the SDK for an OpenAPI document: generate-sdk.mjs <document> <folder>. A program of its own
// because the generator needs Node 22, and `npm test` may have been started on Node 20.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { root } from './command.mjs';

const [document, folder] = process.argv.slice(2);

await createClient({
  input: document,
  output: { path: folder, module: { extension: '.js' }, tsConfigPath: join(root, 'tsconfig.json') },
  logs: { level: 'warn', file: false },
  plugins: [
    '@hey-api/typescript',
    { name: '@hey-api/client-fetch', throwOnError: true },
    {
      name: '@hey-api/sdk',
      operations: { strategy: 'single', containerName: 'VeridictOperations', methods: 'instance' },
    },
  ],
});

// The generator copies its own runtime beside the operations, written for compilers that do not have
// exactOptionalPropertyTypes. It is checked where it is made; what is of our API is checked here.
for (const part of ['client', 'core']) {
  for (const name of readdirSync(join(folder, part))) {
    const file = join(folder, part, name);
    writeFileSync(file, `// @ts-nocheck\n${readFileSync(file, 'utf8')}`);
  }
}
