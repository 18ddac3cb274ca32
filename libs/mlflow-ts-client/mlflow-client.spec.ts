import { afterAll, beforeAll, describe } from '@jest/globals';
import { mlflowContractCases } from './testing/contract-cases.js';
import { FakeMlflowServer } from './testing/fake-mlflow-server.js';

// The same cases run against real servers in test/contract: they keep the fake honest.
describe.each([
  ['MLflow 3.x', { major: 3 }],
  ['MLflow 2.22', { major: 2 }],
  ['MLflow 3.x below a path prefix', { major: 3, prefix: '/ml/flow' }],
] as const)('the client and a fake of %s', (_title, options) => {
  let server: FakeMlflowServer;
  beforeAll(async () => {
    server = await FakeMlflowServer.started(options);
  });
  afterAll(() => server.stop());
  mlflowContractCases(() => ({ trackingUri: server.trackingUri, major: options.major }));
});
