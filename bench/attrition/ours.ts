import {
  applyCalibration,
  chooseThreshold,
  createEstimator,
  crossValidate,
  fitPlatt,
  kFolds,
  seededPositions,
  selectTraining,
  type Split,
  type TrainingData,
} from '#libs/ml';
import { foldCount } from './folds.js';
import type { Answers } from './summary.js';

const seed = 42;
/** As a training run: Platt's curve must gain more than its two parameters cost, in nats over all rows. */
const gainOfPlatt = 2;

/** What a training run on the other rows would answer to each row. */
export function heldOutAnswers(
  algorithm: string,
  training: TrainingData,
  repeats: readonly (readonly Split[])[],
): Answers {
  const rowCount = training.table.rowCount;
  return repeats.map((folds) => {
    const probabilities = new Float64Array(rowCount);
    const decisions = new Uint8Array(rowCount);
    for (const fold of folds) {
      const { answer, threshold } = trained(algorithm, selectTraining(training, fold.training));
      const answers = answer(selectTraining(training, fold.heldOut));
      fold.heldOut.forEach((row, place) => {
        probabilities[row] = answers[place]!;
        decisions[row] = answers[place]! >= threshold ? 1 : 0;
      });
    }
    return { probabilities, decisions };
  });
}

/** Fits, then decides calibration and threshold on out-of-fold answers to the rows that it was fitted on. */
function trained(
  algorithm: string,
  rows: TrainingData,
): { readonly answer: (rows: TrainingData) => Float64Array; readonly threshold: number } {
  const raw = createEstimator(algorithm, 'binary').fit(rows, { seed });
  const inner = kFolds(foldCount, {
    by: 'stratum',
    strata: rows.target,
    positions: seededPositions(rows.target.length, seed),
  });
  const same = createEstimator(raw.algorithm, 'binary', raw.hyperparameters);
  const { answers, scores } = crossValidate(same, rows, inner, { seed });
  const platt = fitPlatt(scores, rows.target);
  const calibrated = applyCalibration(platt, scores);
  const pays = logLoss(rows.target, answers) - logLoss(rows.target, calibrated) > gainOfPlatt;
  const model = pays ? raw.withCalibration(platt) : raw;
  const { threshold } = chooseThreshold(rows.target, pays ? calibrated : answers, { by: 'f1' });
  return { answer: ({ table }) => model.predict(table), threshold };
}

/** Summed over the rows. */
function logLoss(target: Float64Array, probabilities: Float64Array): number {
  return target.reduce((sum, value, row) => {
    const probability = probabilities[row]!;
    return sum - Math.log(Math.max(1e-15, value === 1 ? probability : 1 - probability));
  }, 0);
}
