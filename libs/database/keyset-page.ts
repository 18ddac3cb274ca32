import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { CursorCodec, Page } from '#libs/platform';

export interface KeysetOptions {
  readonly limit: number;
  readonly cursor: string | undefined;
  /** SQL expression and PostgreSQL type of the sort key, both constants of the code; never null in a row. */
  readonly sort: { readonly expression: string; readonly type: string; readonly direction: 'ASC' | 'DESC' };
  /** Unique, breaks ties. */
  readonly identifier: { readonly expression: string; readonly type: string };
  /** Route, sort and filters as one text: the cursor is bound to it. */
  readonly list: string;
}

/**
 * One page after the cursor's position. Rows that live throughout a walk appear exactly once, whatever
 * is inserted or deleted meanwhile. The query's filters must be set already.
 */
export async function keysetPage<Row extends ObjectLiteral>(
  query: SelectQueryBuilder<Row>,
  codec: CursorCodec,
  options: KeysetOptions,
): Promise<Page<Row>> {
  const { sort, identifier, limit } = options;
  const total = await query.getCount();
  if (options.cursor !== undefined) {
    const [sortValue, identifierValue] = codec.decode(options.cursor, options.list);
    query.andWhere(
      `(${sort.expression}, ${identifier.expression}) ${sort.direction === 'ASC' ? '>' : '<'} (:cursorSort::text::${sort.type}, :cursorIdentifier::text::${identifier.type})`,
      { cursorSort: sortValue, cursorIdentifier: identifierValue },
    );
  }
  // As text, so that the position survives exactly: JavaScript dates drop microseconds.
  const { entities, raw } = await query
    .addSelect(`${sort.expression}::text`, 'cursor_sort')
    .addSelect(`${identifier.expression}::text`, 'cursor_identifier')
    .orderBy(sort.expression, sort.direction)
    .addOrderBy(identifier.expression, sort.direction)
    .limit(limit + 1)
    .getRawAndEntities<{ cursor_sort: string; cursor_identifier: string }>();
  const last = raw[limit - 1];
  const more = entities.length > limit && last !== undefined;
  return {
    items: entities.slice(0, limit),
    next_cursor: more ? codec.encode([last.cursor_sort, last.cursor_identifier], options.list) : null,
    total,
  };
}
