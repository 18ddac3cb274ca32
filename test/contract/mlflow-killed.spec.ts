import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MlflowClient } from '#libs/mlflow-ts-client';
import type { TrainingRunDto } from '#libs/sdk';
import { Random } from '../../libs/ml/random/random.js';
import { eventually } from '../support/eventually.js';
import { collected, filesOf, sha256Of } from '../support/mlflow-artifacts.js';
import { everMade, ledgerOf } from '../support/mlflow-ledger.js';
import { describeWithMlflow, MlflowServer } from '../support/mlflow-server.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'loan-amount';
const runCount = 10;
const uuid = 'veridict.run_uuid';
/** After so many deliveries MLflow is killed, or the process that delivers. */
const kills = [
  [2, 'MLflow'],
  [4, 'Veridict'],
  [5, 'MLflow'],
  [8, 'MLflow'],
] as const;
const patienceMs = 240_000;
/** About as long as a delivery takes on an idle machine: each kill falls somewhere into the next one, or between two. */
const withinMs = 600;

/** Every failure can be looked at again with the same moments: VERIDICT_TEST_SEED=… */
const seed = Number(process.env['VERIDICT_TEST_SEED'] ?? randomInt(2 ** 31));

describeWithMlflow(`ten runs on their way to an MLflow that is killed (seed ${seed})`, () => {
  const random = new Random(seed);
  let database: TestDatabase;
  let mlflow: MlflowServer;
  let client: MlflowClient;
  let server: VeridictServer;
  let ids: string[];

  beforeAll(async () => {
    database = await VeridictServer.installed();
    [mlflow, ids] = await Promise.all([MlflowServer.start(), trainWithoutMlflow(database)]);
    client = new MlflowClient({ trackingUri: mlflow.url });
  });
  afterAll(async () => {
    await server?.stop();
    await mlflow?.stop();
    await database?.drop();
  });

  it(
    'arrive once each, whole, and none is lost',
    async () => {
      await start();
      for (const [after, what] of kills) {
        await untilDelivered(after);
        await wait(random.next() * withinMs);
        if (what === 'Veridict') await restartVeridict();
        else await restartMlflow();
      }
      const runs = await untilDelivered(runCount);
      expect(runs.map(({ id }) => id).sort()).toEqual([...ids].sort());
      // A server that is away is nobody's failed attempt.
      expect(runs.map(({ delivery }) => delivery)).toEqual(
        runs.map(() => expect.objectContaining({ state: 'delivered', attempts: 0, error: null }) as never),
      );
      expect((await server.client().getHealth()).data).toMatchObject({
        status: 'ok',
        mlflow: { configured: true, pending: 0, refused: 0 },
      });

      const { runs: mlflowRuns, models, versions } = await ledgerOf(client);
      const uuids = (of: readonly { readonly tags: Readonly<Record<string, string>> }[]): unknown[] =>
        of.map(({ tags }) => tags[uuid]).sort();
      expect(uuids(mlflowRuns)).toEqual([...ids].sort());
      expect(uuids(models)).toEqual([...ids].sort());
      expect(uuids(versions)).toEqual([...ids].sort());
      // Whatever a kill left was taken away again, and one kill interrupts one request.
      const made = everMade(mlflow);
      expect(made.runs + made.models + made.versions).toBeLessThanOrEqual(3 * runCount + kills.length);

      for (const run of runs) await expectWhole(run);
      await eventually(async () => {
        const { data } = await (await server.adminClient()).getModel({ path: { model } });
        const champion = data.aliases.find(({ alias }) => alias === 'champion')!;
        const told = await client.registeredModels.getByAlias(model, 'champion');
        return told?.tags['veridict.version'] === String(champion.version);
      }, 60_000);
    },
    2 * patienceMs,
  );

  async function start(): Promise<void> {
    server = await VeridictServer.start({ database, environment: { MLFLOW_TRACKING_URI: mlflow.url } });
  }

  async function untilDelivered(count: number): Promise<TrainingRunDto[]> {
    const veridict = await server.adminClient();
    return eventually(async () => {
      const { data } = await veridict.listTrainingRuns({ query: { delivery: 'delivered' } });
      return data.items.length >= count && data.items;
    }, patienceMs);
  }

  async function restartVeridict(): Promise<void> {
    await server.signal('SIGKILL');
    await server.stop();
    await start();
  }

  async function restartMlflow(): Promise<void> {
    await mlflow.kill();
    const { data: health } = await server.client().getHealth();
    expect(health.status).toBe('ok');
    // Otherwise there was nothing left to interrupt.
    expect(health.mlflow.pending).toBeGreaterThan(0);
    await mlflow.restart();
  }

  /** What is shown as delivered is there, complete, and only once. */
  async function expectWhole({ id, delivery, mlflow_run_id, ...ours }: TrainingRunDto): Promise<void> {
    const run = await client.runs.get(mlflow_run_id!);
    const [metric, value] = Object.entries(ours.metrics!)[0]!;
    expect(run).toMatchObject({ status: 'FINISHED', lifecycleStage: 'active', tags: { [uuid]: id } });
    expect(run.params).toMatchObject({ algorithm: ours.trained_algorithm, seed: String(ours.seed) });
    const [points, files] = await Promise.all([
      collected(client.runs.metricHistory(run.runId, metric)),
      filesOf(client, run),
    ]);
    expect(points.map((point) => point.value)).toEqual([value]);
    expect(files).toEqual(expect.arrayContaining(['dataset/training.csv', 'model_card.md']));
    expect(run.datasets).toHaveLength(1);

    expect(run.outputModels).toHaveLength(1);
    const logged = await client.loggedModels.get(run.outputModels[0]!.modelId);
    expect(logged).toMatchObject({ status: 'READY', sourceRunId: run.runId, tags: { [uuid]: id } });
    expect(await filesOf(client, logged)).toContain('MLmodel');
    const version = await client.modelVersions.get(ours.model, delivery!.mlflow_version!);
    expect(version).toMatchObject({
      status: 'READY',
      runId: run.runId,
      source: `models:/${logged.modelId}`,
      tags: { [uuid]: id },
    });
    expect(ours.mlflow_model_uri).toBe(`models:/${ours.model}/${version.version}`);
    const file = await client.artifacts.downloadFromModelVersion(ours.model, version.version, 'model.onnx');
    expect(sha256Of(file)).toBe(version.tags['veridict.version_digest']);
  }
});

/** As an installation that has no MLflow yet. @returns the ids of all its runs, the first of each model too */
async function trainWithoutMlflow(database: TestDatabase): Promise<string[]> {
  const server = await VeridictServer.start({ database });
  try {
    const veridict = await server.adminClient();
    const { total } = (await veridict.listTrainingRuns()).data;
    for (let run = total; run < runCount; run += 1) await trainNow(veridict, { seed: run });
    const { data } = await veridict.listTrainingRuns();
    return data.items.map(({ id }) => id);
  } finally {
    await server.stop();
  }
}
