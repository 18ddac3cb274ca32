import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MlflowClient, type MlflowClientOptions } from '../index.js';
import { clientFor } from '../testing/client-for.js';
import { answer, FakeMlflowServer } from '../testing/fake-mlflow-server.js';

const USER = 'deliverer';
const PASSWORD = 'p@ss:wörd/50%';
const TOKEN = 'tok-123456';

let server: FakeMlflowServer;
afterEach(() => server.stop());

function withUser(trackingUri: string): string {
  return trackingUri.replace('//', `//${USER}:${encodeURIComponent(PASSWORD)}@`);
}

describe('credentials', () => {
  it('are taken from the tracking URI or given beside it', async () => {
    server = await FakeMlflowServer.started({ username: USER, password: PASSWORD });
    const { trackingUri } = server;
    for (const options of [
      { trackingUri: withUser(trackingUri) },
      { trackingUri, username: USER, password: PASSWORD },
      { trackingUri: withUser(trackingUri), token: TOKEN },
    ]) {
      const client = new MlflowClient(options);
      expect(await client.experiments.getByName('x')).toBeUndefined();
      expect(client.trackingUrl).toBe(trackingUri);
      expect(await client.hasLoggedModels()).toBe(true);
    }
    const { client } = clientFor(server);
    await expect(client.experiments.getByName('x')).rejects.toMatchObject({ kind: 'unauthorized' });
    await expect(client.hasLoggedModels()).rejects.toMatchObject({ kind: 'unauthorized' });
  });

  it('may be a token, and a workspace goes with every call', async () => {
    server = await FakeMlflowServer.started({ token: TOKEN });
    const { client } = clientFor(server, { token: TOKEN, workspace: 'risk' });
    const { experimentId } = await client.experiments.ensure('x');
    const run = await client.runs.create({ experimentId, startTime: new Date() });
    await client.artifacts.upload(run, 'a.txt', new Uint8Array(1));
    expect(server.requests.map(({ headers }) => headers['x-mlflow-workspace'])).toEqual(
      server.requests.map(() => 'risk'),
    );
    expect(server.requests.some(({ headers }) => 'origin' in headers)).toBe(false);
  });

  it('go to the origin of the tracking server only', async () => {
    server = await FakeMlflowServer.started();
    const store = await FakeMlflowServer.started();
    const { client } = clientFor(server, { username: USER, password: PASSWORD, workspace: 'risk' });
    const address = '/api/2.0/mlflow-artifacts/artifacts/1/a/artifacts';
    for (const one of [server, store]) {
      const root = { artifactUri: `${one.trackingUri}${address}` };
      await client.artifacts.upload(root, 'a.txt', new Uint8Array(1));
      await client.artifacts.list(root);
      await client.artifacts.download(root, 'a.txt');
    }
    await client.artifacts.upload(
      { artifactUri: `mlflow-artifacts://${new URL(store.trackingUri).host}/1/a/artifacts` },
      'b.txt',
      new Uint8Array(1),
    );
    expect(server.requests.every(({ headers }) => headers.authorization !== undefined)).toBe(true);
    expect(store.requests).toHaveLength(4);
    expect(store.requests.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill(undefined));
    expect(store.requests.some(({ headers }) => 'x-mlflow-workspace' in headers)).toBe(false);
    await store.stop();
  });

  it('stay out of errors, also when the server or a proxy sends them back', async () => {
    server = await FakeMlflowServer.started();
    const header = `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString('base64')}`;
    const echo = `you sent ${header}, ${PASSWORD}, ${encodeURIComponent(PASSWORD)}`;
    server.fail({ fault: answer(400, echo) });
    server.fail({
      fault: answer(302, '', { location: `http://x/${encodeURIComponent(PASSWORD)}` }),
      after: 1,
    });
    const { client } = clientFor({ trackingUri: withUser(server.trackingUri) }, { retries: { attempts: 1 } });
    const errors = [await errorOf(client), await errorOf(client)];
    await server.stop();
    errors.push(await errorOf(client));
    for (const error of errors) {
      const text = inspect(error, { depth: 10 });
      expect(text).toContain('MlflowError');
      for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), header.slice(6)]) {
        expect(text).not.toContain(secret);
      }
    }
  });

  it('stay out of what inspection shows of a client', async () => {
    server = await FakeMlflowServer.started();
    const { client } = clientFor(server, { username: USER, password: PASSWORD });
    const shown = inspect(client, { depth: 10, showHidden: true });
    expect(shown).toContain(server.trackingUri);
    expect(shown).not.toContain(PASSWORD);
    expect(shown).not.toContain('Basic ');
  });

  it.each<[string, Partial<MlflowClientOptions>]>([
    ['an address that is none', { trackingUri: `//${USER}:hidden@host` }],
    ['a scheme that is not served', { trackingUri: `sqlite://${USER}:hidden@host/db` }],
    ['a query', { trackingUri: `http://${USER}:hidden@host/?a=hidden` }],
    ['a token with a line break', { token: 'hidden\nx' }],
    ['a workspace with a blank', { workspace: 'hidden hidden' }],
    ['no time at all', { timeoutMs: 0 }],
    ['no attempt at all', { retries: { attempts: 0 } }],
    ['a negative pause', { retries: { baseDelayMs: -1 } }],
  ])('and settings that cannot be used are refused without being shown: %s', async (_title, options) => {
    server = await FakeMlflowServer.started();
    let error: unknown;
    try {
      new MlflowClient({ trackingUri: server.trackingUri, ...options });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ errorCode: 'INVALID_PARAMETER_VALUE', kind: 'refused' });
    expect(inspect(error, { depth: 10 })).not.toContain('hidden');
  });
});

function errorOf(client: MlflowClient): Promise<unknown> {
  return client.experiments.getByName('x').catch((error: unknown) => error);
}
