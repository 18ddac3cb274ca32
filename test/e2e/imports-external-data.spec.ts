import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportResultDto } from '#libs/sdk';
import { MlflowClient } from '#libs/mlflow-ts-client';
import { FakeMlflowServer } from '../../libs/mlflow-ts-client/testing/fake-mlflow-server.js';
import { asSuperuser } from '../support/held-table.js';
import {
  pythonAnswers,
  visitRows,
  visitsModel,
  visitsModelPath,
} from '../support/imported-visits/imported-visits.js';
import { manyPredictions } from '../support/loan-features.js';
import type { TestDatabase } from '../support/test-database.js';
import type { VeridictServer } from '../support/veridict-server.js';
import { startVisitsServer } from '../support/visits.js';

const values = new Uint8Array(
  readFileSync(join(import.meta.dirname, '../support/imported-visits/network_split.data')),
);
const split = visitsModel('network_split');
const description = Buffer.from('flavors:\n  onnx:\n    data: nested/model.onnx\n');
const limit = 1_000_000;

interface Answered {
  readonly status: number;
  readonly body: ImportResultDto & {
    readonly code?: string;
    readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  };
}

/** The model with another text of equal length in it, so that every length around it stays right. */
function changed(from: string, to: string): Uint8Array {
  const text = Buffer.from(split).toString('latin1');
  if (from.length !== to.length || !text.includes(from)) throw new Error(`Cannot write ${to} for ${from}`);
  return Buffer.from(text.replaceAll(from, to), 'latin1');
}

describe('importing a model whose values lie in a second file', () => {
  let server: VeridictServer;
  let database: TestDatabase;
  let mlflow: FakeMlflowServer;
  let token: string;
  let run: { readonly runId: string; readonly artifactUri: string };
  let client: MlflowClient;

  beforeAll(async () => {
    mlflow = await FakeMlflowServer.started();
    ({ server, database } = await startVisitsServer({
      MODEL_PATH: visitsModelPath('network_split'),
      MLFLOW_TRACKING_URI: mlflow.trackingUri,
      IMPORT_MAX_MEGABYTES: '1',
    }));
    token = await server.signIn();
    client = new MlflowClient({ trackingUri: mlflow.trackingUri });
    const { experimentId } = await client.experiments.ensure('somebody else');
    run = await client.runs.create({ experimentId, startTime: new Date() });
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    await mlflow?.stop();
  });

  const send = async (body: string | Uint8Array<ArrayBuffer>): Promise<Answered> => {
    const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    const response = await fetch(`${server.url}/models/spending/versions/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body,
    });
    return { status: response.status, body: (await response.json()) as Answered['body'] };
  };
  const importFrom = (uri: string): Promise<Answered> => send(JSON.stringify({ from: 'mlflow', uri }));
  const upload = async (directory: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> => {
    const root = { artifactUri: `${run.artifactUri}/${directory}` };
    for (const [path, bytes] of Object.entries(files)) await client.artifacts.upload(root, path, bytes);
  };
  const counts = async (): Promise<unknown> => {
    const [row] = await asSuperuser(
      database,
      `SELECT (SELECT count(*) FROM model_versions) AS versions, (SELECT count(*) FROM training_runs) AS runs,
              (SELECT count(*) FROM artefacts) AS artefacts, (SELECT count(*) FROM mlflow_deliveries) AS deliveries`,
    );
    return row;
  };
  const askedFor = (name: string): number =>
    mlflow.requests.filter(({ path, query }) => `${path} ${query.get('path')}`.includes(name)).length;

  it('takes it from MLflow, reads that file once, and answers as Python does', async () => {
    const model = await client.loggedModels.create({
      experimentId: (await client.experiments.ensure('somebody else')).experimentId,
      name: 'network',
      sourceRunId: run.runId,
    });
    for (const root of [model, { artifactUri: `${run.artifactUri}/network` }]) {
      await client.artifacts.upload(root, 'MLmodel', description);
      await client.artifacts.upload(root, 'nested/model.onnx', split);
      await client.artifacts.upload(root, 'nested/network_split.data', values);
    }
    for (const uri of [
      `models:/${model.modelId}`,
      `runs:/${run.runId}/network`,
      `runs:/${run.runId}/network/nested/model.onnx`,
    ]) {
      const before = askedFor('network_split.data');
      const { status, body } = await importFrom(uri);
      expect({ uri, status, problems: body.errors }).toEqual({ uri, status: 200, problems: undefined });
      expect(askedFor('network_split.data') - before).toBe(1);
      // The same as if it had been saved as one file.
      const sha256 = createHash('sha256').update(visitsModel('network')).digest('hex');
      expect(body.origin).toEqual({ kind: 'mlflow', uri, sha256 });
      const answers = manyPredictions(
        await server.client({ token }).predictWithVersion({
          path: { model: 'spending', version: body.model_version },
          body: { instances: visitRows as never },
        }),
      );
      const given = pythonAnswers('network', 0);
      answers.forEach(({ prediction }, row) =>
        expect(Math.abs(prediction - given[row]!)).toBeLessThan(1e-5 * Math.abs(given[row]!)),
      );
    }
  });

  it.each<[string, Readonly<Record<string, Uint8Array>>, string]>([
    ['is not there', {}, 'has values in network_split.data, which MLflow does not have beside it'],
    ['is too short', { 'network_split.data': values.slice(0, 5759) }, 'up to byte 5760, which has 5759'],
    [
      'would lie above the model',
      { 'model.onnx': changed('network_split.data', '../nested/../x.dat') },
      'has its values in "../nested/../x.dat", which is no name of a file beside the model',
    ],
    [
      'would lie above the model, after decoding',
      { 'model.onnx': changed('network_split.data', '%2e%2e%2fvalue.dat') },
      'which is no name of a file beside the model',
    ],
    [
      'would be one of the server',
      { 'model.onnx': changed('network_split.data', '/etc/passwd-backup') },
      'which is no name of a file beside the model',
    ],
    ['is read from a place that is none', { 'model.onnx': changed('1152', '-152') }, 'has "-152" as'],
  ])('refuses it when that file %s, and changes nothing', async (name, files, reason) => {
    const before = await counts();
    const directory = name.replaceAll(/\W+/g, '-');
    const nested = Object.entries({ 'model.onnx': split, ...files }).map(
      ([file, bytes]) => [`nested/${file}`, bytes] as const,
    );
    await upload(directory, { MLmodel: description, ...Object.fromEntries(nested) });
    const { status, body } = await importFrom(`runs:/${run.runId}/${directory}`);
    expect([status, body.code]).toEqual([422, 'model_file_refused']);
    expect(body.errors!.map(({ detail }) => detail).join('\n')).toContain(reason);
    expect(await counts()).toEqual(before);
  });

  it('counts all files together against the limit', async () => {
    const before = await counts();
    await upload('large', {
      MLmodel: description,
      'nested/model.onnx': split,
      'nested/network_split.data': new Uint8Array(limit - split.length + 1),
    });
    const { status, body } = await importFrom(`runs:/${run.runId}/large`);
    expect([status, body.code]).toEqual([413, 'payload_too_large']);
    expect(await counts()).toEqual(before);
  });

  it('says how to save one file where nothing lies beside it', async () => {
    const before = await counts();
    for (const body of [split, JSON.stringify({ from: 'file' })]) {
      const answer = await send(body);
      expect([answer.status, answer.body.code]).toEqual([422, 'model_file_refused']);
      expect(answer.body.errors).toContainEqual({
        pointer: '/file/constants/coefficient',
        detail: expect.stringContaining('onnx.save(onnx.load("model.onnx"), "one-file.onnx")'),
      });
    }
    expect(await counts()).toEqual(before);
  });
});
