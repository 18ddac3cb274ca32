import {
  algorithms,
  createEstimator,
  type AlgorithmName,
  type Estimator,
  type FeatureColumn,
  type Table,
  type Task,
  type TrainingData,
} from '../index.js';
import { randomTable, randomTarget, toBinary } from './random-table.js';

/** Settings under which a fit takes milliseconds; what they promise does not depend on them. */
const quick: Readonly<Record<AlgorithmName, Readonly<Record<string, unknown>>>> = {
  auto: { max_trials: 2, folds: 2 },
  gbdt: { n_estimators: 20, num_leaves: 7, min_child_samples: 5, min_data_per_group: 5 },
  linear: {},
  mlp: { hidden_layer_sizes: '8,4', max_iter: 40, batch_size: 32, learning_rate_init: 0.01 },
};

export const estimators: readonly { readonly algorithm: AlgorithmName; readonly task: Task }[] =
  Object.entries(algorithms).flatMap(([algorithm, { tasks }]) =>
    tasks.map((task) => ({ algorithm: algorithm as AlgorithmName, task })),
  );

export function quickEstimator(algorithm: AlgorithmName, task: Task): Estimator {
  return createEstimator(algorithm, task, quick[algorithm]);
}

/** Every kind of column, nullable and not, one that never has a value and two that never change. */
export const mixedFeatures: readonly FeatureColumn[] = [
  { name: 'age', kind: 'numeric', nullable: false },
  { name: 'nationalité_francaise', kind: 'boolean', nullable: false },
  { name: 'revenu', kind: 'numeric', nullable: true },
  { name: 'région', kind: 'categorical', nullable: true },
  { name: 'smoker', kind: 'boolean', nullable: true },
  { name: 'score', kind: 'numeric', nullable: true },
  { name: 'city', kind: 'categorical', nullable: false },
  { name: 'nothing', kind: 'numeric', nullable: true },
  { name: 'no text', kind: 'categorical', nullable: true },
  { name: 'heures', kind: 'numeric', nullable: false },
  { name: 'pays', kind: 'categorical', nullable: false },
];

export const classNames = ['bas', 'moyen', 'élevé'] as const;

export function mixedTable(rowCount: number, seed: number): Table {
  const { columns } = randomTable(mixedFeatures, rowCount, seed);
  return {
    rowCount,
    columns: {
      ...columns,
      nothing: new Float64Array(rowCount).fill(NaN),
      'no text': Array<null>(rowCount).fill(null),
      heures: new Float64Array(rowCount).fill(80),
      pays: Array<string>(rowCount).fill('France'),
    },
  };
}

/** Rows of `mixedFeatures` with a learnable target of the task. */
export function mixedTraining(task: Task, rowCount = 400, seed = 3): TrainingData {
  const table = mixedTable(rowCount, seed);
  return withTarget(task, { features: mixedFeatures, table });
}

/** A learnable target of the task for any rows. */
export function withTarget(
  task: Task,
  { features, table }: Pick<TrainingData, 'features' | 'table'>,
): TrainingData {
  const amounts = randomTarget(features, table, 5);
  switch (task) {
    case 'regression':
      return { features, table, target: amounts };
    case 'binary':
      return { features, table, target: toBinary(amounts) };
    case 'multiclass': {
      const ranked = Float64Array.from(amounts).sort();
      const lower = ranked[Math.floor(ranked.length / 3)]!;
      const upper = ranked[Math.floor((2 * ranked.length) / 3)]!;
      const target = amounts.map((value) => (value < lower ? 0 : value < upper ? 1 : 2));
      return { features, table, target, classes: classNames };
    }
  }
}
