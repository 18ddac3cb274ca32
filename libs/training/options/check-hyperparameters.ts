import {
  type AlgorithmName,
  algorithms,
  createEstimator,
  type HyperparameterValue,
  MlError,
  type Task,
} from '#libs/ml';
import type { FieldProblem } from '#libs/platform';

/** @returns the problems, all of them, when the algorithm is not for the task or does not take what was given */
export function checkHyperparameters(
  algorithm: AlgorithmName,
  task: Task,
  given: Readonly<Record<string, unknown>>,
): {
  readonly hyperparameters: Record<string, HyperparameterValue>;
  readonly problems: readonly FieldProblem[];
} {
  const { tasks } = algorithms[algorithm];
  if (!tasks.includes(task)) {
    const detail = `${algorithm} is for ${tasks.join(' and ')} models; this is a ${task} model`;
    return { hyperparameters: {}, problems: [{ pointer: '/algorithm', detail }] };
  }
  try {
    return { hyperparameters: { ...createEstimator(algorithm, task, given).hyperparameters }, problems: [] };
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    const problems = error.problems.map(({ field, detail }) => ({
      pointer: `/hyperparameters/${field}`,
      detail,
    }));
    return { hyperparameters: {}, problems };
  }
}
