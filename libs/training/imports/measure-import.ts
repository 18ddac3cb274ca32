import { describeFeature } from '#libs/ml';
import { importedAlgorithm } from '#libs/models';
import { baselineMetrics, decisive } from '../fit/baseline.js';
import { compareWithChampion } from '../fit/compare-with-champion.js';
import { fingerprint } from '../fit/fingerprint.js';
import type { FitResult, FitTask } from '../fit/fit-task.js';
import type { HeldOut } from '../fit/hold-out.js';
import { measure } from '../fit/measure.js';
import type { TrainingRows } from '../fit/training-rows.js';
import type { CheckedFile } from './check/checked-file.js';

/** Nobody can rule it out, so everybody who reads the metrics must know. */
const unknownRows =
  'Nobody knows which rows the file learned from: if our held-out rows were among them, its metrics flatter it.';

/** What an imported file is worth on our held-out rows, in the form of a training's result. */
export async function measureImport(
  task: FitTask,
  rows: TrainingRows,
  parts: HeldOut,
  checked: CheckedFile,
): Promise<FitResult> {
  const { answers, threshold, decisions, warnings } = checked;
  const sentences = { calibration: null, threshold, interval: null, sentences: decisions };
  const { metrics, intervals, details } = measure(task, parts, answers, sentences, null);
  const read = new Set(checked.features);
  return {
    onnx: checked.onnx,
    algorithm: checked.algorithm ?? importedAlgorithm,
    hyperparameters: {},
    features: task.features
      .filter(({ name }) => read.has(name))
      .map((feature) => describeFeature(feature, parts.training.table)),
    learnt: checked.learnt,
    classes: parts.classes,
    split: parts.rule,
    threshold,
    interval: null,
    trainingRows: parts.training.rows.length,
    heldOutRows: parts.heldOut.rows.length,
    metrics,
    baselineMetrics: baselineMetrics(task.task, parts, null),
    decisive: decisive(task.task, null),
    comparison: await compareWithChampion(task, rows, parts, { answers, threshold, objective: null }),
    card: {
      training_rows: parts.training.rows.length,
      held_out_rows: parts.heldOut.rows.length,
      rows_without_target: rows.unlabelled,
      training_fingerprint: fingerprint(task, rows, parts.training),
      converged: true,
      iterations: 0,
      warnings: [
        unknownRows,
        'Ranges, categories and shares of missing values are those of our rows, not of the rows that the file learned from.',
        ...parts.warnings,
        ...warnings,
      ],
      decisions: [...decisions],
      metric_intervals: intervals,
    },
    cardDetails: details,
    // They are not what the file learned from, and must not be delivered as if they were.
    copiedRows: null,
    seenRows: null,
  };
}
