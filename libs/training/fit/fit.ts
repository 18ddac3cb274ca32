import { createEstimator, type FitProgress } from '#libs/ml';
import { baselineMetrics } from './baseline.js';
import { compareWithChampion } from './compare-with-champion.js';
import { evaluate } from './evaluate.js';
import { fingerprint } from './fingerprint.js';
import type { FitResult, FitTask, Tell } from './fit-task.js';
import { holdOut } from './hold-out.js';
import { provenAnswers } from './prove-parity.js';
import type { TrainingRows } from './training-rows.js';

/** Split, decide, fit, export, prove parity, measure; pure computation, no database. */
export async function fit(task: FitTask, rows: TrainingRows, tell: Tell): Promise<FitResult> {
  const parts = holdOut(task, rows);
  const { training, heldOut, classes } = parts;
  const estimator = createEstimator(task.algorithm, task.task, task.hyperparameters);
  tell({ type: 'progress', phase: 'fitting' });
  const model = estimator.fit(
    {
      features: task.features,
      derived: task.derived,
      table: training.table,
      target: training.target,
      ...(classes.length > 0 ? { classes } : {}),
    },
    {
      seed: task.seed,
      threads: task.threads,
      onProgress: (progress) => tell({ type: 'progress', phase: 'fitting', ...inApiNames(progress) }),
    },
  );

  tell({ type: 'progress', phase: 'evaluating' });
  const threshold = task.task === 'binary' ? 0.5 : null;
  const onnx = model.toOnnx(task.metadata, threshold === null ? {} : { threshold });
  const answers = await provenAnswers(model, onnx, heldOut.table);
  const coefficients = model.coefficients();
  return {
    onnx,
    algorithm: model.algorithm,
    hyperparameters: model.hyperparameters,
    features: model.features,
    report: model.report,
    classes,
    split: parts.rule,
    threshold,
    interval: null,
    trainingRows: training.rows.length,
    heldOutRows: heldOut.rows.length,
    metrics: evaluate(task.task, heldOut.target, answers, { threshold, classes }),
    baselineMetrics: baselineMetrics(task.task, parts),
    comparison: await compareWithChampion(task, rows, parts, answers, threshold),
    card: {
      training_rows: training.rows.length,
      held_out_rows: heldOut.rows.length,
      training_fingerprint: fingerprint(task, rows, training),
      converged: model.report.converged,
      iterations: model.report.iterations,
      warnings: [...parts.warnings, ...model.warnings],
    },
    cardDetails: {
      ...(coefficients
        ? { coefficients: [...coefficients.terms], intercepts: [...coefficients.intercepts] }
        : {}),
    },
  };
}

function inApiNames({ validationLoss, ...progress }: FitProgress): {
  iteration: number;
  iterations: number;
  loss: number;
  validation_loss?: number;
} {
  return { ...progress, ...(validationLoss === undefined ? {} : { validation_loss: validationLoss }) };
}
