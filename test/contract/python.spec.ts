import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TrainingRunDto, TrainRequestDto, VeridictOperations } from '#libs/sdk';
import { startProcessGroup, type ProcessGroup } from '../../scripts/project/process-group.mjs';
import { freePort } from '../../scripts/project/mlflow.mjs';
import { eventually } from '../support/eventually.js';
import { killAtTheEnd } from '../support/leftover-processes.js';
import { manyPredictions } from '../support/loan-features.js';
import { describeWithMlflow, MlflowServer, pythonWithMlflow } from '../support/mlflow-server.js';
import { largestDifference, type Outputs, outputsOf } from '../support/model-outputs.js';
import { pythonEnvironment, PythonSession } from '../support/python-session.js';
import { type Row, rowsOf } from '../support/rows-of.js';
import type { TestDatabase } from '../support/test-database.js';
import { runWithStatus, startTraining } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';
import { startVisitsServer } from '../support/visits.js';

const models = ['loan-amount', 'spending', 'repeat-purchase', 'customer-tier'] as const;
const algorithms = ['linear', 'gbdt', 'mlp'] as const;
type Model = (typeof models)[number];
type Algorithm = (typeof algorithms)[number];

/** Patience for a machine that trains, delivers and imports MLflow at once. */
const slowlyMs = 240_000;

interface PythonPredictions {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly Outputs[];
  readonly example_rows: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}

interface LoggedPipeline {
  readonly uri: string;
  readonly scikit_learn: readonly number[];
  readonly onnxruntime: readonly number[];
}

describeWithMlflow('a model of ours in Python', () => {
  let mlflow: MlflowServer;
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;
  let python: PythonSession;
  const runs = {} as Record<Model, Record<Algorithm, TrainingRunDto>>;
  const rows = {} as Record<Model, Row[]>;

  beforeAll(async () => {
    mlflow = await MlflowServer.start();
    python = new PythonSession(mlflow.url, mlflow.folder);
    ({ server, database } = await startVisitsServer({ MLFLOW_TRACKING_URI: mlflow.url }, 'sample'));
    veridict = await server.adminClient();
    for (const model of models) {
      const [linear, gbdt, mlp] = [
        await trained(model, { algorithm: 'linear' }),
        await trained(model, { algorithm: 'gbdt', hyperparameters: { n_estimators: 40 } }),
        await trained(model, { algorithm: 'mlp', hyperparameters: { max_iter: 20 } }),
      ];
      runs[model] = { linear, gbdt, mlp };
      const path = { model, version: linear.model_version! };
      const { features } = (await veridict.getModelVersion({ path })).data;
      rows[model] = rowsOf(features, 1000);
    }
  }, slowlyMs);

  afterAll(async () => {
    await python?.end();
    await server?.stop();
    await mlflow?.stop();
    await database?.drop();
  });

  const trained = async (model: Model, body: TrainRequestDto): Promise<TrainingRunDto> => {
    const { id } = await startTraining(veridict, { model, ...body });
    return runWithStatus(veridict, id, ['succeeded'], slowlyMs);
  };
  const ourAnswers = async (model: Model): Promise<Outputs[]> => {
    const body = { instances: rows[model] as never };
    return manyPredictions(await veridict.predict({ path: { model }, body })).map(outputsOf);
  };
  const everythingDelivered = (): Promise<unknown> =>
    eventually(async () => {
      const { deliveries, aliases_pending: aliases } = (await veridict.getMlflowStatus()).data;
      if (deliveries.refused > 0) throw new Error('MLflow refused a delivery');
      return deliveries.pending === 0 && aliases === 0;
    }, slowlyMs);

  describe.each(algorithms)('learned by %s', (algorithm) => {
    beforeAll(async () => {
      for (const model of models)
        await veridict.moveAlias({
          path: { model, alias: 'champion' },
          body: { version: runs[model][algorithm].model_version!, reason: 'the next to be asked in Python' },
        });
      await everythingDelivered();
    }, slowlyMs);

    it.each([
      ['loan-amount', { prediction: 'float64' }],
      ['spending', { prediction: 'float64' }],
      ['repeat-purchase', { probability: 'float64', label: 'int64' }],
      [
        'customer-tier',
        {
          'probability_Aucun – autre': 'float64',
          probability_gold: 'float64',
          probability_silver: 'float64',
          label: expect.stringMatching(/^(str|object)$/),
        },
      ],
    ] as const)(
      'says as champion of %s to a thousand rows what our API says, missing values and texts among them',
      async (model, columns) => {
        const uri = `models:/${model}@champion`;
        const said = await python.ask<PythonPredictions>('predict', { uri, rows: rows[model] });
        expect(largestDifference(said.rows, await ourAnswers(model))).toBeLessThan(1e-6);
        expect(said.columns).toEqual(columns);
        expect(said.example_rows).toBe(1);
        expect(said.metadata).toMatchObject({ algorithm, version: runs[model][algorithm].model_version });
        const missing = rows[model].filter((row) => Object.values(row).includes(null));
        expect(missing.length).toBeGreaterThan(100);
      },
    );
  });

  it.each(['loan-amount', 'customer-tier'] as const)(
    'answers for %s through `mlflow models serve`, as our API does',
    async (model) => {
      const { url, group } = await served(`models:/${model}@champion`);
      const response = await fetch(`${url}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ dataframe_records: rows[model] }),
      });
      const { predictions } = (await response.json()) as { predictions: Outputs[] };
      expect(largestDifference(predictions, await ourAnswers(model))).toBeLessThan(1e-6);
      await group.stop();
    },
    slowlyMs,
  );

  async function served(uri: string): Promise<{ url: string; group: ProcessGroup }> {
    const port = await freePort();
    const command = ['-m', 'mlflow', 'models', 'serve', '--model-uri', uri, '--env-manager', 'local'];
    const group = startProcessGroup(pythonWithMlflow(), [...command, '--port', String(port)], {
      cwd: mlflow.folder,
      env: pythonEnvironment(mlflow.url, mlflow.folder),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    killAtTheEnd(group.child, () => group.signal('SIGKILL'));
    let output = '';
    for (const stream of [group.child.stdout!, group.child.stderr!])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const url = `http://127.0.0.1:${port}`;
    await eventually(async () => {
      if (group.child.exitCode !== null) return true;
      return (await fetch(`${url}/ping`)).ok;
    }, 120_000);
    if (group.child.exitCode !== null) throw new Error(`mlflow models serve ended:\n${output}`);
    return { url, group };
  }

  it.each([
    ['repeat-purchase', 'bought', 'probability', ['source', 'campaign']],
    ['spending', 'spent', 'prediction', ['source']],
  ] as const)(
    'gives way to a scikit-learn pipeline for %s that Python logged, which we serve with the same answers',
    async (model, target, output, texts) => {
      const { mlflow_run_id: runId } = (
        await veridict.getTrainingRun({ path: { id: runs[model].linear.id } })
      ).data;
      const logged = await python.ask<LoggedPipeline>('log_pipeline', {
        name: `${model}-of-the-statisticians`,
        data: `runs:/${runId}/dataset/training.csv`,
        target,
        is_classifier: output === 'probability',
        texts,
        rows: rows[model],
      });
      const { data: imported } = await veridict.importModelVersion({
        path: { model },
        body: { from: 'mlflow', uri: logged.uri },
      });
      const path = { model, version: imported.model_version };
      const body = { instances: rows[model] as never };
      const answers = manyPredictions(await veridict.predictWithVersion({ path, body })).map(
        (answer) => answer[output]!,
      );
      const worst = (others: readonly number[]): number =>
        Math.max(
          ...others.map((other, row) => Math.abs(other - answers[row]!) / Math.max(1, Math.abs(other))),
        );
      expect(logged.onnxruntime).toHaveLength(1000);
      expect(worst(logged.onnxruntime)).toBeLessThan(1e-6);
      expect(worst(logged.scikit_learn)).toBeLessThan(1e-5);
    },
    slowlyMs,
  );
});
