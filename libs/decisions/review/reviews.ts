import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { PredictionRecordEntity } from '#libs/audit';
import type { DecisionQueryDto } from '../dto/decision.dto.js';
import type { DecisionOverrideEntity } from './decision-override.entity.js';

/** What became of a decision: of all the cards of its row, since each time that one is asked for leaves a record. */
export interface Review {
  /** The newest card of the row. */
  readonly latest_id: string;
  /** Whether that one was made by something else. */
  readonly superseded: boolean;
  /** Of all cards that were made by the same; the earliest first. */
  readonly overrides: readonly (Pick<
    DecisionOverrideEntity,
    'prediction_id' | 'from_decision' | 'to_decision' | 'reason' | 'actor_kind' | 'actor_id'
  > & { readonly overridden_at: string })[];
}

/** Score cards: a what-if and a counterfactual only try something out. */
const decides = (record: string): string =>
  `${record}.decision IS NOT NULL AND ${record}.decision ->> 'purpose' = 'score_card'`;

/** Of `record`'s row. */
const cards = `audit.predictions card WHERE ${decides('card')}
  AND card.model = record.model AND card.subject_id = record.subject_id`;

/** The same values, decided by the same version, threshold and policy. What reasons are called decides nothing. */
const madeBySame = `(card.model_digest = record.model_digest AND card.inputs = record.inputs
  AND card.decision - 'dictionary_version' = record.decision - 'dictionary_version')`;

const overrides = `decision_overrides o JOIN audit.predictions card ON card.id = o.prediction_id
  WHERE o.model = record.model AND o.row_id = record.subject_id AND ${madeBySame}`;

const holding = `coalesce(
  (SELECT o.to_decision FROM ${overrides} ORDER BY o.position DESC, o.overridden_at DESC LIMIT 1),
  record.decision ->> 'decision')`;

const open = `(record.decision ->> 'side' = 'between'
  AND NOT EXISTS (SELECT FROM ${cards} AND (card.occurred_at, card.id) > (record.occurred_at, record.id))
  AND NOT EXISTS (SELECT FROM ${overrides}))`;

export function decidingRecords(
  query: SelectQueryBuilder<PredictionRecordEntity>,
): SelectQueryBuilder<PredictionRecordEntity> {
  return query.where(decides('record'));
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

/** By the ids of decisions. */
export async function reviewsOf(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Review>> {
  const rows = await manager.query<(Review & { readonly id: string })[]>(
    `SELECT record.id, latest.id AS latest_id, NOT latest.same AS superseded,
       ARRAY(SELECT to_jsonb(o) - '{id,model,row_id,position}'::text[] FROM ${overrides} ORDER BY o.position, o.overridden_at) AS overrides
     FROM audit.predictions record CROSS JOIN LATERAL (
       SELECT card.id, ${madeBySame} AS same FROM ${cards} ORDER BY card.occurred_at DESC, card.id DESC LIMIT 1
     ) latest
     WHERE record.id = ANY($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
