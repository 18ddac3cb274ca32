import type { ModelVersionEntity } from '../versions/model-version.entity.js';
import type { GraphOutputs } from './onnx-session.js';

/** Where the true value lies with the stated probability, as split conformal prediction measures it. */
export interface AnswerInterval {
  readonly lower: number;
  readonly upper: number;
  readonly coverage: number;
}

/** What leaves for one row, and what the audit stores of it: a replay must give exactly this again. */
export interface Answer {
  /** Regression: the value. Binary: 1 or 0, by the threshold. Multiclass: the index of the class. */
  readonly prediction: number;
  /** Binary: of class 1. */
  readonly probability?: number;
  /** Multiclass: name of the most probable class, and the probability of each. */
  readonly label?: string;
  readonly probabilities?: Readonly<Record<string, number>>;
  /** Regression, where the version knows how far off it is. */
  readonly interval?: AnswerInterval;
}

/** What of a version turns the graph's outputs into an answer; the threshold that decides need not be the trained one. */
export type AnsweringVersion = Pick<ModelVersionEntity, 'task' | 'classes' | 'threshold' | 'interval'>;

/** The answer of row `row` of the graph's outputs. */
export function answerOf(version: AnsweringVersion, outputs: GraphOutputs, row: number): Answer {
  switch (version.task) {
    case 'regression': {
      const prediction = numberAt(outputs, 'prediction', row);
      return version.interval
        ? { prediction, interval: intervalAround(prediction, version.interval) }
        : { prediction };
    }
    case 'binary': {
      const probability = numberAt(outputs, 'probability', row);
      // The decision is taken on the emitted number, which is also the one that is stored.
      return { prediction: probability >= version.threshold! ? 1 : 0, probability };
    }
    case 'multiclass': {
      const classes = version.classes!;
      const label = String(outputs['label']![row]);
      const probabilities = Object.fromEntries(
        classes.map((name) => [name, numberAt(outputs, `probability_${name}`, row)]),
      );
      return { prediction: classes.indexOf(label), label, probabilities };
    }
  }
}

function intervalAround(
  prediction: number,
  { radius, coverage }: { radius: number; coverage: number },
): AnswerInterval {
  return { lower: prediction - radius, upper: prediction + radius, coverage };
}

/** JSON knows no negative zero, so neither may an answer: its replay must see the same bits. */
function numberAt(outputs: GraphOutputs, name: string, row: number): number {
  const value = Number(outputs[name]![row]) + 0;
  // JSON has no such number, and a decision on it would be none. Files of other programs may answer it.
  if (!Number.isFinite(value)) throw new Error(`The graph answered ${name} with no finite number`);
  return value;
}
