import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { keysetPage } from '#libs/database';
import type { CursorCodec, Page } from '#libs/platform';

/** What a list of rows can be filtered and sorted by. All SQL is a constant of the code. */
export interface RowList<Filters> {
  /** Cursors of other lists are refused. */
  readonly name: string;
  /**
   * SQL expression and PostgreSQL type of each sort key, `id` among them. All are indexed together with the id, and never
   * null: see `keysetPage`.
   */
  readonly sortKeys: Readonly<Record<string, { readonly expression: string; readonly type: string }>>;
  /** SQL of each filter, its value as the parameter of the same name. */
  readonly conditions: Readonly<Record<keyof Filters & string, string>>;
}

export interface RowListRequest {
  readonly limit: number;
  readonly cursor?: string;
  /** A sort key; a leading minus sorts downwards. */
  readonly sort: string;
}

export function rowListPage<Row extends ObjectLiteral, Filters>(
  query: SelectQueryBuilder<Row>,
  cursors: CursorCodec,
  { name, sortKeys, conditions }: RowList<Filters>,
  request: RowListRequest & Filters,
): Promise<Page<Row>> {
  const filters = (Object.keys(conditions) as (keyof Filters & string)[])
    .map((filter) => [filter, request[filter]] as const)
    .filter(([, value]) => value !== undefined);
  for (const [filter, value] of filters) query.andWhere(conditions[filter], { [filter]: value });
  const { sort, limit, cursor } = request;
  const down = sort.startsWith('-');
  return keysetPage(query, cursors, {
    limit,
    cursor,
    sort: { ...sortKeys[down ? sort.slice(1) : sort]!, direction: down ? 'DESC' : 'ASC' },
    identifier: sortKeys['id']!,
    list: JSON.stringify([name, sort, filters]),
  });
}
