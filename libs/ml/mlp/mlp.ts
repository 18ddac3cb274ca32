import { capCategories } from '../encoding/cap-categories.js';
import { learnEncoding } from '../encoding/encoding.js';
import type { Estimator, FitOptions, FitProgress, Task } from '../estimator.js';
import type { Hyperparameters } from '../hyperparameters.js';
import { createPipeline } from '../pipeline/create-pipeline.js';
import type { FamilyData, FamilyFit, Link } from '../pipeline/score-model.js';
import { Random } from '../random/random.js';
import { summarise } from '../table/statistics.js';
import { backgroundRows, drawBackground } from './background.js';
import { arrangeInputs, writeInputs } from './inputs.js';
import { meanLossOf } from './mean-loss.js';
import { MlpModel } from './mlp-model.js';
import { initialNetwork } from './network.js';
import { rowWeights } from './row-weights.js';
import type { OutputScale } from './shapley.js';
import { trainNetwork, type TrainingSettings } from './train-network.js';
import { drawValidationRows } from './validation-rows.js';

/** Points of a curve that are kept: enough to draw it, few enough to send. */
const CURVE_POINTS = 200;

/** A dense ReLU network over standardised numbers and one-hot categories, trained with Adam. */
export function createMlp(task: Task, hyperparameters: Hyperparameters): Estimator {
  return createPipeline({
    algorithm: 'mlp',
    task,
    hyperparameters: hyperparameters.values,
    fit: (data, options) => fitMlp(task, hyperparameters, data, options),
  });
}

function fitMlp(
  task: Task,
  hyperparameters: Hyperparameters,
  { columns, table, target, classCount, sampleWeight }: FamilyData,
  { seed, onProgress }: FitOptions,
): FamilyFit {
  const maximumCategories = hyperparameters.number('max_categories');
  const learned = columns.map((column) =>
    capCategories(learnEncoding(column, table), table, maximumCategories),
  );
  const encodings = learned.map(({ encoding }) => encoding);
  const inputs = arrangeInputs(encodings);
  const balanced = task !== 'regression' && hyperparameters.text('class_weight') === 'balanced';
  const weight = rowWeights(target, sampleWeight, classCount, balanced);
  const scale = outputScale(task, target, weight);
  const random = new Random(seed);
  const validation = hyperparameters.boolean('early_stopping')
    ? drawValidationRows(task, target, hyperparameters.number('validation_fraction'), random)
    : new Uint32Array();
  const hidden = hyperparameters.text('hidden_layer_sizes').split(',').map(Number);
  const sizes = [inputs.count, ...hidden, task === 'multiclass' ? classCount : 1];
  const { network, converged, epochs, curve } = trainNetwork(
    initialNetwork(sizes, random),
    {
      count: table.rowCount,
      write: (matrix, stride) =>
        writeInputs(inputs, table, { start: 0, end: table.rowCount }, matrix, stride),
      target: target.map((value) => (value - scale.mean) / scale.deviation),
      weight,
    },
    validation,
    trainingSettings(task, classCount, hyperparameters, scale),
    random,
    onProgress,
  );
  const background = drawBackground(columns, encodings, table, backgroundRows(sizes, columns.length), random);
  const scoreModel = new MlpModel({ encodings, network, scale, background });
  const warnings = learned.flatMap((column) => column.warnings);
  return {
    scoreModel,
    link: LINK[task],
    warnings: converged ? warnings : [...warnings, notConverged(curve.length)],
    report: {
      converged,
      iterations: epochs,
      loss: meanLossOf(task, scoreModel.score(table), target, weight),
      rowCount: table.rowCount,
      seed,
      curve: thinned(curve),
    },
  };
}

const LINK: Readonly<Record<Task, Link>> = { regression: 'identity', binary: 'logit', multiclass: 'softmax' };

/** A regression learns a target of mean 0 and deviation 1, so that steps and penalty suit every unit. */
function outputScale(task: Task, target: Float64Array, _weight: Float64Array): OutputScale {
  const summary = task === 'regression' ? summarise(target) : undefined;
  return summary === undefined
    ? { mean: 0, deviation: 1 }
    : { mean: summary.mean, deviation: summary.deviation };
}

function trainingSettings(
  task: Task,
  classCount: number,
  hyperparameters: Hyperparameters,
  scale: OutputScale,
): TrainingSettings {
  return {
    task,
    classCount,
    alpha: hyperparameters.number('alpha'),
    learningRate: hyperparameters.number('learning_rate_init'),
    beta1: hyperparameters.number('beta_1'),
    beta2: hyperparameters.number('beta_2'),
    epsilon: hyperparameters.number('epsilon'),
    dropout: hyperparameters.number('dropout'),
    batchSize: hyperparameters.number('batch_size'),
    maximumEpochs: hyperparameters.number('max_iter'),
    tolerance: hyperparameters.number('tol'),
    patience: hyperparameters.number('n_iter_no_change'),
    // The kernel's loss is half the squared error in standard units.
    lossUnit: task === 'regression' ? 2 * scale.deviation ** 2 : 1,
  };
}

/** Evenly spread points of a long curve, with the first and the last. */
function thinned(curve: readonly FitProgress[]): readonly FitProgress[] {
  if (curve.length <= CURVE_POINTS) return curve;
  const distance = (curve.length - 1) / (CURVE_POINTS - 1);
  return Array.from({ length: CURVE_POINTS }, (_, point) => curve[Math.round(point * distance)]!);
}

const notConverged = (epochs: number): string =>
  `training stopped after ${epochs} epochs while the loss may still have fallen: raise max_iter, or tol`;
