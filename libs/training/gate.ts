import type { GatePolicy } from '#libs/models';
import type { FitResult, Metrics } from './fit/fit-task.js';

export interface GateDecision {
  readonly promoted: boolean;
  readonly reason: string;
}

type GatedResult = Pick<FitResult, 'decisive' | 'metrics' | 'baselineMetrics' | 'comparison'>;

const defaultPolicy: GatePolicy = { promotion: 'automatic', minimum_improvement: 0 };

/**
 * Whether a candidate may replace the champion: on the rows that were held out of both it must be better by what the
 * model asks for, or not worse where it asks for nothing. Without a champion it must beat the best answer that is the same for everybody.
 * A version that nobody can compare is not promoted, nor one of a model that is promoted by hand: a person may do so.
 */
export function passGate(result: GatedResult, policy: GatePolicy = defaultPolicy): GateDecision {
  const decision = compare(result, policy);
  if (policy.promotion === 'automatic') return decision;
  return {
    promoted: false,
    reason: `Versions of this model are promoted by hand, whatever they measure: ${decision.reason}`,
  };
}

function compare(
  { decisive: { metric, baseline }, metrics, baselineMetrics, comparison }: GatedResult,
  policy: GatePolicy,
): GateDecision {
  if (comparison === null) {
    const rival = { value: valueOf(baselineMetrics, metric), name: `the ${baseline} baseline` };
    const candidate = valueOf(metrics, metric);
    return { promoted: candidate < rival.value, reason: relation(metric, candidate, rival) };
  }
  if ('incomparable' in comparison)
    return { promoted: false, reason: `${comparison.incomparable}; promote it by hand` };
  const { candidate, champion } = comparison.metrics;
  const rival = {
    value: valueOf(champion, comparison.metric),
    name: `the champion on ${comparison.rows} rows held out of both`,
  };
  const own = valueOf(candidate, comparison.metric);
  return beatsChampion(comparison.metric, own, rival, policy.minimum_improvement);
}

/** A metric that is not defined for the answers is below none. */
function valueOf(metrics: Metrics, name: string): number {
  return metrics[name] ?? NaN;
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
