import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportResultDto, VeridictOperations } from '#libs/sdk';
import { MlflowClient } from '#libs/mlflow-ts-client';
import { FakeMlflowServer } from '../../libs/mlflow-ts-client/testing/fake-mlflow-server.js';
import { FakeHub } from '../support/fake-hub.js';
import { asSuperuser } from '../support/held-table.js';
import {
  pythonAnswers,
  visitRows,
  visitsModel,
  visitsModelPath,
} from '../support/imported-visits/imported-visits.js';
import { manyPredictions, onePrediction } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';
import { startVisitsServer } from '../support/visits.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const hubPath = '/acme/visits/resolve/v2/models/purchase.onnx';

interface Answered {
  readonly status: number;
  readonly body: ImportResultDto & {
    readonly code?: string;
    readonly detail?: string;
    readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  };
  readonly retryAfter: string | null;
}

describe('importing a model file', () => {
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;
  let token: string;
  let mlflow: FakeMlflowServer;
  const hub = new FakeHub({ [hubPath]: visitsModel('purchase') });

  beforeAll(async () => {
    mlflow = await FakeMlflowServer.started();
    ({ server, database } = await startVisitsServer({
      MODEL_PATH: visitsModelPath('spending'),
      HF_MODEL_REPO: 'acme/visits',
      HF_MODEL_FILENAME: 'models/purchase.onnx',
      HF_TOKEN: 'hf-secret',
      HF_ENDPOINT: await hub.start(),
      MLFLOW_TRACKING_URI: mlflow.trackingUri,
      IMPORT_MAX_MEGABYTES: '1',
    }));
    token = await server.signIn();
    veridict = server.client({ token });
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
    await hub.stop();
    await mlflow?.stop();
  });

  const send = async (
    model: string,
    body: NonNullable<RequestInit['body']>,
    contentType?: string,
  ): Promise<Answered> => {
    const response = await fetch(`${server.url}/models/${model}/versions/import`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(contentType ? { 'content-type': contentType } : {}),
      },
      body,
    });
    return {
      status: response.status,
      body: (await response.json()) as Answered['body'],
      retryAfter: response.headers.get('retry-after'),
    };
  };
  const ask = (model: string, request: object): Promise<Answered> =>
    send(model, JSON.stringify(request), 'application/json');
  const upload = (model: string, file: Uint8Array<ArrayBuffer>): Promise<Answered> =>
    send(model, file, 'application/octet-stream');
  const form = (model: string, file: Uint8Array<ArrayBuffer>, fields: Record<string, string>) => {
    const data = new FormData();
    data.append('file', new Blob([file]), '../../a folder/model.onnx');
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    return send(model, data);
  };
  /** All that an import may change. */
  const counts = async (): Promise<unknown> => {
    const rows = await asSuperuser(
      database,
      `SELECT (SELECT count(*) FROM model_versions) AS versions, (SELECT count(*) FROM training_runs) AS runs,
              (SELECT count(*) FROM artefacts) AS artefacts, (SELECT count(*) FROM mlflow_deliveries) AS deliveries,
              (SELECT count(*) FROM alias_moves) AS moves,
              (SELECT count(*) FROM audit.events WHERE action IN ('version.imported', 'alias.moved')) AS events`,
    );
    return rows[0];
  };
  const answersOf = async (model: string, version: number) => {
    const path = { model, version };
    return manyPredictions(
      await veridict.predictWithVersion({ path, body: { instances: visitRows as never } }),
    );
  };

  async function fileOf(trainingRunId: string): Promise<Uint8Array<ArrayBuffer>> {
    const [row] = await asSuperuser<{ content: Buffer }>(
      database,
      `SELECT content FROM artefacts JOIN model_versions ON sha256 = artefact_sha256
       WHERE training_run_id = '${trainingRunId}'`,
    );
    return new Uint8Array(row!.content);
  }

  it('makes an uploaded scikit-learn pipeline the champion, whose answers are those of the file', async () => {
    const file = visitsModel('purchase');
    const { status, body } = await form('purchase', file, {
      threshold: '0.35',
      reason: 'From the team of statistics',
    });
    expect({ status, problems: body.errors }).toEqual({ status: 200, problems: undefined });
    expect(body).toMatchObject({
      model: 'purchase',
      algorithm: 'imported',
      promoted: true,
      origin: { kind: 'upload', uri: 'model.onnx', sha256: sha256(file) },
    });
    expect(body.metrics['log_loss']).toBeLessThan(body.baseline_metrics['log_loss']!);
    const probabilities = pythonAnswers('purchase', '1');
    const answers = await answersOf('purchase', body.model_version);
    expect(answers.map(({ probability }) => probability)).toEqual(probabilities);
    expect(answers.map(({ prediction }) => prediction)).toEqual(
      probabilities.map((probability) => (probability >= 0.35 ? 1 : 0)),
    );

    const { data: version } = await veridict.getModelVersion({
      path: { model: 'purchase', version: body.model_version },
    });
    expect(version).toMatchObject({ sha256: body.sha256, threshold: 0.35, algorithm: 'imported' });
    expect(version.card.warnings.join('\n')).toContain('Nobody knows which rows the file learned from');
    const { data: run } = await veridict.getTrainingRun({ path: { id: body.training_run_id } });
    expect(run).toMatchObject({ status: 'succeeded', algorithm: 'imported', origin: body.origin });
    const { data: events } = await veridict.listAdministrativeEvents({
      query: { action: 'version.imported' },
    });
    expect(events.items[0]!.details).toMatchObject({ reason: 'From the team of statistics', promoted: true });
  });

  it('records and replays predictions of an imported champion, alone and in a batch, to the last bit', async () => {
    const path = { model: 'purchase' };
    const alone = onePrediction(await veridict.predict({ path, body: { features: visitRows[0] as never } }));
    const [beside] = manyPredictions(
      await veridict.predict({ path, body: { instances: visitRows as never } }),
    );
    expect(beside!.probability).toBe(alone.probability);
    for (const { prediction_id: id } of [alone, beside!])
      expect((await veridict.replayPrediction({ path: { id } })).data.identical).toBe(true);
  });

  it('says that such a version cannot explain itself', async () => {
    const refusal = await refusalOf(
      veridict.predict({
        path: { model: 'purchase' },
        body: { features: visitRows[0] as never },
        query: { explain: true },
      }),
    );
    expect([refusal.status, refusal.code]).toEqual([409, 'explanation_unavailable']);
  });

  it('lets the gate say no to a bad model', async () => {
    const { status, body } = await upload('purchase', visitsModel('purchase_inverted'));
    expect(status).toBe(200);
    expect(body.promoted).toBe(false);
    expect(body.promotion_reason).toMatch(/^log_loss .* is above .* of the champion on \d+ rows/);
    expect(body.message).toContain('did not pass the gate; the champion stays');
  });

  it('keeps a file of ours byte for byte, and its explanations', async () => {
    const trained = await trainNow(veridict, { model: 'customer-tier', algorithm: 'linear' });
    const file = await fileOf(trained.training_run_id);
    const { status, body } = await upload('customer-tier', file);
    expect({ status, problems: body.errors }).toEqual({ status: 200, problems: undefined });
    expect(body).toMatchObject({
      algorithm: 'linear',
      sha256: sha256(file),
      promoted: true,
      promotion_reason: expect.stringContaining('is equal to'),
    });
    const { explanation } = onePrediction(
      await veridict.predict({
        path: { model: 'customer-tier' },
        body: { features: visitRows[0] as never },
        query: { explain: true },
      }),
    );
    expect(explanation!.method).toBe('linear');
  });

  it('keeps what the derived features of a file of ours learnt, which views read from the version', async () => {
    const trained = await trainNow(veridict, { model: 'spending', algorithm: 'linear' });
    const { status, body } = await upload('spending', await fileOf(trained.training_run_id));
    expect({ status, problems: body.errors }).toEqual({ status: 200, problems: undefined });
    const learntBy = async (version: number): Promise<unknown> =>
      (await veridict.getModelVersion({ path: { model: 'spending', version } })).data.learnt;
    expect(Object.keys((await learntBy(trained.model_version)) as object)).not.toEqual([]);
    expect(await learntBy(body.model_version)).toEqual(await learntBy(trained.model_version));
  });

  it('takes classes by name', async () => {
    const { status, body } = await upload('customer-tier', visitsModel('tier'));
    expect({ status, problems: body.errors }).toEqual({ status: 200, problems: undefined });
    const answers = await answersOf('customer-tier', body.model_version);
    ['Aucun – autre', 'gold', 'silver'].forEach((name, place) =>
      expect(answers.map(({ probabilities }) => probabilities![name])).toEqual(pythonAnswers('tier', place)),
    );
  });

  it('takes the file that MODEL_PATH names', async () => {
    const { status, body } = await ask('spending', { from: 'file' });
    expect({ status, problems: body.errors }).toEqual({ status: 200, problems: undefined });
    expect(body.origin).toMatchObject({ kind: 'file', uri: 'spending.onnx' });
    const answers = await answersOf('spending', body.model_version);
    expect(answers.map(({ prediction }) => prediction)).toEqual(pythonAnswers('spending', 0));
  });

  it('takes a file of the hub, whose token goes to the hub alone', async () => {
    const { status, body } = await ask('purchase', { from: 'hugging_face', revision: 'v2' });
    expect({ status, problems: body.errors }).toEqual({ status: 200, problems: undefined });
    expect(body.origin).toMatchObject({ kind: 'hugging_face', uri: 'acme/visits/models/purchase.onnx@v2' });
    expect(hub.asked).toEqual([
      { origin: 'hub', path: hubPath, authorization: 'Bearer hf-secret' },
      { origin: 'store', path: hubPath, authorization: undefined },
    ]);
    const missing = await ask('purchase', { from: 'hugging_face', revision: 'v3' });
    expect([missing.status, missing.body.code]).toEqual([404, 'model_file_not_found']);
    hub.failWith = 502;
    const failing = await ask('purchase', { from: 'hugging_face', revision: 'v2' });
    expect([failing.status, failing.body.code, failing.retryAfter]).toEqual([
      503,
      'import_source_unavailable',
      '30',
    ]);
    hub.failWith = undefined;
  });

  describe('from MLflow', () => {
    const mlmodel = (flavour: string): Uint8Array =>
      Buffer.from(
        `artifact_path: model\nflavors:\n  ${flavour}:\n    code: null\n    data: nested/model.onnx\n  python_function:\n    data: other\nmlflow_version: 3.11.1\n`,
      );
    let runId: string;
    let modelId: string;

    beforeAll(async () => {
      const client = new MlflowClient({ trackingUri: mlflow.trackingUri });
      const { experimentId } = await client.experiments.ensure('somebody else');
      const run = await client.runs.create({ experimentId, startTime: new Date() });
      runId = run.runId;
      const model = await client.loggedModels.create({ experimentId, name: 'pipeline', sourceRunId: runId });
      modelId = model.modelId;
      for (const root of [model, { artifactUri: `${run.artifactUri}/old` }]) {
        await client.artifacts.upload(root, 'MLmodel', mlmodel('onnx'));
        await client.artifacts.upload(root, 'nested/model.onnx', visitsModel('purchase'));
      }
      await client.artifacts.upload(
        { artifactUri: `${run.artifactUri}/sklearn` },
        'MLmodel',
        mlmodel('sklearn'),
      );
      await client.loggedModels.finalize(modelId, 'READY');
      await client.registeredModels.ensure({ name: 'their-model' });
      const { version } = await client.modelVersions.create({
        name: 'their-model',
        source: `models:/${modelId}`,
        modelId,
        runId,
      });
      await client.registeredModels.setAlias('their-model', 'best', version);
    });

    it.each([
      ['an alias', () => 'models:/their-model@best'],
      ['a version', () => 'models:/their-model/1'],
      ['a logged model', () => `models:/${modelId}`],
      ['a directory of a run', () => `runs:/${runId}/old`],
      ['a file of a run', () => `runs:/${runId}/old/nested/model.onnx`],
    ])('takes what %s names', async (_, uriOf) => {
      const uri = uriOf();
      const { status, body } = await ask('purchase', { from: 'mlflow', uri });
      expect({ status, problems: body.errors, detail: body.detail }).toEqual({
        status: 200,
        problems: undefined,
        detail: undefined,
      });
      expect(body.origin).toEqual({ kind: 'mlflow', uri, sha256: sha256(visitsModel('purchase')) });
    });

    it('says what is not there, or is no ONNX', async () => {
      const before = await counts();
      for (const uri of [
        'models:/no-such-model@best',
        'models:/their-model@worst',
        'models:/their-model/99',
        `models:/m-${'0'.repeat(32)}`,
        `runs:/${'0'.repeat(32)}/model`,
        `runs:/${runId}/nothing`,
      ]) {
        const { status, body } = await ask('purchase', { from: 'mlflow', uri });
        expect(`${uri} ${status} ${body.code}`).toBe(`${uri} 404 model_file_not_found`);
      }
      const other = await ask('purchase', { from: 'mlflow', uri: `runs:/${runId}/sklearn` });
      expect([other.status, other.body.code]).toEqual([422, 'model_file_refused']);
      expect(other.body.errors![0]!.detail).toContain('has no ONNX flavour, only sklearn, python_function');
      expect(await counts()).toEqual(before);
    });

    it('answers 503 while the server is away', async () => {
      await mlflow.stop();
      const { status, body, retryAfter } = await ask('purchase', {
        from: 'mlflow',
        uri: 'models:/their-model@best',
      });
      await mlflow.start();
      expect([status, body.code, Number(retryAfter)]).toEqual([503, 'import_source_unavailable', 30]);
    });
  });

  it('tells every reason of a refusal at once, and changes nothing', async () => {
    const before = await counts();
    const wrong = await upload('spending', visitsModel('tier'));
    expect([wrong.status, wrong.body.code]).toEqual([422, 'model_file_refused']);
    expect(wrong.body.errors).toEqual([
      { pointer: '/file/outputs', detail: expect.stringContaining('are those of a classifier') },
    ]);
    for (const broken of [
      new Uint8Array(),
      new Uint8Array(Buffer.from('not a model')),
      visitsModel('tier').slice(0, 3000),
      visitsModel('tier').fill(0xff, 100, 200),
    ]) {
      const { status, body } = await upload('customer-tier', broken);
      expect([status, body.code]).toEqual([422, 'model_file_refused']);
    }
    expect(await counts()).toEqual(before);
  });

  it('names the limit to files that are larger, whether announced or not', async () => {
    const before = await counts();
    const large = new Uint8Array(1_200_000);
    for (const body of [large, new Blob([large]).stream()]) {
      const response = await fetch(`${server.url}/models/purchase/versions/import`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
        body,
        duplex: 'half',
      });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ code: 'payload_too_large', maximum_bytes: 1_000_000 });
    }
    expect((await form('purchase', large, {})).status).toBe(413);
    expect(await counts()).toEqual(before);
  });

  it.each([
    [{ from: 'url', uri: 'http://169.254.169.254/' }, ['/from', '/uri']],
    [{ from: 'mlflow' }, ['/uri']],
    [{ from: 'mlflow', uri: 'file:///etc/passwd' }, ['/uri']],
    [{ from: 'mlflow', uri: `runs:/${'0'.repeat(32)}/../../other` }, ['/uri']],
    [{ from: 'file', path: '/etc/passwd' }, ['/path']],
    [{ from: 'file', uri: 'models:/a/1' }, ['/uri']],
    [{ from: 'hugging_face', revision: '../../..' }, ['/revision']],
    [{ from: 'hugging_face', repository: 'other/one' }, ['/repository']],
    [{ from: 'file', threshold: 2, reason: '' }, ['/reason', '/threshold']],
  ])('lets no caller name a place of its own, nor anything else: %j', async (request, pointers) => {
    const { status, body } = await ask('purchase', request);
    expect([status, body.code]).toEqual([422, 'validation_failed']);
    expect([...new Set(body.errors!.map(({ pointer }) => pointer))].sort()).toEqual(pointers);
  });

  it('knows thresholds for yes-or-no models only, and models that exist only', async () => {
    const { body } = await ask('spending', { from: 'file', threshold: 0.4 });
    expect(body.errors).toEqual([
      { pointer: '/threshold', detail: 'is for binary models; spending is a regression model' },
    ]);
    expect((await ask('no-such-model', { from: 'file' })).status).toBe(404);
  });
});

describe('without a place for model files', () => {
  let server: VeridictServer;
  let database: TestDatabase;

  beforeAll(async () => {
    ({ server, database } = await startVisitsServer());
  });
  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  it.each([
    ['file', 'MODEL_PATH'],
    ['hugging_face', 'HF_MODEL_REPO'],
    ['mlflow', 'MLFLOW_TRACKING_URI'],
  ] as const)('says which variable is missing: %s', async (from, variable) => {
    const veridict = await server.adminClient();
    const refusal = await refusalOf(
      veridict.importModelVersion({
        path: { model: 'purchase' },
        body: { from, ...(from === 'mlflow' ? { uri: 'models:/a@b' } : {}) },
      }),
    );
    expect([refusal.status, refusal.code]).toEqual([409, 'import_source_not_configured']);
    expect(refusal.message).toContain(variable);
  });
});
