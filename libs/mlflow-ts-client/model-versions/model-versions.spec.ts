import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { clientFor } from '../testing/client-for.js';
import { FakeMlflowServer } from '../testing/fake-mlflow-server.js';

let server: FakeMlflowServer;
beforeEach(async () => {
  server = await FakeMlflowServer.started();
});
afterEach(() => server.stop());

describe('waiting for a version', () => {
  it('ends when the store has taken it', async () => {
    const { client } = clientFor(server, { wait: takeSoon });
    await register();
    expect(await client.modelVersions.waitUntilReady('m', '1')).toMatchObject({ status: 'READY' });
    expect(server.requestsTo('model-versions/get')).toHaveLength(2);

    function takeSoon(): Promise<void> {
      setStatus('READY');
      return Promise.resolve();
    }
  });

  it('ends when the store gives up, or when it takes too long', async () => {
    let now = 0;
    const { client } = clientFor(server, { now: () => (now += 10_000) });
    await register();
    await expect(client.modelVersions.waitUntilReady('m', '1')).rejects.toMatchObject({
      errorCode: 'TIMEOUT',
      isTransient: true,
    });
    setStatus('FAILED_REGISTRATION');
    await expect(client.modelVersions.waitUntilReady('m', '1')).rejects.toMatchObject({
      errorCode: 'MODEL_VERSION_FAILED',
      kind: 'refused',
    });
  });

  async function register(): Promise<void> {
    const { client } = clientFor(server);
    await client.registeredModels.ensure({ name: 'm' });
    await client.modelVersions.create({ name: 'm', source: 's3://bucket/model' });
    setStatus('PENDING_REGISTRATION');
  }

  function setStatus(status: string): void {
    for (const version of server.state.versions) version.status = status;
  }
});
