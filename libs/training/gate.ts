import type { Task } from '#libs/ml';
import type { GatePolicy } from '#libs/models';
import { decisiveMetric } from './fit/evaluate.js';
import type { FitResult } from './fit/fit-task.js';

export interface GateDecision {
  readonly promoted: boolean;
  readonly reason: string;
}

const defaultPolicy: GatePolicy = { promotion: 'automatic', minimum_improvement: 0 };

/**
 * Whether a candidate may replace the champion: on the rows that were held out of both it must be better by what the
 * model asks for, or not worse where it asks for nothing. Without a champion it must beat always answering the mean.
 * A version that nobody can compare is not promoted, nor one of a model that is promoted by hand: a person may do so.
 */
export function passGate(
  task: Task,
  result: Pick<FitResult, 'metrics' | 'baselineMetrics' | 'comparison'>,
  policy: GatePolicy = defaultPolicy,
): GateDecision {
  const decision = compare(task, result, policy);
  if (policy.promotion === 'automatic') return decision;
  return {
    promoted: false,
    reason: `Versions of this model are promoted by hand, whatever they measure: ${decision.reason}`,
  };
}

function compare(
  task: Task,
  result: Pick<FitResult, 'metrics' | 'baselineMetrics' | 'comparison'>,
  policy: GatePolicy,
): GateDecision {
  const metric = decisiveMetric[task];
  if (result.comparison === null) {
    const { metrics, baselineMetrics } = result;
    const rival = { value: baselineMetrics[metric]!, name: 'the mean baseline' };
    const candidate = metrics[metric]!;
    return { promoted: candidate < rival.value, reason: relation(metric, candidate, rival) };
  }
  const { rows, metrics } = result.comparison;
  if (metrics === null) return incomparable(rows);
  const rival = {
    value: metrics.champion[metric]!,
    name: `the champion on ${rows} rows held out of both`,
  };
  return beatsChampion(metric, metrics.candidate[metric]!, rival, policy.minimum_improvement);
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

interface Rival {
  readonly value: number;
  readonly name: string;
}

function beatsChampion(
  metric: string,
  candidate: number,
  rival: Rival,
  minimumImprovement: number,
): GateDecision {
  const promoted = candidate <= rival.value - minimumImprovement;
  const reason = relation(metric, candidate, rival);
  if (minimumImprovement === 0) return { promoted, reason };
  const asked = `the model asks for an improvement of at least ${shown(minimumImprovement)}`;
  return { promoted, reason: `${reason}; ${asked}` };
}

function relation(metric: string, candidate: number, { value, name }: Rival): string {
  const words = candidate < value ? 'below' : candidate === value ? 'equal to' : 'above';
  return `${metric} ${shown(candidate)} is ${words} ${shown(value)} of ${name}`;
}

function shown(value: number): number {
  return Number(value.toPrecision(6));
}
