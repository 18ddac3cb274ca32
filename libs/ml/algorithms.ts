import { autoHyperparameters, createAuto } from './auto/auto.js';
import { MlError } from './errors.js';
import type { Estimator, Task } from './estimator.js';
import { gbdtHyperparameters } from './gbdt/gbdt-hyperparameters.js';
import { createGbdt } from './gbdt/gbdt.js';
import { resolveHyperparameters, type HyperparameterDescription } from './hyperparameters.js';
import { linearHyperparameters } from './linear/hyperparameters.js';
import { createLinear } from './linear/linear.js';
import { mlpHyperparameters } from './mlp/hyperparameters.js';
import { createMlp } from './mlp/mlp.js';

export type AlgorithmName = 'auto' | 'gbdt' | 'linear' | 'mlp';

export interface AlgorithmDescription {
  readonly description: string;
  readonly tasks: readonly Task[];
  readonly hyperparameters: Readonly<Record<string, HyperparameterDescription>>;
  /**
   * Defaults fill what is not given.
   *
   * @throws MlError `invalid_hyperparameters`: unknown name, wrong type, out of range, or of another task.
   */
  create(task: Task, hyperparameters?: Readonly<Record<string, unknown>>): Estimator;
}

/** The catalogue that forms, validation and documentation are made from. */
export const algorithms: Readonly<Record<AlgorithmName, AlgorithmDescription>> = {
  auto: {
    description: 'Tries the other algorithms with a few settings each and keeps the best',
    tasks: ['regression', 'binary', 'multiclass'],
    hyperparameters: autoHyperparameters,
    create: (task, hyperparameters = {}) =>
      createAuto(task, resolveHyperparameters(autoHyperparameters, task, hyperparameters), createEstimator),
  },
  gbdt: {
    description: 'Gradient boosted decision trees: the most accurate on most tables',
    tasks: ['regression', 'binary', 'multiclass'],
    hyperparameters: gbdtHyperparameters,
    create: (task, hyperparameters = {}) =>
      createGbdt(task, resolveHyperparameters(gbdtHyperparameters, task, hyperparameters)),
  },
  linear: {
    description: 'Ridge or elastic net regression, or logistic regression for two or more classes',
    tasks: ['regression', 'binary', 'multiclass'],
    hyperparameters: linearHyperparameters,
    create: (task, hyperparameters = {}) =>
      createLinear(task, resolveHyperparameters(linearHyperparameters, task, hyperparameters)),
  },
  mlp: {
    description: 'A dense neural network of ReLU units, trained with Adam',
    tasks: ['regression', 'binary', 'multiclass'],
    hyperparameters: mlpHyperparameters,
    create: (task, hyperparameters = {}) =>
      createMlp(task, resolveHyperparameters(mlpHyperparameters, task, hyperparameters)),
  },
};

/** Whether a text from outside names an algorithm. */
export function isAlgorithmName(name: string): name is AlgorithmName {
  return Object.hasOwn(algorithms, name);
}

/**
 * An estimator by name, for names that come from outside.
 *
 * @throws MlError `unknown_algorithm`, `invalid_hyperparameters`.
 */
export function createEstimator(
  algorithm: string,
  task: Task,
  hyperparameters: Readonly<Record<string, unknown>> = {},
): Estimator {
  if (isAlgorithmName(algorithm)) return algorithms[algorithm].create(task, hyperparameters);
  const known = Object.keys(algorithms).join(', ');
  throw new MlError('unknown_algorithm', [
    { field: 'algorithm', detail: `is not known; known are ${known}` },
  ]);
}
