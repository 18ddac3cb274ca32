import type { SelectQueryBuilder } from 'typeorm';
import type { PredictionRecordEntity } from '#libs/audit';
import type { DecisionQueryDto } from '../dto/decision.dto.js';

const overridesOf = 'FROM decision_overrides o WHERE o.prediction_id = record.id';
const holding = `coalesce((SELECT o.to_decision ${overridesOf} ORDER BY o.position DESC LIMIT 1), record.decision ->> 'decision')`;
const open = `(record.decision ->> 'side' = 'between' AND NOT EXISTS (SELECT 1 ${overridesOf}))`;

/** Records that decide: of score cards; a what-if and a counterfactual only try something out. */
export function decidingRecords(
  query: SelectQueryBuilder<PredictionRecordEntity>,
): SelectQueryBuilder<PredictionRecordEntity> {
  return query.where(`record.decision IS NOT NULL AND record.decision ->> 'purpose' = 'score_card'`);
}

export function filterDecisions(
  query: SelectQueryBuilder<PredictionRecordEntity>,
  asked: Pick<DecisionQueryDto, 'model' | 'decision' | 'open'>,
): SelectQueryBuilder<PredictionRecordEntity> {
  if (asked.model !== undefined) query.andWhere('record.model = :model', { model: asked.model });
  if (asked.decision !== undefined) query.andWhere(`${holding} = :decision`, { decision: asked.decision });
  if (asked.open !== undefined) query.andWhere(`${open} = :open`, { open: asked.open });
  return query;
}
