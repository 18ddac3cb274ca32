import type { Fields } from './call.js';

/** A reply as MLflow writes it: unset fields and empty lists are left out. */
export function withoutEmpty(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

export function wirePairs(map: ReadonlyMap<string, string>): { key: string; value: string }[] {
  return [...map].map(([key, value]) => ({ key, value }));
}

/** One page of `items`: the token is the index of the next one. */
export function paged<T>(
  items: readonly T[],
  fields: Pick<Fields, 'optionalText'>,
  pageSize: number,
): { items: T[]; next_page_token: string | undefined } {
  const start = Number(fields.optionalText('page_token') ?? 0);
  const end = start + pageSize;
  return { items: items.slice(start, end), next_page_token: end < items.length ? String(end) : undefined };
}
