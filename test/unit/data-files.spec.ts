import { describe, expect, it } from '@jest/globals';
import { createEstimator, type FittedModel, type Table, type TrainingData } from '#libs/ml';
import { dataFiles, isMissing, readTraining } from '../support/data-tables.js';
import { readEnsemble } from '../../libs/ml/gbdt/ensemble/read-ensemble.js';
import { EnsembleModel } from '../../libs/ml/gbdt/ensemble/ensemble-model.js';
import { readModel } from '../../libs/ml/onnx/read-model.js';
import { probabilityName } from '../../libs/ml/pipeline/output-names.js';
import { readExplainerState } from '../../libs/ml/pipeline/explainer-state.js';
import { Random } from '../../libs/ml/random/random.js';
import { scoreFile, scoresOf } from '../../libs/ml/testing/score-graph.js';
import { feedsOf, openSession } from '../../libs/ml/testing/run-onnx.js';

/** Enough to give every column a say; what is compared does not depend on how good the model is. */
const settings = [
  { algorithm: 'gbdt', hyperparameters: { n_estimators: 25, learning_rate: 0.2 } },
  { algorithm: 'linear', hyperparameters: {} },
  { algorithm: 'mlp', hyperparameters: { hidden_layer_sizes: '16,8', max_iter: 3 } },
] as const;

/** The largest difference relative to answers above 1. */
function apart(left: Float64Array, right: Float64Array): number {
  expect(left).toHaveLength(right.length);
  let most = 0;
  for (let i = 0; i < left.length; i += 1) {
    most = Math.max(most, Math.abs(left[i]! - right[i]!) / Math.max(1, Math.abs(right[i]!)));
  }
  return most;
}

async function answersOf(
  model: FittedModel,
  { features, classes }: TrainingData,
  table: Table,
): Promise<Float64Array> {
  const session = await openSession(model.toOnnx({}));
  const outputs = await session.run(feedsOf(features, table));
  await session.release();
  const names = classes?.map(probabilityName) ?? [model.task === 'binary' ? 'probability' : 'prediction'];
  const columns = names.map((name) => outputs[name]?.data as Float64Array);
  return Float64Array.from(
    { length: table.rowCount * names.length },
    (_, i) => columns[i % names.length]![Math.floor(i / names.length)]!,
  );
}

describe.each(dataFiles)('every row of $file, predicting $target', (dataFile) => {
  const test = isMissing(dataFile) ? it.skip : it;

  test.each(settings)(
    'gets the same answer from $algorithm and its ONNX file',
    async ({ algorithm, hyperparameters }) => {
      const training = readTraining(dataFile);
      const model = createEstimator(algorithm, dataFile.task, hyperparameters).fit(training, { seed: 1 });
      expect(
        apart(await answersOf(model, training, training.table), model.predict(training.table)),
      ).toBeLessThan(1e-6);
    },
  );

  test('ends in the same leaf of every tree', async () => {
    const training = readTraining(dataFile);
    const { hyperparameters } = settings[0];
    const file = createEstimator('gbdt', dataFile.task, hyperparameters)
      .fit(training, { seed: 1 })
      .toOnnx({});
    const read = readModel(file);
    const { columns, ensemble } = readEnsemble(read, readExplainerState(read.metadata).scores);
    // Each leaf gets a random whole number: sums are exact and only equal leaves give equal ones.
    const random = new Random(5);
    const trees = ensemble.trees.map((tree) => ({
      ...tree,
      leafValue: tree.leafValue.map(() => random.below(2 ** 30)),
    }));
    const numbered = new EnsembleModel(columns, { ...ensemble, base: ensemble.base.map(() => 0), trees });
    const outputs = ensemble.base.length;
    const leaves = numbered.leaves(training.table);
    const expected = new Float64Array(training.table.rowCount * outputs);
    leaves.forEach((leaf, i) => {
      const tree = i % trees.length;
      expected[Math.floor(i / trees.length) * outputs + (tree % outputs)]! += trees[tree]!.leafValue[leaf]!;
    });
    const session = await openSession(scoreFile(numbered, training.features));
    const scores = await scoresOf(session, training.features, training.table);
    await session.release();
    expect(apart(scores, expected)).toBe(0);
  });
});
