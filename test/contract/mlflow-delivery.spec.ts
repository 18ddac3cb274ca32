import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MlflowClient, type ModelVersion, type Run } from '#libs/mlflow-ts-client';
import type {
  ModelCardDto,
  ModelVersionDto,
  TrainingRunDto,
  TrainRequestDto,
  VeridictOperations,
} from '#libs/sdk';
import { eventually } from '../support/eventually.js';
import { asSuperuser, HeldTable } from '../support/held-table.js';
import { collected, filesOf, sha256Of, textOf } from '../support/mlflow-artifacts.js';
import { describeWithMlflow, type MlflowMajor, MlflowServer } from '../support/mlflow-server.js';
import { refusalOf } from '../support/refusal.js';
import { runWithDelivery, startTraining, trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'loan-amount';
const modelFiles = [
  'MLmodel',
  'code/veridict_pyfunc_1.py',
  'conda.yaml',
  'input_example.json',
  'model.onnx',
  'python_env.yaml',
  'requirements.txt',
  'serving_input_example.json',
];
const sensitive = ['situation_familiale', 'region', 'smoker', 'sexe', 'nationalite_francaise'];
const network: TrainRequestDto = {
  algorithm: 'mlp',
  hyperparameters: { max_iter: 12, batch_size: 64, hidden_layer_sizes: '16,8' },
  seed: 7,
  test_size: 0.25,
};

function deliveryCases(major: MlflowMajor): void {
  let mlflow: MlflowServer;
  let client: MlflowClient;
  let server: VeridictServer;
  let veridict: VeridictOperations;
  /** Of the network: what we say of it, and what MLflow does. */
  let ours: TrainingRunDto;
  let version: ModelVersionDto;
  let card: ModelCardDto;
  let run: Run;
  let registered: ModelVersion;

  beforeAll(async () => {
    mlflow = await MlflowServer.start({ major });
    client = new MlflowClient({ trackingUri: mlflow.url });
    server = await VeridictServer.start({
      isFirstStart: true,
      environment: { MLFLOW_TRACKING_URI: mlflow.url, GIT_COMMIT: 'c0ffee1' },
    });
    veridict = await server.adminClient();
    const result = await trainNow(veridict, network);
    const path = { model, version: result.model_version };
    version = (await veridict.getModelVersion({ path })).data;
    card = (await veridict.getModelCard({ path })).data;
    ours = await runWithDelivery(veridict, result.training_run_id, 'delivered');
    run = await client.runs.get(ours.mlflow_run_id!);
    registered = await client.modelVersions.get(model, ours.delivery!.mlflow_version!);
  });
  afterAll(async () => {
    await server?.stop();
    await mlflow?.stop();
  });

  it('is the server that it should be', async () => {
    expect((await client.version()).major).toBe(major);
    expect((await veridict.getMlflowStatus()).data).toMatchObject({
      reachable: true,
      server_version: (await client.version()).text,
    });
  });

  it('knows when the run was, how it ended and what it is called', () => {
    expect(run).toMatchObject({
      runName: `${model} ${version.version} (mlp)`,
      status: 'FINISHED',
      lifecycleStage: 'active',
      startTime: new Date(ours.started_at!),
      endTime: new Date(ours.finished_at!),
    });
  });

  it('has every hyperparameter and what the run learned from as params', () => {
    expect(run.params).toMatchObject({
      algorithm: 'mlp',
      epochs: '12',
      max_iter: '12',
      batch_size: '64',
      hidden_layer_sizes: '16,8',
      n_rows: String(ours.n_rows),
      source: 'clients',
      target: 'montant_pret',
      seed: '7',
      test_size: '0.25',
      split: version.split.method,
    });
    const hyperparameters = Object.entries(version.hyperparameters);
    expect(hyperparameters.length).toBeGreaterThan(10);
    for (const [name, value] of hyperparameters) {
      expect([name, run.params[name]]).toEqual([
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
    }
  });

  it('has the held-out metrics to the last digit', () => {
    const logged = Object.fromEntries(run.metrics.map(({ key, value }) => [key, value]));
    expect(Object.keys(version.metrics)).toEqual(expect.arrayContaining(['MAE', 'MSE', 'RMSE', 'R²']));
    for (const [name, value] of Object.entries(version.metrics))
      expect([name, logged[name.replace('²', '2')]]).toEqual([name, value]);
    expect(logged).toMatchObject({
      'baseline/MAE': version.baseline_metrics['MAE'],
      training_rows: card.training_rows,
      held_out_rows: card.held_out_rows,
      iterations: card.iterations,
    });
  });

  it('has the loss of every epoch as a curve', async () => {
    const curve = await collected(client.runs.metricHistory(run.runId, 'loss'));
    expect(curve.map(({ step, value }) => ({ step, value }))).toEqual(
      card.learning_curve!.map(({ iteration, loss }) => ({ step: iteration, value: loss })),
    );
    expect(curve).toHaveLength(12);
  });

  it('has tags that lead back to us: digest, actor, commit', async () => {
    const { data: me } = await veridict.showMyAccount();
    expect(run.tags).toMatchObject({
      'veridict.run_uuid': ours.id,
      'veridict.model': model,
      'veridict.version': String(version.version),
      'veridict.version_digest': version.sha256,
      'veridict.actor': `user:${me.id}`,
      'mlflow.user': `user:${me.id}`,
      'mlflow.source.name': 'veridict',
      'mlflow.source.git.commit': 'c0ffee1',
      'mlflow.runName': run.runName,
    });
  });

  it('knows the rows by their digest', () => {
    expect(run.datasets).toEqual([
      {
        dataset: expect.objectContaining({
          name: 'clients',
          digest: card.training_fingerprint.slice(0, 36),
          sourceType: 'local',
          source: JSON.stringify({ uri: `runs:/${run.runId}/dataset/training.csv` }),
        }),
        tags: { 'mlflow.data.context': 'training' },
      },
    ]);
    const { schema, profile } = run.datasets[0]!.dataset;
    const { mlflow_colspec: columns } = JSON.parse(schema!) as { mlflow_colspec: { name: string }[] };
    expect(columns.map(({ name }) => name)).toEqual([
      ...version.features.map(({ name }) => name),
      'montant_pret',
    ]);
    expect(JSON.parse(profile!)).toMatchObject({ num_rows: ours.n_rows });
  });

  it('has the rows themselves, without what is sensitive', async () => {
    const [header, ...rows] = (await textOf(client, run, 'dataset/training.csv')).trimEnd().split('\r\n');
    const columns = header!.split(',');
    expect(columns).toEqual([...version.features.map(({ name }) => name), 'montant_pret', 'split']);
    expect(columns.filter((column) => [...sensitive, 'id'].includes(column))).toEqual([]);
    expect(rows).toHaveLength(ours.n_rows!);
    expect(rows.filter((row) => row.endsWith(',held_out'))).toHaveLength(card.held_out_rows);
  });

  it('has the card and the plots among the artifacts', async () => {
    const files = await filesOf(client, run);
    expect(files.filter((path) => !path.startsWith('model/'))).toEqual([
      'dataset/training.csv',
      'model_card.json',
      'model_card.md',
      'plots/importance.svg',
      'plots/loss.svg',
      'plots/residual_histogram.svg',
      'plots/residuals.svg',
    ]);
    expect(await textOf(client, run, 'model_card.md')).toContain(version.sha256);
    for (const plot of files.filter((path) => path.endsWith('.svg')))
      expect(await textOf(client, run, plot)).toMatch(/^<\?xml [^>]+>\s<svg [\s\S]*<\/svg>\s*$/);
  });

  it('has the model as a directory that Python can open', async () => {
    const path = major === 3 ? '' : 'model/';
    const root = major === 3 ? await client.loggedModels.get(run.outputModels[0]!.modelId) : run;
    const files = await filesOf(client, root);
    expect(files.filter((file) => file.startsWith(path))).toEqual(modelFiles.map((file) => `${path}${file}`));
    expect(sha256Of(await client.artifacts.download(root, `${path}model.onnx`))).toBe(version.sha256);
    const document = await textOf(client, root, `${path}MLmodel`);
    expect(document).toContain(run.runId);
    for (const { name } of version.features) expect(document).toContain(`"name":"${name}"`);
    if (major === 3) return expect(root).toMatchObject({ status: 'READY', sourceRunId: run.runId });
    const history = JSON.parse(run.tags['mlflow.log-model.history']!) as { artifact_path: string }[];
    return expect(history).toEqual([expect.objectContaining({ artifact_path: 'model' })]);
  });

  it('has the metrics at the logged model too, where there are any', async () => {
    if (major === 2) return expect(run.outputModels).toEqual([]);
    expect(run.outputModels).toHaveLength(1);
    const logged = await client.loggedModels.get(run.outputModels[0]!.modelId);
    const byName = Object.fromEntries(logged.metrics.map(({ key, value }) => [key, value]));
    expect(byName).toMatchObject({ MAE: version.metrics['MAE'], R2: version.metrics['R²'] });
    expect(logged.params).toMatchObject({ algorithm: 'mlp', batch_size: '64' });
    return expect(logged.tags['veridict.run_uuid']).toBe(ours.id);
  });

  it('has a registered version that leads to the run and to the file', async () => {
    expect(ours.mlflow_model_uri).toBe(`models:/${model}/${registered.version}`);
    expect(registered).toMatchObject({
      status: 'READY',
      runId: run.runId,
      source: major === 3 ? `models:/${run.outputModels[0]!.modelId}` : `${run.artifactUri}/model`,
      tags: {
        'veridict.run_uuid': ours.id,
        'veridict.version': String(version.version),
        'veridict.version_digest': version.sha256,
      },
    });
    const file = await client.artifacts.downloadFromModelVersion(model, registered.version, 'model.onnx');
    expect(sha256Of(file)).toBe(version.sha256);
  });

  describe('is told', () => {
    const uriFile = async (): Promise<string> =>
      readFile(join(server.dataDir, 'models/mlflow_model_uri.txt'), 'utf8');
    const followsOurChampion = (): Promise<ModelVersion> =>
      eventually(async () => {
        const { data } = await veridict.getModel({ path: { model } });
        const champion = data.aliases.find(({ alias }) => alias === 'champion')!.version;
        const told = await client.registeredModels.getByAlias(model, 'champion');
        expect(told?.tags['veridict.version']).toBe(String(champion));
        return told;
      }, 60_000);

    it('who the champion is, also when it is promoted by hand', async () => {
      const before = await followsOurChampion();
      const { deliveries } = (await veridict.getMlflowStatus()).data;
      const other = before.tags['veridict.version'] === '1' ? version.version : 1;
      const body = { version: other, reason: 'a reason of the test' };
      await veridict.moveAlias({ path: { model, alias: 'champion' }, body });
      const after = await followsOurChampion();
      expect(after.tags['veridict.version']).toBe(String(other));
      expect(after.version).not.toBe(before.version);
      await eventually(async () => (await uriFile()) === `models:/${model}/${after.version}`);
      // Nothing but the alias moved.
      expect((await veridict.getMlflowStatus()).data.deliveries).toEqual(deliveries);
    });

    it('of a cancelled run that it was killed', async () => {
      const held = await HeldTable.hold(server.database, 'clients');
      const { id } = await startTraining(veridict);
      await held.untilSomebodyWaits();
      await veridict.cancelTrainingRun({ path: { id } });
      await held.release();
      const delivered = await runWithDelivery(veridict, id, 'delivered');
      const killed = await client.runs.get(delivered.mlflow_run_id!);
      expect(killed).toMatchObject({
        status: 'KILLED',
        endTime: new Date(delivered.finished_at!),
        params: { algorithm: 'linear' },
        datasets: [],
        outputModels: [],
      });
      expect(delivered).toMatchObject({ mlflow_model_uri: null, delivery: { mlflow_version: null } });
    });

    it('of a run whose data was refused that it failed, and why', async () => {
      await asSuperuser(server.database, 'UPDATE clients SET montant_pret = NULL');
      const refusal = await refusalOf(veridict.train({ body: { algorithm: 'linear' } }));
      const { training_run_id: id } = refusal.cause as { training_run_id: string };
      const delivered = await runWithDelivery(veridict, id, 'delivered');
      const failed = await client.runs.get(delivered.mlflow_run_id!);
      expect(failed).toMatchObject({
        status: 'FAILED',
        startTime: new Date(delivered.started_at!),
        endTime: new Date(delivered.finished_at!),
        tags: { 'veridict.error_code': 'training_data_unfit', 'veridict.status': 'failed' },
      });
      expect(failed.tags['mlflow.note.content']).toContain('no row of clients has a value');
      const versions = await collected(client.modelVersions.searchAll({ filter: `name = '${model}'` }));
      expect(versions).toHaveLength(2);
    });
  });
}

describeWithMlflow('a delivery to MLflow 3', () => deliveryCases(3));
describeWithMlflow('a delivery to MLflow 2', () => deliveryCases(2));
