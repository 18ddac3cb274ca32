import { columnOf, type DatasetColumn, type DatasetDefinition } from './feature-schema.js';
import { missingTexts, presentValue } from './row-expression.js';
import { sqlName } from './sql-names.js';

/** A column of the answer: `number` is NaN where missing, `text` null. */
export interface SnapshotColumn {
  readonly name: string;
  readonly type: 'number' | 'text';
}

/** What to ask PostgreSQL for, as plain data: it crosses into the thread that reads. */
export interface SnapshotQuery {
  /** One row: `total`, and `labelled`, those with a target. */
  readonly counts: string;
  /** Rows with a target in the order of the identifier: its text, then the columns. */
  readonly rows: string;
  readonly columns: readonly SnapshotColumn[];
  /** The column that is the target. */
  readonly target: string;
}

/** A column to split by, and how: see `splitColumn`. */
export interface SplitSource {
  readonly name: string;
  readonly source: string;
  readonly as: 'text' | 'number' | 'timestamp';
}

export interface TargetSource {
  readonly name: string;
  /** The value is a name, though it be a number, or true or false. */
  readonly isClass?: boolean;
}

/** No column has this name, for it holds a control character: a target may be split by too, in another form. */
const targetKey = '\ntarget';

/**
 * The rows of a dataset that have a target.
 *
 * @param splits columns to split by, under names of their own: they may be features too, in another form
 */
export function snapshotQuery(
  definition: DatasetDefinition,
  featureNames: readonly string[],
  targetSource: TargetSource,
  splits: readonly SplitSource[],
): SnapshotQuery {
  const target = columnOf(definition, targetSource.name);
  const labelled = labelledCondition(target);
  const features = featureNames.map((name) => columnOf(definition, name));
  const identifier = sqlName(definition.identifier);
  const parts = [
    `${identifier}::text AS row_identifier`,
    ...features.map(columnExpression),
    targetExpression(target, targetSource),
    ...splits.map(splitExpression),
  ];
  return {
    counts: `SELECT count(*)::float8 AS total, (count(*) FILTER (WHERE ${labelled}))::float8 AS labelled FROM ${definition.relation}`,
    // Of the relation: where the identifier is called as the text of it here, '10' would come before '9'.
    rows: `SELECT ${parts.join(', ')} FROM ${definition.relation} AS source WHERE ${labelled} ORDER BY source.${identifier}`,
    target: targetKey,
    columns: [
      ...features.map(({ name, kind }) => ({ name, type: typeOf(kind) })),
      { name: targetKey, type: targetType(target, targetSource) },
      ...splits.map(({ name, as }) => ({
        name,
        type: as === 'text' ? ('text' as const) : ('number' as const),
      })),
    ],
  };
}

/** Whether a row has a value of the target. Texts that count as missing in a feature are no class either. */
export function labelledCondition(target: DatasetColumn): string {
  const value = presentValue(target);
  const present = `${value} IS NOT NULL`;
  switch (target.kind) {
    case 'categorical':
      return `${present} AND ${value}::text NOT IN (${missingTexts})`;
    case 'numeric':
      return `${present} AND ${value}::float8 <> 'NaN'`;
    default:
      return present;
  }
}

/** The value of a target as the name of a class: numbers in the fewest digits, `true` and `false`. */
export function classExpression(target: DatasetColumn): string {
  const value = presentValue(target);
  return target.kind === 'numeric' ? `${value}::float8::text` : `${value}::text`;
}

function targetExpression(target: DatasetColumn, { isClass }: TargetSource): string {
  return isClass ? classExpression(target) : columnExpression(target);
}

function targetType(target: DatasetColumn, { isClass }: TargetSource): SnapshotColumn['type'] {
  return isClass ? 'text' : typeOf(target.kind);
}

function typeOf(kind: DatasetColumn['kind']): SnapshotColumn['type'] {
  return kind === 'categorical' ? 'text' : 'number';
}

function columnExpression(column: DatasetColumn): string {
  const value = presentValue(column);
  switch (column.kind) {
    case 'numeric':
      return `${value}::float8`;
    case 'boolean':
      return `${value}::int::float8`;
    case 'categorical':
      return `${value}::text`;
    case 'date':
      return `(${value}::date - DATE '1970-01-01')::float8`;
  }
}

function splitExpression({ source, as }: SplitSource): string {
  const column = sqlName(source);
  switch (as) {
    case 'text':
      return `${column}::text`;
    case 'number':
      return `${column}::float8`;
    case 'timestamp':
      return `extract(epoch FROM ${column})::float8`;
  }
}
