import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mlflowClientOf } from '#libs/training';
import { Configuration } from '#libs/platform';
import { DeliverNext } from '../../libs/mlflow-delivery/deliver-next.js';
import { TellAliases } from '../../libs/mlflow-delivery/tell-aliases.js';
import {
  answer,
  type Fault,
  FakeMlflowServer,
  FAULTS,
} from '../../libs/mlflow-ts-client/testing/fake-mlflow-server.js';
import { createTrainedDatabase, DeliveringApplication } from '../support/delivering-application.js';
import { contentsOf } from '../support/mlflow-contents.js';
import type { TestDatabase } from '../support/test-database.js';

/** An empty answer to every question what is there already. */
const seesNothing = answer(200, '{}', { 'content-type': 'application/json' });

describe('a delivery to MLflow', () => {
  let database: TestDatabase;
  let application: DeliveringApplication;
  let runId: string;
  let mlflow: FakeMlflowServer;
  let copy: { row_count: number; csv_gzip: Buffer };

  beforeAll(async () => {
    ({ database, runId } = await createTrainedDatabase());
    application = await DeliveringApplication.connect(database);
    [copy] = (await application.query('SELECT * FROM mlflow_dataset_copies')) as [typeof copy];
  });

  afterAll(async () => {
    await application?.close();
    await database?.drop();
  });

  beforeEach(() => startAgain(3));
  afterEach(() => mlflow?.stop());

  /** As if nothing had ever been delivered. */
  async function startAgain(major: 2 | 3): Promise<void> {
    mlflow = await FakeMlflowServer.started({ major });
    await application.query('DELETE FROM mlflow_aliases');
    await application.query('UPDATE training_runs SET mlflow_run_id = NULL, mlflow_model_uri = NULL');
    await application.query(
      `UPDATE mlflow_deliveries SET state = 'pending', attempts = 0, error = NULL, mlflow_version = NULL, delivered_at = NULL, next_attempt_at = now()`,
    );
    await application.query('INSERT INTO mlflow_dataset_copies VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      runId,
      copy.row_count,
      copy.csv_gzip,
    ]);
  }

  async function work(signal = new AbortController().signal): Promise<void> {
    const client = mlflowClientOf(new Configuration({ MLFLOW_TRACKING_URI: mlflow.trackingUri }))!;
    while (await application.app.get(DeliverNext).execute(client, signal));
    await application.app.get(TellAliases).execute(client, signal);
  }

  /** The process dies at the n-th request; `false` when it was done before. */
  async function dieAt(requestNumber: number, isCarriedOut: boolean): Promise<boolean> {
    const killed = new AbortController();
    mlflow.fail({ fault: { kind: 'hang', isCarriedOut }, after: requestNumber - 1 });
    let done = false;
    const working = work(killed.signal).then(
      () => (done = true),
      () => undefined,
    );
    while (!done && mlflow.requests.length < requestNumber) await new Promise(setImmediate);
    // What the server carries out, it carries out in the turn in which the request arrived.
    await new Promise(setImmediate);
    killed.abort();
    await working;
    mlflow.clearFaults();
    return !done;
  }

  async function expectExactlyOne(context: string): Promise<void> {
    const { uuids, runs, aliases } = contentsOf(mlflow);
    const models = mlflow.state.loggedModels.size > 0 ? [runId] : [];
    expect([context, uuids, aliases, runs.map(({ status }) => status)]).toEqual([
      context,
      { runs: [runId], models, versions: [runId] },
      ['models:/loan-amount@champion = 1'],
      ['FINISHED'],
    ]);
    const [row] = await application.query(
      `SELECT state, mlflow_version, mlflow_run_id, mlflow_model_uri FROM mlflow_deliveries JOIN training_runs ON id = training_run_id`,
    );
    expect([context, row]).toEqual([
      context,
      {
        state: 'delivered',
        mlflow_version: '1',
        mlflow_run_id: runs[0]!.runId,
        mlflow_model_uri: 'models:/loan-amount/1',
      },
    ]);
  }

  async function countRequests(major: 2 | 3): Promise<number> {
    await mlflow.stop();
    await startAgain(major);
    await work();
    await expectExactlyOne('without any fault');
    return mlflow.requests.length;
  }

  describe.each([3, 2] as const)('on MLflow %i', (major) => {
    it.each([
      ['before it was carried out', false],
      ['after it was carried out', true],
    ])(
      'whose process dies at any request, %s, is one run, one model, one version when it is repeated',
      async (_moment, isCarriedOut) => {
        const requests = await countRequests(major);
        expect(requests).toBeGreaterThan(15);
        const complete = contentsOf(mlflow).files.length;
        for (let number = 1; number <= requests; number += 1) {
          await mlflow.stop();
          await startAgain(major);
          expect([number, await dieAt(number, isCarriedOut)]).toEqual([number, true]);
          await work();
          await expectExactlyOne(`died at request ${number}, ${mlflow.requests[number - 1]?.path}`);
          expect(contentsOf(mlflow).files).toHaveLength(complete);
        }
      },
      240_000,
    );
  });

  it.each<[string, Fault]>([
    ['requests that are cut', FAULTS.cut],
    ['replies that are lost', FAULTS.loseReply],
  ])(
    'goes through %s, wherever they are',
    async (_what, fault) => {
      const requests = await countRequests(3);
      for (let number = 1; number <= requests; number += 1) {
        await mlflow.stop();
        await startAgain(3);
        mlflow.fail({ fault, after: number - 1 });
        await work().catch(() => undefined);
        await application.query('UPDATE mlflow_deliveries SET next_attempt_at = now()');
        await work();
        await expectExactlyOne(`cut at request ${number}, ${mlflow.requests[number - 1]?.path}`);
      }
    },
    240_000,
  );

  it('would make doubles if it did not look first: the control of these tests', async () => {
    for (const path of ['runs/create', 'mlflow/logged-models', 'model-versions/create']) {
      await mlflow.stop();
      await startAgain(3);
      mlflow.fail({ fault: FAULTS.loseReply, path: new RegExp(`${path}$`) });
      mlflow.fail({ fault: seesNothing, path: /\/search$/, times: Infinity });
      await work();
      await work();
      const { uuids } = contentsOf(mlflow);
      expect([path, Math.max(...Object.values(uuids).map(({ length }) => length))]).toEqual([path, 2]);
    }
  });

  it('removes the doubles that it finds, and keeps the lowest version', async () => {
    mlflow.fail({ fault: FAULTS.loseReply, path: 'runs/create' });
    mlflow.fail({ fault: FAULTS.loseReply, path: /mlflow\/logged-models$/ });
    mlflow.fail({ fault: FAULTS.loseReply, path: 'model-versions/create' });
    mlflow.fail({ fault: seesNothing, path: /\/search$/, times: Infinity });
    for (let time = 0; time < 4; time += 1) await work();
    const before = contentsOf(mlflow).uuids;
    expect(before.runs.length + before.models.length + before.versions.length).toBeGreaterThan(3);

    mlflow.clearFaults();
    await application.query(`UPDATE mlflow_deliveries SET state = 'pending'`);
    await work();
    await expectExactlyOne('after the doubles');
  });
});
