import type { SelectQueryBuilder } from 'typeorm';
import { withinTimes, type TimeFilter } from '../time-filter.js';
import type { PredictionRecordEntity } from './prediction-record.entity.js';
import type { PredictionStatus } from './prediction-record.js';

export interface PredictionFilter extends TimeFilter {
  readonly model?: string;
  readonly model_version?: number;
  readonly actor_id?: string;
  readonly subject_id?: string;
  readonly status?: PredictionStatus;
}

/** @param query of predictions, under the alias `record`. */
export function filterPredictions(
  query: SelectQueryBuilder<PredictionRecordEntity>,
  filter: PredictionFilter,
): SelectQueryBuilder<PredictionRecordEntity> {
  withinTimes(query, filter);
  for (const column of ['model', 'model_version', 'actor_id', 'subject_id', 'status'] as const) {
    if (filter[column] !== undefined)
      query.andWhere(`record.${column} = :${column}`, { [column]: filter[column] });
  }
  return query;
}
