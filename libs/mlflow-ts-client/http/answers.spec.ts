import { afterEach, describe, expect, it } from '@jest/globals';
import { clientFor } from '../testing/client-for.js';
import {
  answer,
  FakeMlflowServer,
  mlflowError,
  type FakeServerOptions,
  type Fault,
} from '../testing/fake-mlflow-server.js';

let server: FakeMlflowServer;
afterEach(() => server.stop());

async function failureOf(fault: Fault, options: FakeServerOptions = {}): Promise<unknown> {
  server = await FakeMlflowServer.started(options);
  server.fail({ fault, times: Infinity });
  const { client } = clientFor(server, { retries: { attempts: 2 }, maximumResponseBytes: 100_000 });
  return client.experiments.getByName('x').catch((error: unknown) => error);
}

function says(text: string): string {
  return expect.stringContaining(text) as unknown as string;
}

describe('an answer that is not what was asked for', () => {
  it.each<[string, Fault, object]>([
    [
      'an unknown route leads to the tracking URI or the version of the server',
      answer(404, '<!doctype html>\n<html>', { 'content-type': 'text/html' }),
      { errorCode: 'NOT_MLFLOW', kind: 'misconfigured', message: says('tracking URI') },
    ],
    [
      'a page with status 200 is a wrong address or a sign-in page',
      answer(200, '<html>Sign in</html>', { 'content-type': 'text/html' }),
      { errorCode: 'NOT_MLFLOW', kind: 'misconfigured', isTransient: false, message: says('sign-in page') },
    ],
    [
      'text that is no JSON is not MLflow',
      answer(200, 'OK'),
      { errorCode: 'NOT_MLFLOW', message: says('not MLflow') },
    ],
    ['a list is not a reply', answer(200, '[1]'), { errorCode: 'UNEXPECTED_ANSWER', kind: 'server' }],
    [
      'an empty reply names what is missing',
      answer(200),
      { errorCode: 'UNEXPECTED_ANSWER', kind: 'server', message: says('"experiment" should be an object') },
    ],
    [
      'a value of another type is named',
      answer(200, '{"experiment":{"experiment_id":{}}}'),
      { errorCode: 'UNEXPECTED_ANSWER', message: says('"experiment.experiment_id" should be text') },
    ],
    [
      'a reply of a gigabyte is not read to its end',
      { kind: 'hugeBody' },
      { errorCode: 'RESPONSE_TOO_LARGE', isTransient: false },
    ],
    [
      'a refused host leads to --allowed-hosts',
      answer(403, 'Invalid Host header - possible DNS rebinding attack detected'),
      { errorCode: 'INVALID_HOST', kind: 'misconfigured', message: says('--allowed-hosts "127.0.0.1') },
    ],
    [
      'a refused origin leads to the proxy that adds it',
      answer(403, 'Cross-origin request blocked'),
      { errorCode: 'CROSS_ORIGIN_REFUSED', kind: 'misconfigured', message: says('proxy') },
    ],
    [
      'a denied permission is told from missing credentials',
      answer(403, 'Permission denied'),
      {
        errorCode: 'PERMISSION_DENIED',
        kind: 'unauthorized',
        status: 403,
        message: says('denies permission'),
      },
    ],
    [
      'missing credentials lead to user name, password or token',
      answer(401, 'You are not authenticated.'),
      {
        errorCode: 'UNAUTHENTICATED',
        kind: 'unauthorized',
        status: 401,
        message: says('user name and password'),
      },
    ],
    [
      'a redirect is not followed but told, without its query',
      answer(302, '', { location: 'https://sso.example/start?next=secret' }),
      {
        errorCode: 'REDIRECTED',
        kind: 'misconfigured',
        message: says('redirects to https://sso.example/start.'),
      },
    ],
    [
      'the artifact router has errors of its own shape',
      answer(400, '{"detail":"Artifact path refers to a directory"}'),
      { errorCode: 'BAD_REQUEST', kind: 'refused', message: says('refers to a directory') },
    ],
    [
      'statements and values of the database stay out of texts',
      mlflowError(400, 'BAD_REQUEST', "UNIQUE failed\n[SQL: INSERT …]\n[parameters: ('Anna')]"),
      { errorCode: 'BAD_REQUEST', message: expect.not.stringContaining('Anna') },
    ],
    [
      'codes that this client does not know are passed on',
      mlflowError(500, 'FEATURE_DISABLED', 'off'),
      { errorCode: 'FEATURE_DISABLED', isTransient: false },
    ],
    [
      'no content with an error status is not MLflow',
      answer(418),
      { errorCode: 'NOT_MLFLOW', kind: 'misconfigured' },
    ],
  ])('%s', async (_title, fault, expected) => {
    expect(await failureOf(fault)).toMatchObject({ name: 'MlflowError', ...expected });
  });

  it('a reply with every type wrong is refused, whatever was asked', async () => {
    server = await FakeMlflowServer.started();
    const { client } = clientFor(server);
    const { experimentId } = await client.experiments.ensure('types', { a: 'b' });
    server.fail({ fault: { kind: 'wrongTypes' }, times: Infinity });
    const wrong = { errorCode: 'UNEXPECTED_ANSWER' };
    await expect(client.experiments.getByName('types')).rejects.toMatchObject(wrong);
    await expect(client.experiments.search()).rejects.toMatchObject(wrong);
    await expect(client.runs.create({ experimentId, startTime: new Date() })).rejects.toMatchObject(wrong);
    await expect(client.registeredModels.ensure({ name: 'm' })).rejects.toMatchObject(wrong);
    await expect(client.loggedModels.create({ experimentId, name: 'm' })).rejects.toMatchObject(wrong);
  });

  it('an unreachable server is told from all of them', async () => {
    server = await FakeMlflowServer.started();
    await server.stop();
    const { client } = clientFor(server, { retries: { attempts: 1 } });
    await expect(client.version()).rejects.toMatchObject({
      errorCode: 'NETWORK_ERROR',
      kind: 'unreachable',
      isTransient: true,
      mayHaveArrived: false,
      message: says('is the tracking server running?'),
    });
  });
});

describe('the server version', () => {
  it('is asked of the calls themselves where /version is not served', async () => {
    for (const major of [2, 3] as const) {
      server = await FakeMlflowServer.started({ major, version: null });
      expect(await clientFor(server).client.hasLoggedModels()).toBe(major === 3);
      await server.stop();
    }
  });

  it('is not taken from whatever answers there', async () => {
    server = await FakeMlflowServer.started({ version: 'Welcome to 3 servers' });
    await expect(clientFor(server).client.version()).rejects.toMatchObject({ errorCode: 'NOT_MLFLOW' });
  });

  it('is told also where every other call is refused for its host name', async () => {
    server = await FakeMlflowServer.started({ refusesEveryHost: true });
    const { client } = clientFor(server);
    expect(await client.version()).toEqual({ text: '3.17.2', major: 3, minor: 17 });
    await expect(client.experiments.search()).rejects.toMatchObject({ errorCode: 'INVALID_HOST' });
  });

  it('of a wrong address is no answer', async () => {
    server = await FakeMlflowServer.started({ prefix: '/ml' });
    const { client } = clientFor({ trackingUri: server.trackingUri.replace('/ml', '') });
    await expect(client.hasLoggedModels()).rejects.toMatchObject({ errorCode: 'NOT_MLFLOW' });
  });
});
