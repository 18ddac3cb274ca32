import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ModelVersionDto, PredictionDto, TrainRequestDto, VeridictOperations } from '#libs/sdk';
import { asSuperuser } from '../support/held-table.js';
import { manyPredictions, onePrediction } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';
import { startVisitsServer } from '../support/visits.js';

const features = { pages: 9, minutes: 25, source: 'mail', known: true };

describe('models of classes', () => {
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    ({ server, database } = await startVisitsServer());
    veridict = await server.adminClient();
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const train = async (body: TrainRequestDto): Promise<ModelVersionDto> => {
    const { model, model_version: version } = await trainNow(veridict, { algorithm: 'linear', ...body });
    return (await veridict.getModelVersion({ path: { model, version } })).data;
  };
  const predictWith = async (version: ModelVersionDto, explain = false): Promise<PredictionDto> => {
    const path = { model: version.model, version: version.version };
    return onePrediction(await veridict.predictWithVersion({ path, body: { features }, query: { explain } }));
  };
  const recordOf = async ({ prediction_id: id }: PredictionDto) => {
    const { data: record } = await veridict.getPredictionRecord({ path: { id } });
    const { data: replay } = await veridict.replayPrediction({ path: { id } });
    return { record, replay };
  };

  it.each(['linear', 'gbdt', 'mlp'] as const)(
    'train, predict, explain, record and replay yes or no with %s',
    async (algorithm) => {
      const version = await train({ model: 'purchase', algorithm });
      expect(version).toMatchObject({ task: 'binary', algorithm, threshold: expect.any(Number) });
      expect(version.metrics['auc']).toBeGreaterThan(0.85);
      expect(version.metrics['log_loss']).toBeLessThan(version.baseline_metrics['log_loss']!);
      expect(version.metrics).not.toHaveProperty('threshold');

      const answer = await predictWith(version, true);
      expect(answer.threshold).toBe(version.threshold);
      expect(answer.prediction).toBe(answer.probability! >= version.threshold! ? 1 : 0);
      const { method, unit, baseline, raw_score, contributions } = answer.explanation!;
      expect(method).toBe({ linear: 'linear', gbdt: 'tree_shap', mlp: 'sampled' }[algorithm]);
      expect(unit).toBe('log-odds');
      expect(contributions.map(({ feature }) => feature).sort()).toEqual(Object.keys(features).sort());
      const sizes = contributions.map(({ contribution }) => Math.abs(contribution));
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      const sum = contributions.reduce((total, { contribution }) => total + contribution, baseline);
      expect(raw_score).toBeCloseTo(sum, 9);
      for (const { feature, value } of contributions) expect(value).toBe(features[feature as 'pages']);
      expect(
        contributions.every(({ standard_error }) => (standard_error !== undefined) === (algorithm === 'mlp')),
      ).toBe(true);

      const { record, replay } = await recordOf(answer);
      expect(record.output).toEqual({ prediction: answer.prediction, probability: answer.probability });
      expect(replay).toMatchObject({ identical: true, recorded: record.output, replayed: record.output });
    },
  );

  it.each(['linear', 'gbdt', 'mlp'] as const)('the same with several classes and %s', async (algorithm) => {
    const version = await train({ model: 'customer-tier', algorithm });
    const classes = ['Aucun – autre', 'gold', 'silver'];
    expect(version).toMatchObject({ task: 'multiclass', classes, threshold: null });
    expect(version.metrics['log_loss']).toBeLessThan(version.baseline_metrics['log_loss']!);
    expect(version.metrics['macro_f1']).toBeGreaterThan(0.6);

    const answer = await predictWith(version, true);
    expect(Object.keys(answer.probabilities!).sort()).toEqual(classes);
    const shares = classes.map((name) => answer.probabilities![name]!);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(answer.label).toBe(classes[answer.prediction]);
    expect(answer.probabilities![answer.label!]).toBe(Math.max(...shares));
    expect(answer.explanation!.unit).toBe('log-odds');

    const { record, replay } = await recordOf(answer);
    const { prediction, label, probabilities } = answer;
    expect(record.output).toEqual({ prediction, label, probabilities });
    expect(replay.identical).toBe(true);

    const { data: card } = await veridict.getModelCard({
      path: { model: version.model, version: version.version },
    });
    expect(card.class_metrics!.map((metrics) => metrics.class)).toEqual(classes);
    const heldOut = card.confusion!.flat().reduce((sum, count) => sum + count, 0);
    expect(heldOut).toBe(card.held_out_rows);
  });

  it('state intervals with amounts, and how many held-out rows they hold', async () => {
    const version = await train({ model: 'spending', interval_coverage: 0.8 });
    const { radius } = version.interval!;
    const answer = await predictWith(version, true);
    expect(answer.interval).toEqual({
      lower: answer.prediction - radius,
      upper: answer.prediction + radius,
      coverage: 0.8,
    });
    expect(answer.explanation).toMatchObject({ unit: 'EUR' });
    expect(answer.explanation!.raw_score).toBeCloseTo(answer.prediction, 6);
    // Of about 300 held-out rows: three deviations of a share.
    expect(Math.abs(version.metrics['interval_coverage']! - 0.8)).toBeLessThan(0.07);
    expect(version.metrics['interval_width']).toBeCloseTo(2 * radius, 9);
    const { record, replay } = await recordOf(answer);
    expect(record.output).toEqual({ prediction: answer.prediction, interval: answer.interval });
    expect(replay.identical).toBe(true);
  });

  it('keep the constants that derived features learnt, and learn them from training rows only', async () => {
    const { learnt, test_size: share } = await train({ model: 'spending' });
    const position = `('x' || left(encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 8))::bit(32)::bigint / 4294967296.0`;
    const training = `FROM visits WHERE ${position} >= ${share}`;
    const groups = await asSuperuser<{ source: string; mean: number }>(
      database,
      `SELECT source, avg(pages) AS mean ${training} GROUP BY source`,
    );
    const [all] = await asSuperuser<{ mean: number }>(database, `SELECT avg(minutes) AS mean ${training}`);
    expect(learnt).toEqual({
      'mean(pages, source)': Object.fromEntries(
        groups.map(({ source, mean }) => [source, expect.closeTo(mean, 9)]),
      ),
      'mean(minutes)': expect.closeTo(all!.mean, 9),
    });
    expect((await train({ model: 'purchase' })).learnt).toEqual({});
  });

  describe('choose', () => {
    it('the threshold by the rule that was asked for', async () => {
      const { version: careful, ...first } = await train({
        model: 'purchase',
        threshold: { rule: 'recall', floor: 0.95 },
      });
      expect(first.metrics['recall']).toBeGreaterThan(0.85);
      const alarmed = await train({
        model: 'purchase',
        threshold: { rule: 'cost', false_negative: 50, false_positive: 1 },
      });
      const calm = await train({
        model: 'purchase',
        threshold: { rule: 'cost', false_negative: 1, false_positive: 50 },
      });
      expect(alarmed.threshold).toBeLessThan(0.2);
      expect(calm.threshold).toBeGreaterThan(0.8);
      expect(calm.metrics['precision']).toBeGreaterThan(alarmed.metrics['precision']!);
      const { data: card } = await veridict.getModelCard({ path: { model: 'purchase', version: careful } });
      expect(card.decisions!.join('\n')).toMatch(/Threshold .* finds a share of at least 0.95 of class 1/);
    });

    it('Platt calibration by themselves where balanced classes distort the probabilities', async () => {
      const hyperparameters = { class_weight: 'balanced' } as const;
      const calibrated = await train({ model: 'purchase', hyperparameters });
      const raw = await train({ model: 'purchase', hyperparameters, calibration: 'none' });
      const isotonic = await train({ model: 'purchase', hyperparameters, calibration: 'isotonic' });
      expect(calibrated.card.decisions![0]).toMatch(/^Calibrated by Platt's curve, because it pays/);
      expect(calibrated.metrics['log_loss']).toBeLessThan(raw.metrics['log_loss']!);
      expect(calibrated.metrics['auc']).toBeCloseTo(raw.metrics['auc']!, 9);
      expect(isotonic.sha256).not.toBe(raw.sha256);
      const { replay } = await recordOf(await predictWith(isotonic));
      expect(replay.identical).toBe(true);
    });
  });

  it('hold out whole groups, the latest rows, or an equal share of each class, as anybody can tell in SQL', async () => {
    const position = (text: string): string =>
      `(('x' || left(encode(sha256(convert_to(${text}::text, 'UTF8')), 'hex'), 8))::bit(32)::bigint / 4294967296.0)`;
    const count = async (condition: string): Promise<number> => {
      const rows = await asSuperuser<{ count: number }>(
        database,
        `SELECT count(*)::int AS count FROM visits WHERE ${condition}`,
      );
      return rows[0]!.count;
    };
    const byGroup = await train({ model: 'purchase', split: { method: 'group', column: 'household' } });
    expect(byGroup.split).toEqual({ method: 'group', column: 'household' });
    expect(byGroup.card.held_out_rows).toBe(await count(`${position('household')} < 0.2`));

    const byTime = await train({
      model: 'purchase',
      split: { method: 'time', column: 'seen_at' },
      test_size: 0.3,
    });
    expect(byTime.card.held_out_rows).toBe(450);
    expect(await count(`extract(epoch FROM seen_at) >= ${byTime.split.cut}`)).toBe(450);

    const stratified = await train({
      model: 'customer-tier',
      split: { method: 'stratified' },
      test_size: 0.25,
    });
    const perClass = Object.entries(stratified.split.cuts!).map(
      ([name, cut]) => `tier = '${name}' AND ${position('id')} < ${cut}`,
    );
    expect(perClass).toHaveLength(3);
    expect(await count(perClass.map((condition) => `(${condition})`).join(' OR '))).toBe(
      stratified.card.held_out_rows,
    );
  });

  it('carry a card with curves and importances, which lists do without', async () => {
    const version = await train({
      model: 'purchase',
      algorithm: 'gbdt',
      hyperparameters: { n_estimators: 40 },
    });
    const { data: card } = await veridict.getModelCard({
      path: { model: 'purchase', version: version.version },
    });
    expect(card).toMatchObject(version.card);
    expect(version.card).not.toHaveProperty('ranking_curve');
    expect(card.metric_intervals!['auc']!.lower).toBeLessThan(version.metrics['auc']!);
    expect(card.metric_intervals!['auc']!.upper).toBeGreaterThan(version.metrics['auc']!);
    expect(card.out_of_fold_metrics!['auc']).toBeGreaterThan(0.8);
    expect(card.reliability!.reduce((sum, bin) => sum + bin.count, 0)).toBe(card.held_out_rows);
    expect(card.ranking_curve!.at(-1)).toMatchObject({ true_positive_rate: 1, false_positive_rate: 1 });
    expect(card.learning_curve!.length).toBeGreaterThan(0);
    expect(card.split_importance![0]!.gain).toBeGreaterThan(0);
    const names = Object.keys(features).sort();
    expect(card.permutation_importance!.map(({ feature }) => feature).sort()).toEqual(names);
    expect(card.contribution_importance![0]!.feature).toBe('pages');
    expect(card.beeswarm!.map(({ feature }) => feature).sort()).toEqual(names);
    for (const { points } of card.beeswarm!)
      expect(points.every(({ rank }) => rank === null || (rank >= 0 && rank <= 1))).toBe(true);
    const pages = card.partial_dependence!.find(({ feature }) => feature === 'pages')!.points;
    expect(pages.at(-1)!.average[0]).toBeGreaterThan(pages[0]!.average[0]!);
  });

  it('explain up to a hundred rows of one call, in their order, and none by default', async () => {
    const path = { model: 'purchase' };
    const instances = Array.from({ length: 100 }, (_, row) => ({ ...features, pages: row % 12 }));
    const answers = manyPredictions(
      await veridict.predict({ path, body: { instances }, query: { explain: true } }),
    );
    answers.forEach(({ explanation }, row) => {
      const pages = explanation!.contributions.find(({ feature }) => feature === 'pages');
      expect(pages!.value).toBe(row % 12);
    });
    const refusal = await refusalOf(
      veridict.predict({ path, body: { instances: [...instances, features] }, query: { explain: true } }),
    );
    expect(refusal).toMatchObject({ status: 422, errors: [{ pointer: '/instances' }] });
    const plain = manyPredictions(
      await veridict.predict({ path, body: { instances: [...instances, features] } }),
    );
    expect(plain.every((answer) => !('explanation' in answer))).toBe(true);
  });

  it('refuse options of other tasks, unknown rules and columns that nothing can be split by', async () => {
    const problemsOf = async (body: object): Promise<string[]> => {
      const refusal = await refusalOf(veridict.train({ body: { algorithm: 'linear', ...body } }));
      expect(refusal.status).toBe(422);
      return refusal.errors.map(({ pointer }) => pointer).sort();
    };
    expect(
      await problemsOf({
        model: 'spending',
        calibration: 'platt',
        threshold: { rule: 'f1' },
        split: { method: 'stratified' },
        hyperparameters: { alpha: -1 },
      }),
    ).toEqual(['/calibration', '/hyperparameters/alpha', '/split/method', '/threshold']);
    expect(await problemsOf({ model: 'purchase', interval_coverage: 0.9 })).toEqual(['/interval_coverage']);
    for (const column of ['bought', 'nothing', 'seen_at']) {
      expect(await problemsOf({ model: 'purchase', split: { method: 'group', column } })).toEqual([
        '/split/column',
      ]);
    }
    expect(await problemsOf({ threshold: { rule: 'guess' } })).toEqual(['/threshold/rule']);
    expect(await problemsOf({ threshold: { rule: 'recall' } })).toContain('/threshold/floor');
    expect(await problemsOf({ threshold: { rule: 'f1', floor: 0.5 } })).toEqual(['/threshold/floor']);
    expect(await problemsOf({ split: { method: 'time' } })).toContain('/split/column');
    expect(await problemsOf({ split: null, threshold: 3, calibration: null })).toEqual(
      expect.arrayContaining(['/calibration', '/split', '/threshold']),
    );
  });
});
