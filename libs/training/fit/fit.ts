import {
  createEstimator,
  type FittedModel,
  type FitProgress,
  recordSeenRows,
  regressionObjective,
  type SeenRowKeys,
  type TrainingData,
} from '#libs/ml';
import { baselineMetrics, decisive } from './baseline.js';
import { compareWithChampion } from './compare-with-champion.js';
import { copyRows } from './copy-rows.js';
import { decideBinary, decideMulticlass, decideRegression, type Decisions } from './decide.js';
import { describeModel } from './describe-model.js';
import { fingerprint } from './fingerprint.js';
import type { FitPhase, FitResult, FitTask, Tell } from './fit-task.js';
import { type HeldOut, holdOut } from './hold-out.js';
import { measure } from './measure.js';
import { type OutOfFold, outOfFold } from './out-of-fold.js';
import { provenAnswers } from './prove-parity.js';
import type { TrainingRows } from './training-rows.js';

/** Split, fit, decide, export, prove parity, measure; pure computation, no database. */
export async function fit(task: FitTask, rows: TrainingRows, tell: Tell): Promise<FitResult> {
  const parts = holdOut(task, rows);
  const training = trainingData(task, parts);
  tell({ type: 'progress', phase: 'fitting' });
  const estimator = createEstimator(task.algorithm, task.task, task.hyperparameters);
  const { seed, threads } = task;
  const raw = estimator.fit(training, { seed, threads, onProgress: reporter(tell, 'fitting') });

  // After the fit: what was chosen while fitting (by `auto`) is then known, and not chosen again in every fold.
  tell({ type: 'progress', phase: 'validating' });
  const validation = outOfFold(task, rows, parts, training, raw, reporter(tell, 'validating'));
  const decisions = decide(task, parts, validation);
  const model = decisions.calibration ? raw.withCalibration(decisions.calibration) : raw;

  tell({ type: 'progress', phase: 'evaluating' });
  const { threshold } = decisions;
  const onnx = model.toOnnx(task.metadata, threshold === null ? {} : { threshold });
  const answers = await provenAnswers(model, onnx, parts.heldOut.table);
  const objective = task.task === 'regression' ? regressionObjective(model.hyperparameters) : null;
  const { metrics, intervals, details } = measure(task, parts, answers, decisions, objective);
  return {
    onnx,
    algorithm: model.algorithm,
    hyperparameters: model.hyperparameters,
    features: model.features,
    learnt: model.learnt,
    classes: parts.classes,
    split: parts.rule,
    threshold,
    interval: decisions.interval,
    trainingRows: parts.training.rows.length,
    heldOutRows: parts.heldOut.rows.length,
    metrics,
    baselineMetrics: baselineMetrics(task.task, parts, objective),
    decisive: decisive(task.task, objective),
    comparison: await compareWithChampion(task, rows, parts, { answers, threshold, objective }),
    card: {
      training_rows: parts.training.rows.length,
      held_out_rows: parts.heldOut.rows.length,
      rows_without_target: rows.unlabelled,
      training_fingerprint: fingerprint(task, rows, parts.training),
      converged: model.report.converged,
      iterations: model.report.iterations,
      warnings: [...parts.warnings, ...model.warnings],
      decisions: [...decisions.sentences],
      metric_intervals: intervals,
      ...(decisions.metrics ? { out_of_fold_metrics: decisions.metrics } : {}),
    },
    copiedRows: copyRows(task, parts),
    seenRows: seenRows(model, rows, parts),
    cardDetails: { ...details, ...describeModel(model, parts, seed) },
  };
}

function seenRows(
  { features }: FittedModel,
  { identifiers, table }: TrainingRows,
  { training, heldOut }: HeldOut,
): SeenRowKeys {
  // In the order in which the version keeps its features: whoever asks has the values of a row in that order.
  const columns = features.map(({ name }) => table.columns[name]!);
  return recordSeenRows(identifiers, columns, { training: training.rows, heldOut: heldOut.rows });
}

function trainingData(task: FitTask, { training, classes }: HeldOut): TrainingData {
  return {
    features: task.features,
    derived: task.derived,
    table: training.table,
    target: training.target,
    ...(classes.length > 0 ? { classes } : {}),
  };
}

function decide(task: FitTask, { classes }: HeldOut, validation: OutOfFold | undefined): Decisions {
  switch (task.task) {
    case 'regression':
      return decideRegression(task.options, validation);
    case 'binary':
      return decideBinary(task.options, validation);
    case 'multiclass':
      return decideMulticlass(classes, validation);
  }
}

function reporter(
  tell: Tell,
  phase: FitPhase,
): (progress: FitProgress & { fold?: number; folds?: number }) => void {
  return ({ validationLoss, ...progress }) =>
    tell({
      type: 'progress',
      phase,
      ...progress,
      ...(validationLoss === undefined ? {} : { validation_loss: validationLoss }),
    });
}
