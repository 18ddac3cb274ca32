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
  /** What these rows do. */
  readonly what: string;
  readonly remedy: string;
}

const correct = 'correct them';
const markers = 'declare in missing_values what stands for a missing one';
const correctOrMark = `${correct}, or ${markers}`;

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
  return checks.flatMap(({ pointer, what, remedy }, place) => {
    const count = row![place]!;
    return count === 0 ? [] : [{ pointer, detail: `rows that ${what}: ${count}; ${remedy}` }];
  });
}

function checksOf(before: DatasetColumn, after: DatasetColumn): RowCheck[] {
  const { name, minimum, maximum, allowedValues, missingValues = [] } = after;
  // What stood for a missing value is a value again.
  const unmarked = before.missingValues?.some((marker) => !missingValues.includes(marker)) ?? false;
  const value = requestValue(after);
  const checks: RowCheck[] = [];
  const add = (field: string, broken: RowCheck['broken'], what: string, remedy = correctOrMark): void => {
    checks.push({ pointer: `${columnPointer(name)}/${field}`, broken, what, remedy });
  };
  if (minimum !== undefined && (unmarked || minimum > (before.minimum ?? -Infinity)))
    add('minimum', (parameter) => `${value} < ${parameter(minimum)}::float8`, 'hold less');
  if (maximum !== undefined && (unmarked || maximum < (before.maximum ?? Infinity)))
    add('maximum', (parameter) => `${value} > ${parameter(maximum)}::float8`, 'hold more');
  if (after.integer && (unmarked || !before.integer))
    add('integer', () => `${value} <> trunc(${value})`, 'hold no whole number');
  if (allowedValues && !after.open && (unmarked || isNarrower(allowedValues, before)))
    add(
      'allowed_values',
      (parameter) => `${value} <> ALL (${parameter(allowedValues)}::text[])`,
      'hold another value',
      `list it too, send open: true, ${correctOrMark}`,
    );
  if (!after.nullable && before.nullable)
    add('nullable', () => `${sqlName(name)} IS NULL`, 'hold no value', correct);
  return checks;
}

function isNarrower(
  allowed: readonly string[],
  { allowedValues: before, open }: Pick<DatasetColumn, 'allowedValues' | 'open'>,
): boolean {
  const listed = new Set(allowed);
  return !before || open === true || before.some((value) => !listed.has(value));
}
