import { MlError } from '../errors.js';
import type { Coefficient, Estimator, FitOptions, Task } from '../estimator.js';
import type { HyperparameterDescription, Hyperparameters } from '../hyperparameters.js';
import { meanLogLoss } from '../metrics/binary.js';
import { meanSquaredError } from '../metrics/regression.js';
import { createPipeline } from '../pipeline/create-pipeline.js';
import { applyLink } from '../pipeline/links.js';
import type { FamilyData, FamilyFit } from '../pipeline/score-model.js';
import { foldCoefficients } from './contributions.js';
import { designColumns } from './design.js';
import { learnEncoding } from '../encoding/encoding.js';
import { meanOf } from './gram.js';
import { LinearModel } from './linear-model.js';
import { solveLogistic } from './logistic.js';
import { solveRidge, type LinearSolution } from './ridge.js';

export const linearHyperparameters: Readonly<Record<string, HyperparameterDescription>> = {
  alpha: {
    type: 'number',
    default: 1,
    minimum: 0,
    maximum: 1e12,
    tasks: ['regression'],
    description: "Penalty on the squared coefficients of the standardised columns (scikit-learn's Ridge)",
  },
  C: {
    type: 'number',
    default: 1,
    minimum: 1e-9,
    maximum: 1e9,
    tasks: ['binary'],
    description: "Inverse of the penalty: smaller is stronger (scikit-learn's LogisticRegression)",
  },
  tol: {
    type: 'number',
    default: 1e-8,
    minimum: 1e-13,
    maximum: 0.1,
    tasks: ['binary'],
    description: 'Converged when no component of the gradient of the mean loss is larger',
  },
  max_iter: {
    type: 'integer',
    default: 100,
    minimum: 1,
    maximum: 10_000,
    tasks: ['binary'],
    description: 'Most Newton iterations',
  },
};

/** Ridge regression, or logistic regression for `binary`, over standardised numbers and one-hot categories. */
export function createLinear(task: Task, hyperparameters: Hyperparameters): Estimator {
  return createPipeline({
    algorithm: 'linear',
    task,
    hyperparameters: hyperparameters.values,
    fit: (data, options) => fitLinear(task, hyperparameters, data, options),
  });
}

function fitLinear(
  task: Task,
  hyperparameters: Hyperparameters,
  { columns, table, target }: FamilyData,
  options: FitOptions,
): FamilyFit {
  const learned = columns.map((column) => learnEncoding(column, table));
  const encodings = learned.map(({ encoding }) => encoding);
  const warnings = learned.flatMap((column) => column.warnings);
  const design = designColumns(encodings, table);
  if (design.length === 0) {
    const problems = columns.map(({ name }) => ({ field: name, detail: 'has no value or one value only' }));
    throw new MlError('no_informative_feature', problems);
  }

  const means = design.map(({ values }) => meanOf(values));
  const centred = design.map(({ values }, index) => values.map((value) => value - (means[index] ?? NaN)));
  const solution = solve(task, hyperparameters, centred, target, options);
  const terms = design.map(({ term }, index): Coefficient => ({
    ...term,
    coefficient: solution.weights[index] ?? NaN,
  }));
  const intercept = terms.reduce(
    (rest, { coefficient }, index) => rest - coefficient * (means[index] ?? NaN),
    solution.intercept,
  );
  if (!Number.isFinite(intercept)) {
    throw new MlError('not_solvable', [{ field: 'target', detail: 'no finite coefficients fit these rows' }]);
  }

  const scoreModel = new LinearModel(foldCoefficients(encodings, terms, intercept), columns.length);
  const scores = scoreModel.score(table);
  const loss =
    task === 'regression'
      ? meanSquaredError(target, scores)
      : meanLogLoss(target, applyLink('logit', scores, 1));
  return {
    scoreModel,
    link: task === 'regression' ? 'identity' : 'logit',
    warnings: solution.converged ? warnings : [...warnings, notConverged(solution.iterations)],
    report: {
      converged: solution.converged,
      iterations: solution.iterations,
      loss,
      rowCount: table.rowCount,
      seed: options.seed,
    },
    coefficients: { intercepts: [intercept], terms },
  };
}

function solve(
  task: Task,
  hyperparameters: Hyperparameters,
  columns: readonly Float64Array[],
  target: Float64Array,
  { onProgress }: FitOptions,
): LinearSolution {
  if (task === 'regression') return solveRidge(columns, target, hyperparameters.number('alpha'));
  return solveLogistic(columns, target, {
    inversePenalty: hyperparameters.number('C'),
    tolerance: hyperparameters.number('tol'),
    maximumIterations: hyperparameters.number('max_iter'),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

const notConverged = (iterations: number): string =>
  `training stopped after ${iterations} iterations without converging: raise max_iter or tol, or lower C`;
