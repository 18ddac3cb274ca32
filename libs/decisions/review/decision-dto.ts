import type { PredictionRecordEntity } from '#libs/audit';
import type { StoredDecision } from '../cards/decide.js';
import type { DecisionDto } from '../dto/decision.dto.js';
import type { Review } from './reviews.js';

export function decisionDto(
  record: PredictionRecordEntity,
  { latest_id: latest, superseded, overrides }: Review,
): DecisionDto {
  const stored = record.decision as unknown as StoredDecision;
  return {
    prediction_id: record.id,
    decided_at: record.occurred_at.toISOString(),
    model: record.model!,
    model_version: record.model_version!,
    row_id: record.subject_id!,
    probability: record.output!['probability'] as number,
    score: stored.score,
    threshold: record.threshold!,
    grey_band: { ...stored.grey_band },
    policy_version: stored.policy_version,
    outcomes: { ...stored.outcomes },
    automatic_decision: stored.decision,
    decision: overrides.at(-1)?.to_decision ?? stored.decision,
    open: stored.side === 'between' && overrides.length === 0 && latest === record.id,
    latest_prediction_id: latest,
    superseded,
    overrides: overrides.map((override) => ({
      ...override,
      overridden_at: new Date(override.overridden_at).toISOString(),
    })),
  };
}
