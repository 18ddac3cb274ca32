import {
  applyCalibration,
  type Calibration,
  chooseThreshold,
  conformalRadius,
  fitIsotonic,
  fitPlatt,
  MlError,
  type ThresholdRule as ChoiceRule,
} from '#libs/ml';
import type { ThresholdRule } from '#libs/models';
import type { CalibrationChoice, TrainingOptions } from '../options/training-options.js';
import { evaluate } from './evaluate.js';
import type { Metrics } from './fit-task.js';
import type { OutOfFold } from './out-of-fold.js';

/** What is decided on out-of-fold answers, never on held-out rows nor on answers to rows that were learned. */
export interface Decisions {
  readonly calibration: Calibration | null;
  readonly threshold: number | null;
  readonly interval: { readonly coverage: number; readonly radius: number } | null;
  /** Of the out-of-fold answers, calibrated; absent where there are none. */
  readonly metrics?: Metrics;
  /** For the card: what was chosen and why. */
  readonly sentences: readonly string[];
}

/**
 * Platt's curve has two parameters: it must gain more than two nats over all rows (Akaike 1974), or it only follows
 * their noise.
 */
const gainOfPlatt = 2;

export function decideRegression(options: TrainingOptions, validation: OutOfFold | undefined): Decisions {
  const none = { calibration: null, threshold: null, interval: null };
  if (!validation) return { ...none, sentences: ['No prediction interval: there are too few rows.'] };
  const { target, answers, description } = validation;
  const metrics = evaluate('regression', target, answers, { threshold: null, classes: [] });
  const coverage = options.interval_coverage!;
  const residuals = target.map((value, row) => Math.abs(value - answers[row]!));
  try {
    const radius = conformalRadius(residuals, coverage);
    const sentence = `Prediction interval: the answer ± ${shown(radius)}, which held the true value in a share of ${coverage} of the ${description} (cross-conformal).`;
    return { ...none, interval: { coverage, radius }, metrics, sentences: [sentence] };
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    return {
      ...none,
      metrics,
      sentences: [`No prediction interval: a coverage of ${coverage} needs more rows.`],
    };
  }
}

export function decideBinary(options: TrainingOptions, validation: OutOfFold | undefined): Decisions {
  if (!validation) {
    const sentence = 'Threshold 0.5 and no calibration: a class has too few rows to choose by.';
    return { calibration: null, threshold: 0.5, interval: null, sentences: [sentence] };
  }
  const { target, scores, answers, description } = validation;
  const { calibration, sentence } = chooseCalibration(options.calibration!, validation);
  const probabilities = calibration ? applyCalibration(calibration, scores) : answers;
  const chosen = chooseThreshold(target, probabilities, choiceRule(options.threshold!));
  const { threshold, precision, recall } = chosen;
  return {
    calibration,
    threshold,
    interval: null,
    metrics: evaluate('binary', target, probabilities, { threshold, classes: [] }),
    sentences: [
      sentence,
      `Threshold ${shown(threshold)}: ${ruleInWords(options.threshold!)}, by the ${description}; there it finds a share of ${shown(recall)} of class 1, and a share of ${shown(precision)} of what it finds is class 1.`,
    ],
  };
}

export function decideMulticlass(classes: readonly string[], validation: OutOfFold | undefined): Decisions {
  const none = { calibration: null, threshold: null, interval: null, sentences: [] };
  if (!validation) return none;
  const { target, answers } = validation;
  return { ...none, metrics: evaluate('multiclass', target, answers, { threshold: null, classes }) };
}

function chooseCalibration(
  choice: CalibrationChoice,
  { target, scores, answers }: OutOfFold,
): { readonly calibration: Calibration | null; readonly sentence: string } {
  const lossOf = (probabilities: Float64Array): number =>
    evaluate('binary', target, probabilities, { threshold: 0.5, classes: [] })['log_loss']!;
  const before = lossOf(answers);
  switch (choice) {
    case 'none':
      return { calibration: null, sentence: 'No calibration, as asked.' };
    case 'isotonic': {
      const calibration = fitIsotonic(scores, target);
      return { calibration, sentence: 'Calibrated by isotonic regression on out-of-fold scores, as asked.' };
    }
    case 'platt':
      return {
        calibration: fitPlatt(scores, target),
        sentence: "Calibrated by Platt's curve on out-of-fold scores, as asked.",
      };
    case 'auto': {
      const platt = fitPlatt(scores, target);
      const after = lossOf(applyCalibration(platt, scores));
      const losses = `out-of-fold log loss ${shown(before)} without it, ${shown(after)} with it`;
      const pays = (before - after) * target.length > gainOfPlatt;
      return pays
        ? { calibration: platt, sentence: `Calibrated by Platt's curve, because it pays: ${losses}.` }
        : {
            calibration: null,
            sentence: `No calibration, because Platt's curve gains too little: ${losses}.`,
          };
    }
  }
}

function choiceRule(rule: ThresholdRule): ChoiceRule {
  switch (rule.rule) {
    case 'f1':
      return { by: 'f1' };
    case 'recall':
      return { by: 'recall', minimum: rule.floor };
    case 'cost':
      return { by: 'cost', false_negative: rule.false_negative, false_positive: rule.false_positive };
  }
}

function ruleInWords(rule: ThresholdRule): string {
  switch (rule.rule) {
    case 'f1':
      return 'the highest F1';
    case 'recall':
      return `the highest one that finds a share of at least ${rule.floor} of class 1`;
    case 'cost':
      return `the least cost where missing class 1 costs ${rule.false_negative} and a false alarm ${rule.false_positive}`;
  }
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
