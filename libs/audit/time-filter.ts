import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

export interface TimeFilter {
  /** RFC 3339, inclusive. */
  readonly occurred_from?: string;
  /** RFC 3339, exclusive: periods that touch share no record. */
  readonly occurred_to?: string;
}

/** @param query of records with `occurred_at`, under the alias `record`. */
export function withinTimes<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  filter: TimeFilter,
): SelectQueryBuilder<Row> {
  if (filter.occurred_from !== undefined) {
    query.andWhere('record.occurred_at >= :occurredFrom::timestamptz', {
      occurredFrom: filter.occurred_from,
    });
  }
  if (filter.occurred_to !== undefined) {
    query.andWhere('record.occurred_at < :occurredTo::timestamptz', { occurredTo: filter.occurred_to });
  }
  return query;
}
