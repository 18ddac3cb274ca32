import { describe, expect, it } from '@jest/globals';
import { createEstimator, type FeatureColumn, type Task, type TrainingData } from '../index.js';
import { randomTable, randomTarget, toBinary } from '../testing/random-table.js';

const features: readonly FeatureColumn[] = [
  ...Array.from({ length: 18 }, (_, index): FeatureColumn => ({
    name: `n${index}`,
    kind: 'numeric',
    nullable: index % 2 === 0,
  })),
  { name: 'city', kind: 'categorical', nullable: true },
  { name: 'owner', kind: 'boolean', nullable: true },
];

/** Enough rows for several blocks, shares and helpers. */
const table = randomTable(features, 20_000, 1);
const amounts = randomTarget(features, table, 2);

const settings = { n_estimators: 50, num_leaves: 4, subsample: 0.7, early_stopping_rounds: 50 };

describe('training on several threads', () => {
  it.each(['regression', 'binary'] satisfies Task[])('gives the same bytes as on one: %s', async (task) => {
    const training: TrainingData = {
      features,
      table,
      target: task === 'binary' ? toBinary(amounts) : amounts,
    };
    const estimator = createEstimator('gbdt', task, settings);
    const files: string[] = [];
    for (const threads of [1, 2, 4]) {
      const model = estimator.fit(training, { seed: 3, threads });
      files.push(Buffer.from(model.toOnnx({})).toString('base64'));
      // Helpers come up only when this thread lets the system have its turn.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(files[1] === files[0] && files[2] === files[0]).toBe(true);
  });

  it('ends its helpers when it is interrupted', async () => {
    const training = { features, table, target: amounts };
    const interrupt = (): void => {
      throw new Error('enough');
    };
    const estimator = createEstimator('gbdt', 'regression', settings);
    expect(() => estimator.fit(training, { seed: 3, threads: 3, onProgress: interrupt })).toThrow('enough');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(estimator.fit(training, { seed: 3, threads: 3 }).report.iterations).toBeGreaterThan(0);
  });
});
