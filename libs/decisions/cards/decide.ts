import type { DecisionPolicy, PolicyInForce } from '#libs/models';

/** On which side of threshold and grey band a probability lies. */
export type Side = 'negative' | 'between' | 'positive';

/** Where the grey band lies in probability; both edges are the threshold where there is no band. */
export interface AppliedBand {
  readonly from: number;
  readonly to: number;
}

/** Why a record holds a decision: only a score card decides, the others try something out. */
export type DecisionPurpose = 'score_card' | 'what_if' | 'counterfactual';

/** What the audit keeps of a decision: enough to read it without the policy, which a release may declare anew. */
export interface StoredDecision {
  readonly purpose: DecisionPurpose;
  readonly decision: string;
  readonly side: Side;
  readonly score: number;
  readonly grey_band: AppliedBand;
  readonly outcomes: DecisionPolicy['outcomes'];
  readonly policy_version: number;
  readonly dictionary_version?: number;
  /** Features that differ from the stored row; absent: none. */
  readonly changed?: readonly string[];
}

/** The band around the threshold in force, inside 0 and 1. */
export function bandAround(threshold: number, { below, above }: DecisionPolicy['grey_band']): AppliedBand {
  return { from: Math.max(0, threshold - below), to: Math.min(1, threshold + above) };
}

/** The lower edge belongs to the band, the upper one to the positive side, as the threshold does without a band. */
export function sideOf(probability: number, { from, to }: AppliedBand): Side {
  if (probability >= to) return 'positive';
  return probability < from ? 'negative' : 'between';
}

/** From 0 to 1000, the higher the less the positive class is to be expected. */
export function scoreOf(probability: number): number {
  return Math.round(1000 * (1 - probability));
}

export function decide(
  { version, policy }: PolicyInForce,
  threshold: number,
  probability: number,
  purpose: DecisionPurpose,
): StoredDecision {
  const grey_band = bandAround(threshold, policy.grey_band);
  const side = sideOf(probability, grey_band);
  const { outcomes } = policy;
  return {
    purpose,
    decision: outcomes[side],
    side,
    score: scoreOf(probability),
    grey_band,
    outcomes: { ...outcomes },
    policy_version: version,
  };
}
