import type { EntityManager } from 'typeorm';
import type { FieldProblem } from '#libs/platform';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { requestValue } from '../row-expression.js';
import { sqlName } from '../sql-names.js';
import { columnPointer } from './column-declarations.js';

/** A rule that is new or narrower, and that rows may break. */
interface RowCheck {
  readonly pointer: string;
  /** SQL of the rows that break it. */
  readonly broken: (parameter: (value: unknown) => string) => string;
  /** After the count: `3 rows hold less`. */
  readonly detail: string;
}

const remedy = 'correct them, or declare in missing_values what stands for a missing one';

/**
 * Rows that the new declaration would refuse, and the one before did not. Rules that stay or get wider are not looked
 * at: the words of a column of a hundred million rows can be changed at once.
 */
export async function rowViolations(
  manager: EntityManager,
  before: DatasetDefinition,
  after: DatasetDefinition,
): Promise<FieldProblem[]> {
  const checks = after.columns.flatMap((column, place) => checksOf(before.columns[place]!, column));
  if (checks.length === 0) return [];
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const counts = checks.map(
    ({ broken }, place) => `(count(*) FILTER (WHERE ${broken(parameter)}))::float8 AS "${place}"`,
  );
  const [row] = await manager.query<Record<string, number>[]>(
    `SELECT ${counts.join(', ')} FROM ${after.relation}`,
    values,
  );
  return checks.flatMap(({ pointer, detail }, place) => {
    const count = row![place]!;
    return count === 0 ? [] : [{ pointer, detail: `${count === 1 ? '1 row' : `${count} rows`} ${detail}` }];
  });
}

function checksOf(before: DatasetColumn, after: DatasetColumn): RowCheck[] {
  const { name, minimum, maximum, allowedValues, missingValues = [] } = after;
  // What stood for a missing value is a value again.
  const unmarked = before.missingValues?.some((marker) => !missingValues.includes(marker)) ?? false;
  const value = requestValue(after);
  const checks: RowCheck[] = [];
  const add = (field: string, broken: RowCheck['broken'], detail: string): void => {
    checks.push({ pointer: `${columnPointer(name)}/${field}`, broken, detail });
  };
  if (minimum !== undefined && (unmarked || minimum > (before.minimum ?? -Infinity)))
    add('minimum', (parameter) => `${value} < ${parameter(minimum)}::float8`, `hold less; ${remedy}`);
  if (maximum !== undefined && (unmarked || maximum < (before.maximum ?? Infinity)))
    add('maximum', (parameter) => `${value} > ${parameter(maximum)}::float8`, `hold more; ${remedy}`);
  if (after.integer && (unmarked || !before.integer))
    add('integer', () => `${value} <> trunc(${value})`, `hold no whole number; ${remedy}`);
  if (allowedValues && !after.open && (unmarked || isNarrower(allowedValues, before)))
    add(
      'allowed_values',
      (parameter) => `${value} <> ALL (${parameter(allowedValues)}::text[])`,
      `hold other values; list them too, ${remedy}, or send open: true`,
    );
  if (!after.nullable && before.nullable)
    add('nullable', () => `${sqlName(name)} IS NULL`, 'hold no value; correct them first');
  return checks;
}

function isNarrower(
  allowed: readonly string[],
  { allowedValues: before, open }: Pick<DatasetColumn, 'allowedValues' | 'open'>,
): boolean {
  const listed = new Set(allowed);
  return !before || open === true || before.some((value) => !listed.has(value));
}
