import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MlflowClient } from '#libs/mlflow-ts-client';
import { mlflowContractCases } from '../../libs/mlflow-ts-client/testing/contract-cases.js';
import { describeWithMlflow, MlflowServer } from '../support/mlflow-server.js';

describeWithMlflow('the MLflow client on MLflow 3', () => {
  let server: MlflowServer;
  beforeAll(async () => {
    server = await MlflowServer.start();
  });
  afterAll(() => server?.stop());

  mlflowContractCases(() => ({ trackingUri: server.url, major: 3 }));
});

describeWithMlflow('the MLflow client on MLflow 2', () => {
  let server: MlflowServer;
  beforeAll(async () => {
    server = await MlflowServer.start({ major: 2 });
  });
  afterAll(() => server?.stop());

  mlflowContractCases(() => ({ trackingUri: server.url, major: 2 }));
});

describeWithMlflow('the MLflow client under a static prefix', () => {
  let server: MlflowServer;
  beforeAll(async () => {
    server = await MlflowServer.start({ args: ['--static-prefix', '/tools/mlflow'] });
  });
  afterAll(() => server?.stop());

  mlflowContractCases(() => ({ trackingUri: `${server.url}/tools/mlflow`, major: 3 }));

  it('does not answer without the prefix', async () => {
    const client = new MlflowClient({ trackingUri: server.url });
    await expect(client.experiments.getByName('Default')).rejects.toMatchObject({ errorCode: 'NOT_MLFLOW' });
  });
});

describeWithMlflow('the MLflow client on a server that wants a password', () => {
  const username = 'veridict';
  const password = 'a long enough test phrase';
  const configuration = join(tmpdir(), `veridict-mlflow-auth-${randomBytes(6).toString('hex')}.ini`);
  let server: MlflowServer;

  beforeAll(async () => {
    await writeFile(
      configuration,
      [
        '[mlflow]',
        'default_permission = READ',
        `database_uri = sqlite:///${configuration}.db`,
        `admin_username = ${username}`,
        `admin_password = ${password}`,
        'authorization_function = mlflow.server.auth:authenticate_request_basic_auth',
      ].join('\n'),
    );
    server = await MlflowServer.start({
      args: ['--app-name', 'basic-auth'],
      environment: {
        MLFLOW_AUTH_CONFIG_PATH: configuration,
        MLFLOW_FLASK_SERVER_SECRET_KEY: 'a secret of the tests, thirty-two characters long',
      },
    });
  });
  afterAll(async () => {
    await server?.stop();
    await Promise.all([configuration, `${configuration}.db`].map((file) => rm(file, { force: true })));
  });

  it('is let in with the right one', async () => {
    const client = new MlflowClient({ trackingUri: server.url, username, password });
    const experiment = await client.experiments.ensure('with a password');
    const run = await client.runs.create({
      experimentId: experiment.experimentId,
      startTime: new Date(),
      tags: {},
    });
    await client.artifacts.upload(run, 'note.txt', new TextEncoder().encode('kept'));
    const kept = await client.artifacts.download(run, 'note.txt', { maximumBytes: 100 });
    expect(new TextDecoder().decode(kept)).toBe('kept');
  });

  it.each([
    ['none', {}],
    ['a wrong one', { username, password: 'not the right phrase' }],
    ['a token that means nothing', { token: 'nothing' }],
  ])('is turned away with %s', async (_which, credentials) => {
    const client = new MlflowClient({ trackingUri: server.url, ...credentials });
    await expect(client.experiments.getByName('with a password')).rejects.toMatchObject({
      kind: 'unauthorized',
      isTransient: false,
    });
  });
});
