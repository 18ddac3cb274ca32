import {
  createEstimator,
  crossValidate,
  type CrossValidationProgress,
  type FittedModel,
  type FoldPlan,
  identifierPositions,
  kFolds,
  MlError,
  type Split,
  type TrainingData,
} from '#libs/ml';
import type { FitTask } from './fit-task.js';
import { type HeldOut, pick } from './hold-out.js';
import { splitKey, type TrainingRows } from './training-rows.js';

const folds = 5;
/** Beyond that a fifth of the rows says enough, at a fifth of the cost. */
const mostRowsForAllFolds = 20_000;

/** What models like the fitted one answered to training rows that they had not seen. */
export interface OutOfFold {
  readonly target: Float64Array;
  /** As `FittedModel.predict` gives them. */
  readonly answers: Float64Array;
  /** Raw scores, before the link. */
  readonly scores: Float64Array;
  /** How they were made, for the card. */
  readonly description: string;
}

/**
 * Cross-validates the settings of the fitted model on its own training rows. Undefined when the rows do not reach:
 * a class with one row, for example, cannot be both learned and asked for.
 */
export function outOfFold(
  task: FitTask,
  rows: TrainingRows,
  parts: HeldOut,
  training: TrainingData,
  model: FittedModel,
  onProgress: (progress: CrossValidationProgress) => void,
): OutOfFold | undefined {
  const splits = foldsOf(task, rows, parts);
  if (!splits) return undefined;
  const used = training.table.rowCount > mostRowsForAllFolds ? splits.slice(-1) : splits;
  const estimator = createEstimator(model.algorithm, task.task, model.hyperparameters);
  const { seed, threads } = task;
  const { answers, scores, heldOutRows, outputCount } = crossValidate(estimator, training, used, {
    seed,
    threads,
    onProgress,
  });
  const outputs = (values: Float64Array): Float64Array =>
    outputCount === 1
      ? pick(values, heldOutRows)
      : Float64Array.from(
          { length: heldOutRows.length * outputCount },
          (_, place) =>
            values[heldOutRows[Math.floor(place / outputCount)]! * outputCount + (place % outputCount)]!,
        );
  return {
    target: pick(training.target, heldOutRows),
    answers: outputs(answers),
    scores: outputs(scores),
    description:
      used.length === 1
        ? `answers to ${heldOutRows.length} training rows by a model of the same settings that had not seen them`
        : `answers to ${heldOutRows.length} training rows by ${used.length} models of the same settings, each to rows that it had not seen`,
  };
}

/** Like the split: what belongs together stays together, what comes later is asked of what came before. */
function foldsOf(task: FitTask, rows: TrainingRows, parts: HeldOut): readonly Split[] | undefined {
  const { rule, training } = parts;
  const identifiers = Array.from(training.rows, (row) => rows.identifiers[row]!);
  const positions = identifierPositions(identifiers);
  const plans: FoldPlan[] = [
    task.task === 'regression'
      ? { by: 'position', positions }
      : { by: 'stratum', strata: training.target, positions },
  ];
  if (rule.method === 'group') {
    const groups = rows.splitValues[splitKey('group', rule.column)] as readonly (string | null)[];
    plans.unshift({
      by: 'group',
      groups: Array.from(training.rows, (row, place) => groups[row] ?? identifiers[place]!),
    });
  }
  if (rule.method === 'time') {
    const times = rows.splitValues[splitKey('time', rule.column)] as Float64Array;
    plans.unshift({ by: 'time', times: pick(times, training.rows) });
  }
  for (const plan of plans) {
    for (let count = folds; count >= 2; count -= 1) {
      const splits = foldsOrNothing(count, plan);
      if (splits) return splits;
    }
  }
  return undefined;
}

/** Nothing where there are fewer groups, times or rows of a class than folds, or rows without a time. */
function foldsOrNothing(count: number, plan: FoldPlan): readonly Split[] | undefined {
  try {
    return kFolds(count, plan);
  } catch (error) {
    if (error instanceof MlError) return undefined;
    throw error;
  }
}
