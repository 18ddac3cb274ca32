import type { Task } from '#libs/ml';
import { decisiveMetric } from './fit/evaluate.js';
import type { FitResult } from './fit/fit-task.js';

export interface GateDecision {
  readonly promoted: boolean;
  readonly reason: string;
}

/**
 * Whether a candidate may replace the champion: it must not be worse on the rows that were held out of
 * both. Without a champion it must beat always answering the mean. A version that nobody can compare is not
 * promoted: a person may do so.
 */
export function passGate(
  task: Task,
  result: Pick<FitResult, 'metrics' | 'baselineMetrics' | 'comparison'>,
): GateDecision {
  const metric = decisiveMetric[task];
  if (result.comparison === null) {
    return judge(
      metric,
      result.metrics[metric]!,
      result.baselineMetrics[metric]!,
      'the mean baseline',
      false,
    );
  }
  const { rows, metrics } = result.comparison;
  if (metrics === null) return incomparable(rows);
  const { candidate, champion } = metrics;
  return judge(
    metric,
    candidate[metric]!,
    champion[metric]!,
    `the champion on ${rows} rows held out of both`,
    true,
  );
}

function incomparable(rows: number): GateDecision {
  return {
    promoted: false,
    reason: `Only ${rows} rows are held out of this version and of the champion, too few to compare them; promote it by hand`,
  };
}

/** Somebody moved the alias meanwhile: the comparison was with a version that no longer serves. */
export function overtaken(serving: number | undefined): GateDecision {
  return {
    promoted: false,
    reason: `The champion moved to version ${serving} during the training, so this version was not compared with it; train again, or promote it by hand`,
  };
}

function judge(
  metric: string,
  candidate: number,
  rival: number,
  name: string,
  tieIsEnough: boolean,
): GateDecision {
  const promoted = candidate < rival || (tieIsEnough && candidate === rival);
  const relation = candidate < rival ? 'below' : candidate === rival ? 'equal to' : 'above';
  return {
    promoted,
    reason: `${metric} ${Number(candidate.toPrecision(6))} is ${relation} ${Number(rival.toPrecision(6))} of ${name}`,
  };
}
