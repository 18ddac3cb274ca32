import { createHash } from 'node:crypto';
import {
  bestF1Threshold,
  createEstimator,
  type FittedModel,
  holdoutPosition,
  MlError,
  selectRows,
  splitByIdentifier,
  type Table,
} from '#libs/ml';
import { evaluate } from './evaluate.js';
import type { FitMessage, FitResult, FitTask } from './fit-task.js';
import { scoreTable } from './score-table.js';

/** Fewer rows give metrics that say nothing. */
const minimumTrainingRows = 40;
const minimumHeldOutRows = 10;

/** What ONNX Runtime and the TypeScript predictor may differ by, relative to the answer. */
const parityTolerance = 1e-9;

/** Split, fit, export, prove parity, measure; pure computation, no database. */
export async function fit(task: FitTask, tell: (message: FitMessage) => void): Promise<FitResult> {
  const table: Table = { rowCount: task.identifiers.length, columns: task.columns };
  const split = splitByIdentifier(task.identifiers, task.testSize);
  if (split.training.length < minimumTrainingRows || split.heldOut.length < minimumHeldOutRows) {
    throw new MlError('too_few_rows', [
      {
        field: 'rows',
        detail: `${table.rowCount} rows have a target; at least ${minimumTrainingRows} to learn from and ${minimumHeldOutRows} to measure on are needed`,
      },
    ]);
  }
  const trainingTable = selectRows(table, split.training);
  const trainingTarget = pick(task.target, split.training);
  const estimator = createEstimator(task.algorithm, task.task, task.hyperparameters);
  tell({ type: 'progress', phase: 'fitting' });
  const model = estimator.fit(
    { features: task.features, table: trainingTable, target: trainingTarget },
    { seed: task.seed, onProgress: (progress) => tell({ type: 'progress', phase: 'fitting', ...progress }) },
  );

  tell({ type: 'progress', phase: 'evaluating' });
  // Chosen on training rows: the held-out ones only report.
  const threshold =
    task.task === 'binary' ? bestF1Threshold(trainingTarget, model.predict(trainingTable)) : null;
  const onnx = model.toOnnx(task.metadata, threshold === null ? {} : { threshold });
  const heldOutTable = selectRows(table, split.heldOut);
  const heldOutTarget = pick(task.target, split.heldOut);
  const answers = await provenAnswers(model, onnx, heldOutTable);
  const mean = trainingTarget.reduce((sum, value) => sum + value, 0) / trainingTarget.length;
  return {
    onnx,
    hyperparameters: model.hyperparameters,
    features: model.features,
    report: model.report,
    coefficients: model.coefficients(),
    warnings: model.warnings,
    threshold,
    trainingRows: split.training.length,
    heldOutRows: split.heldOut.length,
    trainingFingerprint: fingerprint(task, trainingTable, trainingTarget, split.training),
    metrics: evaluate(task.task, heldOutTarget, answers, threshold),
    baselineMetrics: evaluate(
      task.task,
      heldOutTarget,
      new Float64Array(heldOutTarget.length).fill(mean),
      0.5,
    ),
    comparison: await compare(task, split.heldOut, heldOutTable, heldOutTarget, answers, threshold),
  };
}

/** The file's answers, after proving that it computes what was fitted. */
async function provenAnswers(model: FittedModel, onnx: Uint8Array, table: Table): Promise<Float64Array> {
  const fitted = model.predict(table);
  const answers = await scoreTable(onnx, table);
  const apart = answers.findIndex(
    (answer, row) =>
      !(Math.abs(answer - fitted[row]!) <= parityTolerance * Math.max(1, Math.abs(fitted[row]!))),
  );
  if (apart !== -1)
    throw new Error(
      `The ONNX file and the fitted ${model.algorithm} model disagree on held-out row ${apart}`,
    );
  return answers;
}

/** Both versions on the rows that neither was fitted on. */
async function compare(
  task: FitTask,
  heldOut: Uint32Array,
  table: Table,
  target: Float64Array,
  answers: Float64Array,
  threshold: number | null,
): Promise<FitResult['comparison']> {
  const { champion } = task;
  if (!champion) return null;
  const common: number[] = [];
  heldOut.forEach((row, i) => {
    if (holdoutPosition(task.identifiers[row]!) < champion.testSize) common.push(i);
  });
  if (common.length === 0) return null;
  const commonTarget = pick(target, common);
  const championAnswers = await scoreTable(champion.onnx, selectRows(table, common));
  return {
    rows: common.length,
    candidate: evaluate(task.task, commonTarget, pick(answers, common), threshold),
    champion: evaluate(task.task, commonTarget, championAnswers, champion.threshold),
  };
}

function pick(values: Float64Array, rows: Uint32Array | readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

function fingerprint(task: FitTask, table: Table, target: Float64Array, rows: Uint32Array): string {
  const hash = createHash('sha256');
  // Lengths come first and texts as JSON, so that no two different tables give the same bytes.
  hash.update(JSON.stringify([Array.from(rows, (row) => task.identifiers[row]), task.features]));
  for (const { name } of task.features) {
    const values = table.columns[name]!;
    hash.update(
      values instanceof Float64Array
        ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
        : JSON.stringify(values),
    );
  }
  hash.update(new Uint8Array(target.buffer, target.byteOffset, target.byteLength));
  return hash.digest('hex');
}
