import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TrainingRunDto } from '#libs/sdk';
import {
  FakeMlflowServer,
  FAULTS,
  mlflowError,
} from '../../libs/mlflow-ts-client/testing/fake-mlflow-server.js';
import { eventually } from '../support/eventually.js';
import { HeldTable } from '../support/held-table.js';
import { contentsOf } from '../support/mlflow-contents.js';
import { refusalOf } from '../support/refusal.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { runWithDelivery, runWithStatus, startTraining, trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

type Veridict = Awaited<ReturnType<VeridictServer['adminClient']>>;

const secret = 'a-token-of-the-tracking-server';

/** The run that made the first loan-amount model; servers of tests begin with one for each model. */
async function firstRun(veridict: Veridict): Promise<TrainingRunDto> {
  return (await veridict.listTrainingRuns({ query: { model: 'loan-amount' } })).data.items.at(-1)!;
}

describe('a server that delivers to MLflow', () => {
  let database: TestDatabase;
  let mlflow: FakeMlflowServer;
  let server: VeridictServer;
  let veridict: Veridict;

  beforeAll(async () => {
    database = await createTestDatabase();
    mlflow = await FakeMlflowServer.started({ token: secret });
    server = await VeridictServer.start({
      database,
      environment: {
        MLFLOW_TRACKING_URI: mlflow.trackingUri,
        MLFLOW_TRACKING_TOKEN: secret,
        GIT_COMMIT: 'c0ffee1',
      },
    });
    veridict = await server.adminClient();
  });
  afterAll(async () => {
    await server?.stop();
    await mlflow?.stop();
    await database?.drop();
  });

  it('shows at the run where it is in MLflow', async () => {
    const { id } = await firstRun(veridict);
    const run = await runWithDelivery(veridict, id, 'delivered');
    expect(run).toMatchObject({
      mlflow_run_id: contentsOf(mlflow).runs.find(({ tags }) => tags.get('veridict.run_uuid') === id)?.runId,
      mlflow_model_uri: 'models:/loan-amount/1',
      git_commit: 'c0ffee1',
      origin: null,
      delivery: {
        state: 'delivered',
        attempts: 0,
        error: null,
        next_attempt_at: null,
        delivered_at: expect.stringMatching(/Z$/),
        mlflow_version: '1',
      },
    });
    await eventually(() => contentsOf(mlflow).aliases.includes('models:/loan-amount@champion = 1'));
    const file = join(server.dataDir, 'models/mlflow_model_uri.txt');
    await eventually(async () => /^models:\/[a-z-]+\/1$/.test(await readFile(file, 'utf8')));
  });

  it('shows the backlog in health and metrics, and the server to those who may read models', async () => {
    const status = await eventually(async () => {
      const { data } = await veridict.getMlflowStatus();
      return data.aliases_pending === 0 && data.deliveries.pending === 0 && data;
    });
    expect(status).toEqual({
      configured: true,
      tracking_uri: mlflow.trackingUri,
      experiment: 'veridict',
      reachable: true,
      reason: null,
      server_version: '3.17.2',
      checked_at: expect.stringMatching(/Z$/),
      last_contact_at: expect.stringMatching(/Z$/),
      deliveries: { pending: 0, delivered: 2, refused: 0 },
      oldest_pending_at: null,
      aliases_pending: 0,
    });
    await eventually(async () => {
      const { data } = await server.client().getHealth();
      return data.status === 'ok' && data.mlflow.configured && data.mlflow.pending === 0;
    });
    const metrics = String((await veridict.getMetrics()).data);
    expect(metrics).toMatch(/^veridict_mlflow_deliveries\{state="delivered"\} 2$/m);
    expect(metrics).toMatch(/^veridict_mlflow_oldest_pending_seconds 0$/m);
    expect(metrics).toMatch(/^veridict_mlflow_delivery_attempts_total\{outcome="delivered"\} 2$/m);
  });

  it('keeps what was refused, with the reason, and delivers it on request', async () => {
    mlflow.fail({
      fault: mlflowError(400, 'INVALID_PARAMETER_VALUE', 'the planted objection'),
      path: 'log-batch',
    });
    const { training_run_id: id } = await trainNow(veridict);
    const refused = await runWithDelivery(veridict, id, 'refused');
    expect(refused).toMatchObject({
      status: 'succeeded',
      mlflow_run_id: null,
      delivery: { attempts: 1, error: expect.stringContaining('the planted objection'), delivered_at: null },
    });
    const listed = async (delivery: 'refused' | 'pending' | 'delivered'): Promise<string[]> =>
      (await veridict.listTrainingRuns({ query: { delivery } })).data.items.map((run) => run.id);
    expect(await listed('refused')).toEqual([id]);
    expect(await listed('pending')).toEqual([]);
    expect(await listed('delivered')).toHaveLength(2);

    const { data, response } = await veridict.deliverTrainingRun({ path: { id } });
    expect(response.status).toBe(202);
    expect(data.id).toBe(id);
    expect((await runWithDelivery(veridict, id, 'delivered')).mlflow_model_uri).toBe('models:/loan-amount/2');
    const { data: events } = await veridict.listAdministrativeEvents({
      query: { action: 'training.delivery_requested' },
    });
    expect(events.items).toEqual([
      expect.objectContaining({ subject_id: id, details: { state: 'refused', attempts: 1 } }) as never,
    ]);
  });

  it('does not deliver what has not ended, nor what does not exist', async () => {
    const held = await HeldTable.hold(database, 'clients', 'ACCESS EXCLUSIVE');
    const { id } = await startTraining(veridict);
    expect((await veridict.getTrainingRun({ path: { id } })).data.delivery).toBeNull();
    expect(await refusalOf(veridict.deliverTrainingRun({ path: { id } }))).toMatchObject({
      status: 409,
      code: 'training_run_not_finished',
    });
    await held.release();
    await runWithStatus(veridict, id, ['succeeded']);
    const unknown = { path: { id: '00000000-0000-4000-8000-000000000000' } };
    expect(await refusalOf(veridict.deliverTrainingRun(unknown))).toMatchObject({
      status: 404,
      code: 'training_run_not_found',
    });
  });

  it('goes on predicting and saying that it is ready while MLflow hangs, and names no secret', async () => {
    mlflow.fail({ fault: FAULTS.hang, times: Infinity });
    const { training_run_id: id } = await trainNow(veridict);
    const { data } = await server.client().getReadiness();
    expect(data).toMatchObject({ status: 'ok', mlflow: { configured: true, refused: 0 } });
    const { data: client } = await veridict.getLatestClient();
    expect((await veridict.predictClientById({ path: { id: client.id } })).response.status).toBe(200);
    expect((await veridict.getTrainingRun({ path: { id } })).data.delivery?.state).toBe('pending');
    const startedAt = performance.now();
    expect(await server.signal('SIGTERM')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(8_000);
    expect(server.log).not.toContain(secret);
  });
});

describe('a server that is killed while it delivers', () => {
  it('has made one run, one model and one version of each in the end', async () => {
    const database = await createTestDatabase();
    const mlflow = await FakeMlflowServer.started();
    const environment = { MLFLOW_TRACKING_URI: mlflow.trackingUri };
    try {
      for (const path of [/runs\/create$/, /mlflow\/logged-models$/, /model-versions\/create$/]) {
        mlflow.clearFaults();
        const before = mlflow.requests.length;
        mlflow.fail({ fault: { kind: 'hang', isCarriedOut: true }, path });
        const server = await VeridictServer.start({ database, environment });
        await eventually(
          () => mlflow.requests.slice(before).some((request) => path.test(request.path)),
          60_000,
        );
        await server.signal('SIGKILL');
        await server.stop();
      }
      mlflow.clearFaults();
      const server = await VeridictServer.start({ database, environment });
      try {
        const veridict = await server.adminClient();
        const ids = (await veridict.listTrainingRuns()).data.items.map(({ id }) => id).sort();
        const runs = await Promise.all(ids.map((id) => runWithDelivery(veridict, id, 'delivered')));
        expect(contentsOf(mlflow).uuids).toEqual({ runs: ids, models: ids, versions: ids });
        expect(mlflow.requestsTo('runs/create')).toHaveLength(ids.length);
        expect(mlflow.requestsTo('model-versions/create')).toHaveLength(ids.length);
        for (const run of runs)
          expect(run).toMatchObject({
            mlflow_model_uri: `models:/${run.model}/1`,
            delivery: { attempts: 0 },
          });
      } finally {
        await server.stop();
      }
    } finally {
      await mlflow.stop();
      await database.drop();
    }
  }, 240_000);
});
