import { MlError } from '../errors.js';
import type { Estimator, FitOptions, FitProgress, FitReport, TrainingData } from '../estimator.js';
import { meanAndDeviation } from '../metrics/mean-and-deviation.js';
import type { Split } from '../split/holdout.js';
import { selectTraining } from '../table/select-training.js';
import { metricNumbers, taskEvaluator, type TaskEvaluatorOptions } from './task-evaluator.js';

export interface CrossValidationProgress extends FitProgress {
  /** From 1 on. */
  readonly fold: number;
  readonly folds: number;
}

export interface CrossValidateOptions extends Pick<FitOptions, 'seed' | 'threads'> {
  /** Binary: for the decisions that metrics judge; default 0.5. */
  readonly threshold?: number;
  /** Regression: the quantile that the answers estimate. */
  readonly quantile?: number;
  readonly onProgress?: (progress: CrossValidationProgress) => void;
}

export interface FoldResult {
  readonly trainingRows: number;
  readonly heldOutRows: number;
  /** On the held-out rows, by their sample weights; those that are not defined are absent. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly report: FitReport;
}

export interface CrossValidation {
  /** 1, or the number of classes. */
  readonly outputCount: number;
  /** rows × outputs: the answer of the fold that held the row out; NaN for rows that no fold holds out. */
  readonly answers: Float64Array;
  /** rows × outputs: raw scores of the same models, for calibration. */
  readonly scores: Float64Array;
  /** Ascending. */
  readonly heldOutRows: Uint32Array;
  readonly folds: readonly FoldResult[];
  /** Over the folds in which the metric is defined. */
  readonly mean: Readonly<Record<string, number>>;
  /** Of single folds (sample deviation); the deviation of the mean is not known from one cross-validation. */
  readonly standardDeviation: Readonly<Record<string, number>>;
}

/**
 * Fits the estimator once per fold, on the rows of the fold's training part, and answers the rows held out (Stone
 * 1974; Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", section 7.10). Everything that is
 * learned (encodings, scales, categories) is learned from the training part. Each fold gets the same seed.
 *
 * The answers fit thresholds, calibrations and conformal intervals without rows of their own; metrics of the same
 * answers under a threshold chosen on them are a little too good.
 *
 * @param folds see `kFolds`; for classification use stratified ones, as each class must be in each training part
 * @throws MlError `invalid_folds` when a row is held out twice or stands on both sides, `invalid_table` for rows that
 * do not exist, and what `fit` throws.
 */
export function crossValidate(
  estimator: Estimator,
  training: TrainingData,
  folds: readonly Split[],
  { seed, threads, threshold, quantile, onProgress }: CrossValidateOptions,
): CrossValidation {
  const rowCount = training.table.rowCount;
  checkFolds(folds, rowCount);
  const outputCount = estimator.task === 'multiclass' ? (training.classes?.length ?? 0) : 1;
  const answers = new Float64Array(rowCount * outputCount).fill(NaN);
  const scores = new Float64Array(rowCount * outputCount).fill(NaN);
  const judge: TaskEvaluatorOptions = {
    ...(threshold === undefined ? {} : { threshold }),
    ...(quantile === undefined ? {} : { quantile }),
    ...(training.classes === undefined ? {} : { classes: training.classes }),
  };
  const results = folds.map((fold, index): FoldResult => {
    const model = estimator.fit(selectTraining(training, fold.training), {
      seed,
      ...(threads === undefined ? {} : { threads }),
      ...(onProgress === undefined
        ? {}
        : { onProgress: (progress) => onProgress({ ...progress, fold: index + 1, folds: folds.length }) }),
    });
    const { table, target, sampleWeight } = selectTraining(training, fold.heldOut);
    const foldAnswers = model.predict(table);
    place(answers, foldAnswers, fold.heldOut, outputCount);
    place(scores, model.score(table), fold.heldOut, outputCount);
    return {
      trainingRows: fold.training.length,
      heldOutRows: fold.heldOut.length,
      metrics: metricNumbers(taskEvaluator(estimator.task, target, foldAnswers, judge).metrics(sampleWeight)),
      report: model.report,
    };
  });
  const heldOutRows = Uint32Array.from(folds.flatMap(({ heldOut }) => [...heldOut])).sort();
  return { outputCount, answers, scores, heldOutRows, folds: results, ...summarise(results) };
}

/** A row on both sides would let a model be judged by what it has seen. */
function checkFolds(folds: readonly Split[], rowCount: number): void {
  if (folds.length === 0) throw new MlError('invalid_folds', [{ field: 'folds', detail: 'there is none' }]);
  const isHeldOut = new Uint8Array(rowCount);
  for (const { training, heldOut } of folds) {
    const isHere = new Uint8Array(rowCount);
    for (const row of heldOut) {
      if (isHeldOut[row] === 1) refuse(`row ${row} is held out twice`);
      isHeldOut[row] = 1;
      isHere[row] = 1;
    }
    const both = training.find((row) => isHere[row] === 1);
    if (both !== undefined) refuse(`row ${both} is held out and learned from in one fold`);
  }
}

function refuse(detail: string): never {
  throw new MlError('invalid_folds', [{ field: 'folds', detail }]);
}

function place(all: Float64Array, part: Float64Array, rows: Uint32Array, outputCount: number): void {
  rows.forEach((row, index) =>
    all.set(part.subarray(index * outputCount, (index + 1) * outputCount), row * outputCount),
  );
}

function summarise(folds: readonly FoldResult[]): Pick<CrossValidation, 'mean' | 'standardDeviation'> {
  const names = [...new Set(folds.flatMap(({ metrics }) => Object.keys(metrics)))];
  const byName = names.map((name) => {
    const values = folds.flatMap(({ metrics }) => metrics[name] ?? []);
    return [name, meanAndDeviation(values)] as const;
  });
  return {
    mean: Object.fromEntries(byName.map(([name, { mean }]) => [name, mean])),
    standardDeviation: Object.fromEntries(byName.map(([name, { deviation }]) => [name, deviation])),
  };
}
