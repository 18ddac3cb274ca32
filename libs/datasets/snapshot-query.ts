import { columnOf, type DatasetColumn, type DatasetDefinition } from './feature-schema.js';

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

/** No column has this name: a target may be split by too, in another form. */
const targetKey = ' target';

/**
 * The rows of a dataset that have a target. Names of columns are SQL identifiers that the definition declares.
 *
 * @param splits columns to split by, under names of their own: they may be features too, in another form
 */
export function snapshotQuery(
  definition: DatasetDefinition,
  featureNames: readonly string[],
  targetName: string,
  splits: readonly SplitSource[],
): SnapshotQuery {
  const target = columnOf(definition, targetName);
  const labelled = labelledCondition(target);
  const features = featureNames.map((name) => columnOf(definition, name));
  const parts = [
    `"${definition.identifier}"::text AS row_identifier`,
    ...[...features, target].map(columnExpression),
    ...splits.map(splitExpression),
  ];
  return {
    counts: `SELECT count(*)::float8 AS total, (count(*) FILTER (WHERE ${labelled}))::float8 AS labelled FROM ${definition.relation}`,
    // Without a name of its own the text would be what ORDER BY means, and '10' would come before '9'.
    rows: `SELECT ${parts.join(', ')} FROM ${definition.relation} WHERE ${labelled} ORDER BY "${definition.identifier}"`,
    target: targetKey,
    columns: [
      ...features.map(({ name, kind }) => ({ name, type: typeOf(kind) })),
      { name: targetKey, type: typeOf(target.kind) },
      ...splits.map(({ name, as }) => ({
        name,
        type: as === 'text' ? ('text' as const) : ('number' as const),
      })),
    ],
  };
}

/** Texts that count as missing in a feature are no class either. */
function labelledCondition({ name, kind }: DatasetColumn): string {
  const present = `"${name}" IS NOT NULL`;
  return kind === 'categorical' ? `${present} AND "${name}"::text NOT IN ('', 'nan', 'None')` : present;
}

function typeOf(kind: DatasetColumn['kind']): SnapshotColumn['type'] {
  return kind === 'categorical' ? 'text' : 'number';
}

function columnExpression({ name, kind }: DatasetColumn): string {
  switch (kind) {
    case 'numeric':
      return `"${name}"::float8`;
    case 'boolean':
      return `"${name}"::int::float8`;
    case 'categorical':
      return `"${name}"::text`;
  }
}

function splitExpression({ source, as }: SplitSource): string {
  switch (as) {
    case 'text':
      return `"${source}"::text`;
    case 'number':
      return `"${source}"::float8`;
    case 'timestamp':
      return `extract(epoch FROM "${source}")::float8`;
  }
}
