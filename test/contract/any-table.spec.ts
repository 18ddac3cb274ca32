import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { bill, createBillsDatabase, startBillsServer, targets } from '../support/bills.js';
import { eventually } from '../support/eventually.js';
import { manyPredictions } from '../support/loan-features.js';
import { describeWithMlflow, MlflowServer } from '../support/mlflow-server.js';
import { largestDifference, type Outputs, outputsOf } from '../support/model-outputs.js';
import { PythonSession } from '../support/python-session.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';

const slowlyMs = 240_000;
const dayMs = 86_400_000;

const rows = [
  bill,
  { ...bill, 'charges €': null, ville: 'Trifouillis-les-Oies', 'days employed': null },
  { ...bill, 'signed on': '2024-12-31', "l'état": 'neuf', 'ok?': false, ville: 'Évry' },
];
/** As the graph takes them: a day is a number there. */
const rowsOfPython = rows.map((row) => ({ ...row, 'signed on': Date.parse(row['signed on']) / dayMs }));

describeWithMlflow('a model on columns of any name', () => {
  let mlflow: MlflowServer;
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;
  let python: PythonSession;

  beforeAll(async () => {
    mlflow = await MlflowServer.start();
    python = new PythonSession(mlflow.url, mlflow.folder);
    database = await createBillsDatabase();
    server = await startBillsServer(database, { MLFLOW_TRACKING_URI: mlflow.url });
    veridict = await server.adminClient();
  }, slowlyMs);

  afterAll(async () => {
    await python?.end();
    await server?.stop();
    await mlflow?.stop();
    await database?.drop();
  });

  it.each([
    ['bills-late', 'paid late', 'gbdt'],
    ['bills-segment', 'segment', 'linear'],
    ['bills-amount', 'montant; total', 'mlp'],
  ] as const)(
    '%s reaches MLflow and says there what our API says',
    async (model, target, algorithm) => {
      const excluded = targets.filter((name) => name !== target);
      await veridict.createModel({ body: { name: model, dataset: 'bills', target, excluded } });
      await trainNow(veridict, { model, algorithm });
      await eventually(async () => {
        const { deliveries, aliases_pending: aliases } = (await veridict.getMlflowStatus()).data;
        if (deliveries.refused > 0) throw new Error('MLflow refused a delivery');
        return deliveries.pending === 0 && aliases === 0;
      }, slowlyMs);
      const uri = `models:/${model}@champion`;
      const said = await python.ask<{ rows: Outputs[]; example_rows: number }>('predict', {
        uri,
        rows: rowsOfPython,
      });
      const ours = manyPredictions(
        await veridict.predict({ path: { model }, body: { instances: rows } }),
      ).map(outputsOf);
      expect(largestDifference(said.rows, ours)).toBeLessThan(1e-6);
      expect(said.example_rows).toBe(1);
    },
    slowlyMs,
  );
});
