import { binaryMetrics, expectedCalibrationError } from '#libs/ml';
import { BenchRandom } from '../train/tables/random.js';

/** Per repeat, of every row when it was held out. */
export type Answers = readonly { readonly probabilities: Float64Array; readonly decisions: Uint8Array }[];

export interface Interval {
  readonly mean: number;
  /** 95 %, from resampling employees. */
  readonly lower: number;
  readonly upper: number;
}

const resamplings = 400;

/** The mean over the repeats, and how far it would move with other employees of the same kind. */
export function summarise(target: Float64Array, answers: Answers): Record<'auc' | 'f1' | 'ece', Interval> {
  const random = new BenchRandom(20_261_121);
  const every = Uint32Array.from(target, (_, row) => row);
  const measured = measure(target, answers, every);
  const resampled = Array.from({ length: resamplings }, () =>
    measure(
      target,
      answers,
      Uint32Array.from(target, () => random.below(target.length)),
    ),
  );
  const interval = (name: keyof typeof measured): Interval => {
    const values = resampled.map((each) => each[name]).sort((a, b) => a - b);
    return {
      mean: measured[name],
      lower: values[Math.floor(resamplings * 0.025)]!,
      upper: values[Math.ceil(resamplings * 0.975) - 1]!,
    };
  };
  return { auc: interval('auc'), f1: interval('f1'), ece: interval('ece') };
}

function measure(
  target: Float64Array,
  answers: Answers,
  rows: Uint32Array,
): Record<'auc' | 'f1' | 'ece', number> {
  const actual = Float64Array.from(rows, (row) => target[row]!);
  const mean = (of: (repeat: Answers[number]) => number): number =>
    answers.reduce((sum, repeat) => sum + of(repeat), 0) / answers.length;
  const probabilities = (repeat: Answers[number]): Float64Array =>
    Float64Array.from(rows, (row) => repeat.probabilities[row]!);
  return {
    auc: mean((repeat) => binaryMetrics(actual, probabilities(repeat), 0.5).auc!),
    // The decisions of each fold's own threshold.
    f1: mean((repeat) =>
      f1(
        actual,
        Uint8Array.from(rows, (row) => repeat.decisions[row]!),
      ),
    ),
    ece: mean((repeat) => expectedCalibrationError(actual, probabilities(repeat))),
  };
}

function f1(actual: Float64Array, decisions: Uint8Array): number {
  let found = 0;
  let wrong = 0;
  decisions.forEach((decision, row) => {
    if (decision === 1 && actual[row] === 1) found += 1;
    else if (decision !== actual[row]) wrong += 1;
  });
  return (2 * found) / (2 * found + wrong);
}
