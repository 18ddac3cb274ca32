import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { keysetPage } from '#libs/database';
import type { CursorCodec, Page } from '#libs/platform';
import type { AuditPageQueryDto } from './dto/audit-page-query.dto.js';

/** One page by time; the cursor is bound to the list and to everything that was asked but the page size. */
export function auditPage<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  codec: CursorCodec,
  list: string,
  asked: AuditPageQueryDto,
): Promise<Page<Row>> {
  const { limit, cursor, ...order } = asked;
  return keysetPage(query, codec, {
    limit,
    cursor,
    sort: {
      expression: 'record.occurred_at',
      type: 'timestamptz',
      direction: asked.sort === 'occurred_at' ? 'ASC' : 'DESC',
    },
    identifier: { expression: 'record.id', type: 'uuid' },
    list: JSON.stringify([list, Object.entries(order).sort()]),
  });
}
