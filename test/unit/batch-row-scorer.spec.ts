import { describe, expect, it } from '@jest/globals';
// Lets ONNX Runtime answer inside Jest.
import '../../libs/ml/testing/run-onnx.js';
import { featureColumn } from '#libs/datasets';
import { type AlgorithmName, createEstimator, type Task } from '#libs/ml';
import type { FeatureSchema, FeatureValue } from '#libs/models';
import { RowScorer } from '../../libs/batch-predictions/score/row-scorer.js';

const rowCount = 4096;
const trainingRows = 300;
const spread = (row: number, step: number): number => ((row * step) % 4099) / 4099;
const cities = ['Lyon', 'Metz', null];

const rows: FeatureValue[][] = Array.from({ length: rowCount }, (_, row) => [
  1000 + 4000 * spread(row, 1733),
  cities[row % 3]!,
  row % 2 === 0,
]);
const features: FeatureSchema[] = [
  { name: 'income', kind: 'numeric', nullable: true },
  { name: 'city', kind: 'categorical', nullable: true, categories: ['Lyon', 'Metz'] },
  { name: 'known', kind: 'boolean', nullable: false },
].map(
  (feature) =>
    ({ ...feature, description: feature.name, optional: false, trainingMissing: 0 }) as FeatureSchema,
);

const classes = ['bronze', 'gold', 'silver'];
const targets: Readonly<Record<Task, (signal: number) => number>> = {
  regression: (signal) => signal,
  binary: (signal) => (signal > 3.5 ? 1 : 0),
  multiclass: (signal) => (signal > 4.5 ? 1 : signal > 2.5 ? 2 : 0),
};

function scorerOf(algorithm: AlgorithmName, task: Task): Promise<RowScorer> {
  const training = rows.slice(0, trainingRows);
  const signal = training.map(([income, city]) => Number(income) / 1000 + (city === 'Lyon' ? 1 : 0));
  const model = createEstimator(algorithm, task, {}).fit(
    {
      features: features.map(featureColumn),
      table: {
        rowCount: trainingRows,
        columns: {
          income: Float64Array.from(training, ([income]) => Number(income)),
          city: training.map(([, city]) => city as string | null),
          known: Float64Array.from(training, ([, , known]) => Number(known)),
        },
      },
      target: Float64Array.from(signal, targets[task]),
      ...(task === 'multiclass' ? { classes } : {}),
    },
    { seed: 1, threads: 1 },
  );
  const threshold = task === 'binary' ? 0.4 : null;
  return RowScorer.load({
    model: 'people',
    onnx: model.toOnnx({}, threshold === null ? {} : { threshold }),
    features,
    version: {
      task,
      classes: task === 'multiclass' ? classes : null,
      threshold,
      interval: task === 'regression' ? { radius: 0.1, coverage: 0.9 } : null,
    },
  });
}

describe('the scorer of rows', () => {
  it.each(
    (['linear', 'gbdt', 'mlp'] as const).flatMap((algorithm) =>
      (['regression', 'binary', 'multiclass'] as const).map((task) => [algorithm, task] as const),
    ),
  )('gives a row the same bits alone and among 4,096: %s, %s', async (algorithm, task) => {
    const scorer = await scorerOf(algorithm, task);
    const together = await scorer.score(rows);
    for (let row = 0; row < rowCount; row += 64)
      expect((await scorer.score([rows[row]!]))[0]).toEqual(together[row]);
    await scorer.release();
  });

  it('says of a row that cannot be answered why, and answers its neighbours as without it', async () => {
    const scorer = await scorerOf('linear', 'regression');
    const [first, second] = await scorer.score([rows[0]!, rows[1]!]);
    const outcomes = await scorer.score([rows[0]!, [Number.NaN, 'Atlantis', null], rows[1]!]);
    expect(outcomes[0]).toEqual(first);
    expect(outcomes[2]).toEqual(second);
    expect(outcomes[1]).toEqual({
      answer: null,
      problems: [
        { field: 'income', detail: 'must be a number or null' },
        { field: 'city', detail: 'must be one of "Lyon", "Metz", null' },
        { field: 'known', detail: 'must be true or false' },
      ],
    });
    expect(await scorer.score([[Number.POSITIVE_INFINITY, 'Lyon', true]])).toMatchObject([{ answer: null }]);
    expect(await scorer.score([])).toEqual([]);
    await scorer.release();
  });
});
