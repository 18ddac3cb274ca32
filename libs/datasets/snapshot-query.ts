import { columnOf, type DatasetColumn, type DatasetDefinition } from './feature-schema.js';
import { presentValue } from './row-expression.js';
import { sqlName, sqlText } from './sql-names.js';

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
  /** Binary: the target's value, as text, that becomes 1; every other becomes 0. Absent: the column holds 0 and 1. */
  readonly positiveClass?: string;
}

/** No column has this name: a target may be split by too, in another form. */
const targetKey = ' target';

/**
 * The rows of a dataset that have a target.
 *
 * @param splits columns to split by, under names of their own: they may be features too, in another form
 */
export function snapshotQuery(
  definition: DatasetDefinition,
  featureNames: readonly string[],
  { name: targetName, positiveClass }: TargetSource,
  splits: readonly SplitSource[],
): SnapshotQuery {
  const target = columnOf(definition, targetName);
  const labelled = labelledCondition(target);
  const features = featureNames.map((name) => columnOf(definition, name));
  const identifier = sqlName(definition.identifier);
  const parts = [
    `${identifier}::text AS row_identifier`,
    ...features.map(columnExpression),
    positiveClass === undefined
      ? columnExpression(target)
      : `(${presentValue(target)}::text = ${sqlText(positiveClass)})::int::float8`,
    ...splits.map(splitExpression),
  ];
  return {
    counts: `SELECT count(*)::float8 AS total, (count(*) FILTER (WHERE ${labelled}))::float8 AS labelled FROM ${definition.relation}`,
    // Without a name of its own the text would be what ORDER BY means, and '10' would come before '9'.
    rows: `SELECT ${parts.join(', ')} FROM ${definition.relation} WHERE ${labelled} ORDER BY ${identifier}`,
    target: targetKey,
    columns: [
      ...features.map(({ name, kind }) => ({ name, type: typeOf(kind) })),
      { name: targetKey, type: positiveClass === undefined ? typeOf(target.kind) : 'number' },
      ...splits.map(({ name, as }) => ({
        name,
        type: as === 'text' ? ('text' as const) : ('number' as const),
      })),
    ],
  };
}

/** Texts that count as missing in a feature are no class either. */
function labelledCondition(target: DatasetColumn): string {
  const value = presentValue(target);
  const present = `${value} IS NOT NULL`;
  return target.kind === 'categorical' ? `${present} AND ${value}::text NOT IN ('', 'nan', 'None')` : present;
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
