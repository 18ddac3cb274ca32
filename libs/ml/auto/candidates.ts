import type { Task } from '../estimator.js';

/** A setting that `auto` tries; what is left out takes the family's default. */
export interface Candidate {
  readonly algorithm: 'gbdt' | 'linear' | 'mlp';
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>;
}

/** More rounds than ever pay; those that do not are cut by early stopping. */
const stopping = { n_estimators: 1000, early_stopping_rounds: 30 };

const boosted: readonly Candidate[] = [
  { algorithm: 'gbdt', hyperparameters: { ...stopping, learning_rate: 0.08 } },
  {
    // Few, noisy rows: small trees that see part of the rows and columns.
    algorithm: 'gbdt',
    hyperparameters: {
      ...stopping,
      learning_rate: 0.04,
      num_leaves: 7,
      min_child_samples: 30,
      subsample: 0.8,
      colsample_bytree: 0.6,
      reg_lambda: 5,
    },
  },
  {
    // Many rows with interactions.
    algorithm: 'gbdt',
    hyperparameters: {
      ...stopping,
      learning_rate: 0.08,
      num_leaves: 63,
      colsample_bytree: 0.8,
      reg_lambda: 1,
    },
  },
];

const networks: readonly Candidate[] = [
  {
    algorithm: 'mlp',
    hyperparameters: { hidden_layer_sizes: '64,32', early_stopping: true, max_iter: 100, alpha: 0.001 },
  },
  {
    algorithm: 'mlp',
    hyperparameters: {
      hidden_layer_sizes: '32',
      early_stopping: true,
      max_iter: 100,
      alpha: 1,
      dropout: 0.1,
    },
  },
];

/** Strong and weak penalties. */
const linear: Readonly<Record<Task, readonly Candidate[]>> = {
  regression: [
    { algorithm: 'linear', hyperparameters: { alpha: 1 } },
    { algorithm: 'linear', hyperparameters: { alpha: 100 } },
  ],
  binary: [
    { algorithm: 'linear', hyperparameters: { C: 1 } },
    { algorithm: 'linear', hyperparameters: { C: 0.03 } },
  ],
  multiclass: [
    { algorithm: 'linear', hyperparameters: { C: 1 } },
    { algorithm: 'linear', hyperparameters: { C: 0.03 } },
  ],
};

/** In the order of trial: whatever their number, every family has its turn early. */
export function candidatesFor(task: Task, count: number): Candidate[] {
  const families = [boosted, linear[task], networks];
  const longest = Math.max(...families.map(({ length }) => length));
  const inTurns = Array.from({ length: longest }, (_, turn) =>
    families.flatMap((family) => family[turn] ?? []),
  );
  return inTurns.flat().slice(0, count);
}
