import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MlflowClient } from '#libs/mlflow-ts-client';
import { collected, filesOf } from '../support/mlflow-artifacts.js';
import { describeWithMlflow, MlflowServer } from '../support/mlflow-server.js';
import type { TestDatabase } from '../support/test-database.js';
import { runWithDelivery, trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

describeWithMlflow('an installation that had no MLflow when it trained', () => {
  let database: TestDatabase;
  let mlflow: MlflowServer;
  let server: VeridictServer;
  /** Of both trainings; the first versions of all models came before them. */
  let ids: string[];
  let runCount: number;

  beforeAll(async () => {
    database = await VeridictServer.installed();
    [mlflow, server] = await Promise.all([MlflowServer.start(), VeridictServer.start({ database })]);
  });
  afterAll(async () => {
    await server?.stop();
    await mlflow?.stop();
    await database?.drop();
  });

  it('trains, promotes and waits', async () => {
    const veridict = await server.adminClient();
    ids = [];
    for (const seed of [1, 2]) ids.push((await trainNow(veridict, { seed })).training_run_id);
    const { data } = await veridict.getTrainingRun({ path: { id: ids[0]! } });
    expect(data).toMatchObject({ mlflow_run_id: null, delivery: { state: 'pending', attempts: 0 } });
    runCount = (await veridict.listTrainingRuns()).data.total;
    expect((await server.client().getHealth()).data).toMatchObject({
      status: 'ok',
      mlflow: { configured: false, pending: runCount },
    });
    await server.stop();
  });

  it('delivers all of that as soon as it is told of one, in the order in which it was', async () => {
    const experiment = 'runs of former days';
    server = await VeridictServer.start({
      database,
      environment: { MLFLOW_TRACKING_URI: mlflow.url, MLFLOW_EXPERIMENT_NAME: experiment },
    });
    const veridict = await server.adminClient();
    const client = new MlflowClient({ trackingUri: mlflow.url });
    const runs = await Promise.all(ids.map((id) => runWithDelivery(veridict, id, 'delivered')));
    for (const { id, mlflow_run_id, started_at, finished_at, metrics } of runs) {
      const delivered = await client.runs.get(mlflow_run_id!);
      expect(delivered).toMatchObject({
        status: 'FINISHED',
        // When it was, not when it was delivered.
        startTime: new Date(started_at!),
        endTime: new Date(finished_at!),
        tags: { 'veridict.run_uuid': id },
      });
      expect(delivered.metrics).toContainEqual(
        expect.objectContaining({ key: 'MAE', value: metrics!['MAE'] }),
      );
      expect(await filesOf(client, delivered, 'dataset')).toEqual(['dataset/training.csv']);
    }
    expect(runs.map(({ delivery }) => delivery!.mlflow_version)).toEqual(['2', '3']);

    // The oldest went first: when these are there, all are.
    const { experimentId } = (await client.experiments.getByName(experiment))!;
    const all = await collected(client.runs.searchAll({ experimentIds: [experimentId] }));
    expect(all).toHaveLength(runCount);
    expect(all.map(({ tags }) => tags['veridict.run_uuid'])).toEqual(expect.arrayContaining(ids));
    expect((await server.client().getHealth()).data.mlflow.pending).toBe(0);
  });
});
