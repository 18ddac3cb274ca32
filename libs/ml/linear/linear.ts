import { learnEncoding, type Encoding } from '../encoding/encoding.js';
import { MlError } from '../errors.js';
import type { Coefficient, Coefficients, Estimator, FitOptions, Task } from '../estimator.js';
import { LINKS } from '../fitting/links.js';
import { LossCurve } from '../fitting/loss-curve.js';
import { meanLogLoss, meanSquaredError } from '../fitting/loss.js';
import { rowWeights } from '../fitting/row-weights.js';
import type { Hyperparameters } from '../hyperparameters.js';
import { createPipeline } from '../pipeline/create-pipeline.js';
import { applyLink } from '../pipeline/links.js';
import type { FamilyData, FamilyFit } from '../pipeline/score-model.js';
import { CentredDesign } from './centred-design.js';
import { foldTerms, type LearnedTerm } from './contributions.js';
import { designOf, type DesignTerm } from './design.js';
import { solveElasticNet } from './elastic-net.js';
import { LinearModel } from './linear-model.js';
import type { LinearSolution } from './linear-solution.js';
import { solveLogistic } from './logistic.js';
import { solveRidge } from './ridge.js';

/**
 * Ridge or elastic net regression, or logistic regression for two and more classes, over standardised numbers and
 * one-hot categories.
 */
export function createLinear(task: Task, hyperparameters: Hyperparameters): Estimator {
  return createPipeline({
    algorithm: 'linear',
    task,
    hyperparameters: hyperparameters.values,
    fit: (data, options) => fitLinear(task, hyperparameters, data, options),
  });
}

export function fitLinear(
  task: Task,
  hyperparameters: Hyperparameters,
  data: FamilyData,
  { seed, onProgress }: FitOptions,
): FamilyFit {
  const { columns, table, target, sampleWeight, classes } = data;
  const learned = columns.map((column) => learnEncoding(column, table));
  const encodings = learned.map(({ encoding }) => encoding);
  const curve = new LossCurve(onProgress);
  const { terms, intercepts, solution } = learn(task, hyperparameters, data, encodings, curve);
  const scoreModel = new LinearModel(foldTerms(encodings, terms, intercepts));
  const answers = applyLink(LINKS[task], scoreModel.score(table), scoreModel.outputCount);
  const lossOf = task === 'regression' ? meanSquaredError : meanLogLoss;
  const points = curve.points();
  return {
    scoreModel,
    link: LINKS[task],
    warnings: [...learned.flatMap(({ warnings }) => warnings), ...solutionWarnings(solution)],
    report: {
      converged: solution.converged,
      iterations: solution.iterations,
      loss: lossOf(target, answers, sampleWeight),
      rowCount: table.rowCount,
      seed,
      ...(points.length > 0 ? { curve: points } : {}),
    },
    coefficients: coefficientsOf(terms, intercepts, classes),
  };
}

interface Learned {
  readonly terms: readonly LearnedTerm[];
  /** Of the design as it is; `solution` has those of the centred one. */
  readonly intercepts: readonly number[];
  readonly solution: LinearSolution;
}

function learn(
  task: Task,
  hyperparameters: Hyperparameters,
  { table, target, classCount, sampleWeight }: FamilyData,
  encodings: readonly Encoding[],
  curve: LossCurve,
): Learned {
  const design = designOf(encodings, table);
  const balanced = task !== 'regression' && hyperparameters.values['class_weight'] === 'balanced';
  const weight = rowWeights(target, sampleWeight, { classCount, balanced });
  const total = weight.reduce((sum, value) => sum + value, 0);
  const centred = new CentredDesign(design, weight, total);
  const outputCount = task === 'multiclass' ? classCount : 1;
  const solution = solve(task, hyperparameters, centred, target, weight, outputCount, curve);
  const terms = design.terms.map((term: DesignTerm, column): LearnedTerm => {
    const weights = Array.from(
      { length: outputCount },
      (_, output) => solution.weights[output * centred.size + column]!,
    );
    return { term, mean: centred.means[column]!, weights };
  });
  const intercepts = Array.from(solution.intercepts, (intercept, output) =>
    terms.reduce((rest, { mean, weights }) => rest - weights[output]! * mean, intercept),
  );
  if (!intercepts.every(Number.isFinite)) {
    throw new MlError('not_solvable', [{ field: 'target', detail: 'no finite coefficients fit these rows' }]);
  }
  return { terms, intercepts, solution };
}

function solve(
  task: Task,
  hyperparameters: Hyperparameters,
  design: CentredDesign,
  target: Float64Array,
  weight: Float64Array,
  outputCount: number,
  curve: LossCurve,
): LinearSolution {
  const iterating = {
    tolerance: hyperparameters.number('tol'),
    maximumIterations: hyperparameters.number('max_iter'),
    onProgress: curve.add,
  };
  if (task !== 'regression') {
    const inversePenalty = hyperparameters.number('C');
    return solveLogistic(design, target, weight, outputCount, { inversePenalty, ...iterating });
  }
  const alpha = hyperparameters.number('alpha');
  const l1Ratio = hyperparameters.number('l1_ratio');
  if (alpha === 0 || l1Ratio === 0) return solveRidge(design, target, weight, alpha);
  return solveElasticNet(design, target, weight, { alpha, l1Ratio, ...iterating });
}

function coefficientsOf(
  terms: readonly LearnedTerm[],
  intercepts: readonly number[],
  classes: readonly string[],
): Coefficients {
  const perOutput = intercepts.map((_, output) =>
    terms.map(({ term, weights }): Coefficient => {
      const name = classes[output];
      return { ...term, coefficient: weights[output]!, ...(name === undefined ? {} : { class: name }) };
    }),
  );
  return { intercepts, terms: perOutput.flat() };
}

function solutionWarnings({ converged, iterations, weights }: LinearSolution): string[] {
  const warnings: string[] = [];
  if (!converged) {
    warnings.push(
      `training stopped after ${iterations} iterations without converging: raise max_iter or tol, or strengthen the penalty`,
    );
  }
  if (weights.every((value) => value === 0)) {
    warnings.push('no column contributes: the penalty is too strong for this target, lower alpha');
  }
  return warnings;
}
