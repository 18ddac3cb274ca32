import { afterEach, describe, expect, it } from '@jest/globals';
import { clientFor } from '../testing/client-for.js';
import { FakeMlflowServer } from '../testing/fake-mlflow-server.js';

let server: FakeMlflowServer;
afterEach(() => server.stop());

describe('uploads', () => {
  it.each(['', '{}'] as const)('need no answer: "%s"', async (uploadAnswer) => {
    server = await FakeMlflowServer.started({ uploadAnswer });
    const { client } = clientFor(server);
    await client.artifacts.upload({ artifactUri: 'mlflow-artifacts:/1' }, 'a.txt', Uint8Array.of(1, 2));
    expect([...(server.state.artifacts.get('1/a.txt') ?? [])]).toEqual([1, 2]);
  });

  it('send part of a buffer, and shared memory, as they are', async () => {
    server = await FakeMlflowServer.started();
    const { client } = clientFor(server);
    const shared = new Uint8Array(new SharedArrayBuffer(4)).fill(7);
    const root = { artifactUri: 'mlflow-artifacts:/1' };
    await client.artifacts.upload(root, 'part', Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
    await client.artifacts.upload(root, 'shared', shared);
    expect([...(server.state.artifacts.get('1/part') ?? [])]).toEqual([2, 3]);
    expect([...(server.state.artifacts.get('1/shared') ?? [])]).toEqual([7, 7, 7, 7]);
  });
});

describe('a server without a proxy for artifacts', () => {
  it('can be read through, but not written to', async () => {
    server = await FakeMlflowServer.started({ servesArtifacts: false });
    const { client } = clientFor(server);
    const { experimentId } = await client.experiments.ensure('direct');
    const run = await client.runs.create({ experimentId, startTime: new Date() });
    await expect(client.artifacts.upload(run, 'a.txt', new Uint8Array(1))).rejects.toMatchObject({
      errorCode: 'ARTIFACT_STORE_UNSUPPORTED',
      kind: 'misconfigured',
    });
    server.state.artifacts.set(`${experimentId}/${run.runId}/artifacts/a.txt`, Uint8Array.of(5));
    expect([...(await client.artifacts.downloadFromRun(run.runId, 'a.txt'))]).toEqual([5]);
    expect((await client.artifacts.listOfRun(run.runId)).items).toHaveLength(1);
  });

  it.each([2, 3] as const)('says so for experiments made while it had one (%s)', async (major) => {
    server = await FakeMlflowServer.started({ servesArtifacts: false, major });
    const { client } = clientFor(server);
    const root = { artifactUri: 'mlflow-artifacts:/1' };
    await expect(client.artifacts.upload(root, 'a.txt', new Uint8Array(1))).rejects.toMatchObject({
      errorCode: 'ARTIFACTS_DISABLED',
      kind: 'misconfigured',
      isTransient: false,
      message: expect.stringContaining('--serve-artifacts') as unknown as string,
    });
  });
});
