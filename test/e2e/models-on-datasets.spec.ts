import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewModelDto, PredictionDto, VeridictOperations } from '#libs/sdk';
import { bill, createBillsDatabase, startBillsServer, targets } from '../support/bills.js';
import { contentHashOfExport, runBatch } from '../support/batches.js';
import { onePrediction } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';

const rowId = 'F/7 é';

describe('models on a dataset with columns of any name', () => {
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    database = await createBillsDatabase();
    server = await startBillsServer(database);
    veridict = await server.adminClient();
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const create = async (body: Omit<NewModelDto, 'dataset'>) =>
    (await veridict.createModel({ body: { dataset: 'bills', ...body } })).data;
  const others = (target: string): string[] => targets.filter((name) => name !== target);

  it.each([
    ['late', 'paid late', 'binary', 'linear'],
    ['late-trees', 'paid late', 'binary', 'gbdt'],
    ['segment', 'segment', 'multiclass', 'gbdt'],
    ['segment-net', 'segment', 'multiclass', 'mlp'],
    ['amount', 'montant; total', 'regression', 'gbdt'],
    ['amount-line', 'montant; total', 'regression', 'linear'],
  ] as const)('%s: %s, %s with %s', async (name, target, task, algorithm) => {
    const model = await create({ name, target, excluded: others(target) });
    expect(model).toMatchObject({
      ...{ name, target, task, origin: 'user', retired_at: null, ready: false },
      features: Object.keys(bill),
      sensitive_features: [],
      derived: [{ name: 'charges / income', expression: '"charges €" / "monthly.income"' }],
    });
    if (task === 'binary') {
      expect(model.positive_class).toBe('Y');
      expect(model.inferred).toContain('positive_class is "Y": of "N" and "Y" it says yes');
    }
    expect(model.inferred).toContain('"sexe" is no feature: it is sensitive');

    const { model_version: version, promoted } = await trainNow(veridict, { model: name, algorithm });
    expect(promoted).toBe(true);
    const path = { model: name };
    const { data: trained } = await veridict.getModelVersion({ path: { ...path, version } });
    expect(trained.features.find((feature) => feature.name === 'signed on')).toMatchObject({
      kind: 'date',
      training_first_day: expect.stringMatching(/^2020-01-/),
      training_last_day: expect.stringMatching(/^2025-06-/),
    });
    expect(trained.features.find((feature) => feature.name === 'days employed')).toMatchObject({
      missing_values: [365243],
      nullable: true,
      training_maximum: expect.any(Number),
    });

    const answer = onePrediction(
      await veridict.predict({ path, body: { features: bill }, query: { explain: true } }),
    );
    expect(answer.warnings).toEqual([]);
    const shown = new Map(answer.explanation!.contributions.map(({ feature, value }) => [feature, value]));
    expect(Object.fromEntries(shown)).toEqual(bill);

    const record = (await veridict.getPredictionRecord({ path: { id: answer.prediction_id } })).data;
    expect(record.inputs).toEqual(bill);
    const replay = (await veridict.replayPrediction({ path: { id: answer.prediction_id } })).data;
    expect(replay).toMatchObject({ identical: true });

    const byRow = (await veridict.predictRow({ path: { ...path, row_id: rowId } })).data;
    const stored = (await veridict.getPredictionRecord({ path: { id: byRow.prediction_id } })).data;
    expect(stored).toMatchObject({ subject_id: rowId, route: 'GET /models/:model/rows/:row_id/predict' });
    const byBody = onePrediction(
      await veridict.predict({ path, body: { features: stored.inputs as Record<string, unknown> } }),
    );
    expect(outcomeOf(byBody)).toEqual(outcomeOf(byRow));

    const batch = await runBatch(veridict, { model: name });
    expect(batch).toMatchObject({ status: 'succeeded', rows_answered: 900, rows_refused: 0 });
    const { data: results } = await veridict.listBatchPredictionResults({
      path: { id: batch.id },
      query: { row_identifier: rowId },
    });
    expect(results.items[0]!.answer).toEqual(outcomeOf(byRow));
    const { data: file } = await veridict.exportBatchPrediction({ path: { id: batch.id } });
    expect(contentHashOfExport(file)).toBe(batch.content_hash);
    if (task === 'multiclass')
      expect(file).toContain('"probability_A, small","probability_B ""mid""",probability_c.d/é');
  });

  function outcomeOf(prediction: PredictionDto): object {
    const { probability, probabilities, label, interval } = prediction;
    return {
      prediction: prediction.prediction,
      ...(probability === undefined ? {} : { probability }),
      ...(label === undefined ? {} : { label, probabilities }),
      ...(interval === undefined ? {} : { interval }),
    };
  }

  describe('requests', () => {
    const path = { model: 'late-trees' };
    const ask = async (change: Record<string, unknown>): Promise<PredictionDto> =>
      onePrediction(await veridict.predict({ path, body: { features: { ...bill, ...change } } }));
    const problemsOf = async (change: Record<string, unknown>) => {
      const refusal = await refusalOf(veridict.predict({ path, body: { features: { ...bill, ...change } } }));
      expect(refusal.status).toBe(422);
      return refusal.errors;
    };

    it.each(['2026-02-30', '2023-02-29', '0000-01-01', '21.11.2026', '2026-11-21T00:00:00Z', ''])(
      'refuse the day %j',
      async (day) => {
        expect(await problemsOf({ 'signed on': day })).toEqual([
          { pointer: '/features/signed on', detail: 'must be a day of the calendar, as 2026-11-21' },
        ]);
      },
    );

    it('are warned of days outside the range of the training, in days', async () => {
      const { warnings } = await ask({ 'signed on': '2031-02-28' });
      expect(warnings).toEqual([
        expect.stringMatching(
          /^signed on is outside the range seen in training \(2020-01-\d\d to 2025-06-\d\d\)$/,
        ),
      ]);
    });

    it('may hold the value that stands for a missing one, and are told so', async () => {
      const sentinel = await ask({ 'days employed': 365243 });
      expect(sentinel.warnings).toEqual(['days employed holds a value that stands for a missing one']);
      const missing = await ask({ 'days employed': null });
      expect(outcomeOf(sentinel)).toEqual(outcomeOf(missing));
      const { data: record } = await veridict.getPredictionRecord({ path: { id: sentinel.prediction_id } });
      expect(record.inputs).toEqual({ ...bill, 'days employed': null });
    });

    it('may hold a text of an open category that nobody has seen, and no other', async () => {
      const unseen = await ask({ ville: 'Trifouillis-les-Oies' });
      expect(unseen.warnings).toEqual([
        'ville holds a text that the training rows did not; it counts as none of the known',
      ]);
      expect(outcomeOf(await ask({ ville: 'elsewhere' }))).toEqual(outcomeOf(unseen));
      const { data: replay } = await veridict.replayPrediction({ path: { id: unseen.prediction_id } });
      expect(replay.identical).toBe(true);
      const same = await ask({ ville: ' evry' });
      expect(same.warnings).toEqual([]);
      expect(outcomeOf(same)).toEqual(outcomeOf(await ask({ ville: 'Évry' })));
      expect(await problemsOf({ "l'état": 'cassé' })).toEqual([
        { pointer: "/features/l'état", detail: 'must be one of "neuf", "usé"' },
      ]);
      expect(await problemsOf({ ville: 'a\0b' })).toEqual([
        { pointer: '/features/ville', detail: 'must be a text without NUL and without unpaired surrogates' },
      ]);
      const { data: schema } = await veridict.getModelSchema({ path });
      const properties = schema['properties'] as Record<string, Record<string, unknown>>;
      expect(properties['ville']).toMatchObject({ examples: ['Lyon', 'Paris', 'Évry'] });
      expect(properties['ville']).not.toHaveProperty('enum');
      expect(properties["l'état"]).toMatchObject({ enum: ['neuf', 'usé'] });
    });

    it('may spell yes and no as the dataset says', async () => {
      expect(outcomeOf(await ask({ 'ok?': 'Oui' }))).toEqual(outcomeOf(await ask({ 'ok?': true })));
      expect(await problemsOf({ 'ok?': 'peut-être' })).toHaveLength(1);
    });

    it('are told of what they lack, though every object has something of that name', async () => {
      const { constructor: _, ...rest } = bill;
      const refusal = await refusalOf(veridict.predict({ path, body: { features: rest } }));
      expect(refusal.errors).toEqual([{ pointer: '/features/constructor', detail: 'is required' }]);
    });

    it('find no row of an identifier that is none, and say nothing of the value', async () => {
      for (const id of ['nobody', 'F/7', "x' OR '1'='1"]) {
        const refusal = await refusalOf(veridict.predictRow({ path: { ...path, row_id: id } }));
        expect(refusal).toMatchObject({ status: 404, code: 'row_not_found' });
        expect(refusal.message).not.toContain(id);
      }
    });
  });

  it('answer as they were trained when the dataset is declared otherwise, and learn it the next time', async () => {
    const path = { model: 'late-trees' };
    const days = 'days employed';
    const rows = { path: { name: 'bills' }, query: { column: days, equals: '365243', limit: 1 } };
    const [row] = (await veridict.listDatasetRows(rows)).data.items;
    const ask = async (): Promise<PredictionDto> =>
      (await veridict.predictRow({ path: { ...path, row_id: row!.row_id } })).data;
    const before = await ask();
    const declared = await veridict.getDataset({ path: { name: 'bills' } });
    const change = {
      path: { name: 'bills' },
      headers: { 'If-Match': declared.response.headers.get('etag')! },
      body: { columns: { [days]: { missing_values: [], maximum: 400_000, unit: 'days' } } },
    };
    const { data: changed } = await veridict.changeDataset(change);
    expect(changed).toMatchObject({ version: 2, row_count: 900 });
    expect(await refusalOf(veridict.changeDataset(change))).toMatchObject({ code: 'precondition_failed' });

    const after = await ask();
    expect([outcomeOf(after), after.model_version]).toEqual([outcomeOf(before), before.model_version]);
    const featureOf = async (version: number) =>
      (await veridict.getModelVersion({ path: { ...path, version } })).data.features.find(
        ({ name }) => name === days,
      )!;
    expect(await featureOf(before.model_version)).toMatchObject({ missing_values: [365243], nullable: true });
    expect(await featureOf(before.model_version)).not.toHaveProperty('maximum');

    const { model_version: version } = await trainNow(veridict, { model: 'late-trees', algorithm: 'gbdt' });
    const learned = await featureOf(version);
    expect(learned).toMatchObject({
      maximum: 400_000,
      training_maximum: 365243,
      nullable: false,
      unit: 'days',
    });
    expect(learned).not.toHaveProperty('missing_values');
  });
});
