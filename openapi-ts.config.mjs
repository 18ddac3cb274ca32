// How libs/sdk/generated is made from openapi.json; input and output are given by scripts/project/generate.mjs.
/** @type {Partial<import('@hey-api/openapi-ts').UserConfig>} */
export default {
  input: 'openapi.json',
  output: { path: 'libs/sdk/generated', module: { extension: '.js' } },
  logs: { level: 'warn', file: false },
  plugins: [
    '@hey-api/typescript',
    { name: '@hey-api/client-fetch', throwOnError: true },
    {
      name: '@hey-api/sdk',
      operations: { strategy: 'single', containerName: 'VeridictOperations', methods: 'instance' },
    },
  ],
};
