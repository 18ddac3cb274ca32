import { MlError } from '../errors.js';
import { learnEncoding } from '../encoding/encoding.js';
import type { Estimator, FitOptions, Task } from '../estimator.js';
import { LINKS } from '../fitting/links.js';
import { LossCurve } from '../fitting/loss-curve.js';
import { meanLogLoss, meanSquaredError } from '../fitting/loss.js';
import { rowWeights } from '../fitting/row-weights.js';
import { drawValidationRows } from '../fitting/validation-rows.js';
import type { Hyperparameters } from '../hyperparameters.js';
import { createPipeline } from '../pipeline/create-pipeline.js';
import { applyLink } from '../pipeline/links.js';
import type { FamilyData, FamilyFit } from '../pipeline/score-model.js';
import { Random } from '../random/random.js';
import { summarise } from '../table/statistics.js';
import { backgroundRows, drawBackground } from './background.js';
import { arrangeInputs, writeInputs } from './inputs.js';
import { MlpModel } from './mlp-model.js';
import { initialNetwork } from './network.js';
import type { OutputScale } from './shapley.js';
import { trainNetwork, type TrainingSettings } from './train-network.js';

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
  const learned = columns.map((column) => learnEncoding(column, table));
  const encodings = learned.map(({ encoding }) => encoding);
  const inputs = arrangeInputs(encodings);
  const balanced = task !== 'regression' && hyperparameters.text('class_weight') === 'balanced';
  const weight = rowWeights(target, sampleWeight, { classCount, balanced });
  const scale = outputScale(task, target);
  const random = new Random(seed);
  const validation = hyperparameters.boolean('early_stopping')
    ? validationRows(task, target, hyperparameters.number('validation_fraction'), random)
    : new Uint32Array();
  const hidden = hyperparameters.text('hidden_layer_sizes').split(',').map(Number);
  const sizes = [inputs.count, ...hidden, task === 'multiclass' ? classCount : 1];
  const curve = new LossCurve(onProgress);
  const { network, converged, epochs, bestEpoch } = trainNetwork(
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
    curve.add,
  );
  const background = drawBackground(columns, encodings, table, backgroundRows(sizes, columns.length), random);
  const scoreModel = new MlpModel({ encodings, network, scale, background });
  const answers = applyLink(LINKS[task], scoreModel.score(table), scoreModel.outputCount);
  const lossOf = task === 'regression' ? meanSquaredError : meanLogLoss;
  const warnings = learned.flatMap((column) => column.warnings);
  return {
    scoreModel,
    link: LINKS[task],
    warnings: converged ? warnings : [...warnings, notConverged(epochs)],
    report: {
      converged,
      iterations: bestEpoch,
      loss: lossOf(target, answers, sampleWeight),
      rowCount: table.rowCount,
      seed,
      curve: curve.points(),
    },
  };
}

/** A regression learns a target of mean 0 and deviation 1, so that steps and penalty suit every unit. */
function outputScale(task: Task, target: Float64Array): OutputScale {
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

const notConverged = (epochs: number): string =>
  `training stopped after ${epochs} epochs while the loss may still have fallen: raise max_iter, or tol`;

/** @throws MlError `too_few_rows` when fewer than two are left for validation. */
function validationRows(task: Task, target: Float64Array, fraction: number, random: Random): Uint32Array {
  const rows = drawValidationRows(task, target, fraction, random);
  if (rows.length >= 2) return rows;
  const detail = `${fraction} of ${target.length} rows leave ${rows.length} for validation: raise it, or turn early_stopping off`;
  throw new MlError('too_few_rows', [{ field: 'validation_fraction', detail }]);
}
