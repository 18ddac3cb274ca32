import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { MlflowClient } from '#libs/mlflow-ts-client';
import type { ModelVersionDto, TrainingRunDto, VeridictOperations } from '#libs/sdk';
import { describeWithChromium, startChromium } from '../support/chromium.js';
import { eventually } from '../support/eventually.js';
import { MlflowServer } from '../support/mlflow-server.js';
import { runWithStatus, startTraining } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

/** Patience for the first page, whose scripts are megabytes, on a machine that does other things beside. */
const slowlyMs = 90_000;
const epochs = 20;

describeWithChromium('the pages of MLflow', () => {
  let mlflow: MlflowServer;
  let server: VeridictServer;
  let chromium: Awaited<ReturnType<typeof startChromium>>;
  let page: Page;
  let run: TrainingRunDto;
  let version: ModelVersionDto;
  let runPage: string;
  let versionPage: string;

  beforeAll(async () => {
    mlflow = await MlflowServer.start();
    server = await VeridictServer.start({
      isFirstStart: true,
      environment: { MLFLOW_TRACKING_URI: mlflow.url, GIT_COMMIT: 'c0ffee1' },
    });
    const veridict = await server.adminClient();
    run = await championOfTheTest(veridict);
    const path = { model: run.model, version: run.model_version! };
    version = (await veridict.getModelVersion({ path })).data;
    const { experimentId } = await new MlflowClient({ trackingUri: mlflow.url }).runs.get(run.mlflow_run_id!);
    runPage = `${mlflow.url}/#/experiments/${experimentId}/runs/${run.mlflow_run_id}`;
    versionPage = `${mlflow.url}/#/models/${run.model}/versions/${run.delivery!.mlflow_version}`;
    chromium = await startChromium();
  }, 240_000);
  afterAll(async () => {
    await chromium?.close();
    await server?.stop();
    await mlflow?.stop();
  });

  beforeEach(async () => {
    page = await chromium.browser.newPage();
    page.setDefaultTimeout(slowlyMs / 2);
  });
  afterEach(() => page.close());

  /** A network, for its curve; delivered, and champion whatever the gate said. */
  async function championOfTheTest(veridict: VeridictOperations): Promise<TrainingRunDto> {
    const body = { algorithm: 'mlp', hyperparameters: { max_iter: epochs } } as const;
    const { id } = await startTraining(veridict, body);
    const { model, model_version: trained } = await runWithStatus(veridict, id, ['succeeded'], 120_000);
    await veridict.moveAlias({
      path: { model, alias: 'champion' },
      body: { version: trained!, reason: 'shown in a browser' },
    });
    await eventually(async () => {
      const { deliveries, aliases_pending: aliases } = (await veridict.getMlflowStatus()).data;
      return deliveries.pending === 0 && aliases === 0;
    }, 120_000);
    return (await veridict.getTrainingRun({ path: { id } })).data;
  }

  const exactly = (text: string): Locator => page.getByText(text, { exact: true }).first();
  /** The row of a table that begins with this cell. */
  const row = (name: string, place: Page | Locator = page): Locator =>
    place
      .getByRole('row')
      .filter({ has: page.getByText(name, { exact: true }) })
      .first();
  const cells = async (name: string, place?: Locator): Promise<string[]> =>
    (await row(name, place).innerText()).split('\n').map((cell) => cell.trim());
  const open = async (address: string, text: string | RegExp): Promise<void> => {
    await page.goto(address);
    await page.getByText(text).first().waitFor();
  };

  it(
    'show what was chosen for a run, what it was worth, who asked for it and by which program',
    async () => {
      await open(runPage, /^Parameters \(/);
      const params = {
        algorithm: 'mlp',
        epochs: String(epochs),
        batch_size: '200',
        seed: '42',
        test_size: '0.2',
      };
      for (const [name, value] of Object.entries(params)) expect(await cells(name)).toEqual([name, value]);
      expect((await cells('n_rows'))[1]).toBe(String(run.n_rows));
      const metrics = {
        MAE: version.metrics['MAE']!,
        MSE: version.metrics['MSE']!,
        R2: version.metrics['R²']!,
      };
      for (const [name, value] of Object.entries(metrics))
        expect(Number((await cells(name))[1])).toBeCloseTo(value, 6);
      for (const text of ['Finished', 'c0ffee1', 'veridict.version_digest']) await exactly(text).waitFor();
      await page.getByText(`Version ${version.version} of`).first().waitFor();
    },
    2 * slowlyMs,
  );

  it(
    'draw the curve of the loss, point by point',
    async () => {
      await open(`${runPage}/model-metrics`, /^Model metrics$/);
      await page.getByPlaceholder('Search metric charts').fill('^loss$');
      const curve = '.js-plotly-plot .scatterlayer path.point';
      const points = page.locator(curve);
      await eventually(async () => (await points.count()) === epochs, slowlyMs / 2);
      const heights = await page.evaluate<number[]>(
        `Array.from(document.querySelectorAll('${curve}'), (point) => point.getBoundingClientRect().y)`,
      );
      // It falls: the last lies below the first, and the screen counts downwards.
      expect(heights.at(-1)!).toBeGreaterThan(heights[0]! + 50);
    },
    2 * slowlyMs,
  );

  it(
    'open the data set with its digest and its columns',
    async () => {
      await open(runPage, /^clients \(/);
      await page
        .getByText(/^clients \(/)
        .first()
        .click();
      const drawer = page.getByRole('dialog').filter({ hasText: 'Data details for' });
      await drawer.getByText(version.card.training_fingerprint.slice(0, 36), { exact: true }).waitFor();
      await drawer.getByText(`num rows: ${run.n_rows}`).waitFor();
      const columns = {
        age: 'double',
        sport_licence: 'boolean',
        niveau_etude: 'string',
        montant_pret: 'double',
      };
      for (const [name, type] of Object.entries(columns))
        expect(await cells(name, drawer)).toEqual([name, type]);
    },
    2 * slowlyMs,
  );

  it(
    'show the files of a run: a plot as a picture, the card as a text, the rows as a table',
    async () => {
      await open(`${runPage}/artifacts`, 'model_card.md');
      await exactly('plots').click();
      await exactly('loss.svg').click();
      const width = `document.querySelector('img[alt="plots/loss.svg"]')?.naturalWidth`;
      await eventually(async () => (await page.evaluate<number | undefined>(width)) === 640, slowlyMs / 2);

      await exactly('model_card.md').click();
      await page.getByRole('heading', { name: `${run.model}, version ${version.version}` }).waitFor();
      expect((await cells('MAE')).join(' ')).toMatch(/^MAE \d+/);

      await exactly('dataset').click();
      await exactly('training.csv').click();
      await exactly('montant_pret').waitFor();
    },
    2 * slowlyMs,
  );

  it(
    'show the version in the registry as champion, with the columns that it takes and gives',
    async () => {
      await open(versionPage, /^Inputs \(9\)/);
      await page.getByText('@ champion').waitFor();
      await page.getByText(/^Inputs \(9\)/).click();
      await page.getByText(/^Outputs \(1\)/).click();
      const columns = {
        age: 'double',
        sport_licence: 'boolean',
        niveau_etude: 'string',
        prediction: 'double',
      };
      for (const [name, type] of Object.entries(columns)) {
        const column = page.getByRole('row').filter({ hasText: `${name} (required)` });
        expect((await column.last().innerText()).split(/\s+/)).toEqual([name, '(required)', type]);
      }
    },
    2 * slowlyMs,
  );

  it(
    'lead from the version to the logged model: its metrics, its description and its files',
    async () => {
      await open(versionPage, 'Source Model');
      await page.locator('a[href*="/models/m-"]').first().click();
      await exactly('About this logged model').waitFor();
      await exactly('Ready').waitFor();
      await page.getByText(`Version ${version.version} of`).first().waitFor();
      expect((await cells('MAE')).join(' ')).toContain(String(version.metrics['MAE']).slice(0, 8));
      await exactly('Artifacts').click();
      await exactly('MLmodel').click();
      await page.getByText('loader_module').first().waitFor();
      await exactly('model.onnx').waitFor();
    },
    2 * slowlyMs,
  );
});
