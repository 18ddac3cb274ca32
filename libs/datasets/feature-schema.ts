import type { DerivedFeature, FeatureColumn } from '#libs/ml';
import type { DateFormat } from './infer/date-text.js';

/** `date`: a calendar day, in requests as `2026-11-21`; models see the days since 1970-01-01. */
export type ColumnKind = 'numeric' | 'categorical' | 'boolean' | 'date';

/** One column of a dataset, as its owners declare it. */
export interface DatasetColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly description: string;
  /** Unit of a number, for people: `EUR per month`, `years`. */
  readonly unit?: string;
  /** A row may hold no value here; in a request that is an explicit `null`. */
  readonly nullable: boolean;
  /** A request may leave the column out; it then counts as missing and is named in `warnings`. */
  readonly optional: boolean;
  /** Numbers: whole numbers only. */
  readonly integer?: boolean;
  /** Numbers: bounds of what is possible, not of what is usual. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Categories: the values that exist. */
  readonly allowedValues?: readonly string[];
  /**
   * Categories that nobody can list: a value that the training rows did not hold is answered as one that is none of
   * the known, and named in `warnings`. Else it is refused.
   */
  readonly open?: boolean;
  /** Values that stand for a missing one, as 365243 days of employment do. Read as missing wherever they come from. */
  readonly missingValues?: readonly (number | string)[];
  /** Kept to watch fairness; a feature only of models that say so, and never named as a reason. */
  readonly sensitive: boolean;
  /** No feature unless a model names it: what is known only after the outcome, or names a row. */
  readonly excluded?: boolean;
  /** Other names that a request may call the column by: spellings of older clients. */
  readonly aliases?: readonly string[];
  /**
   * Other texts that a request may say a value with, by the value: one of `allowedValues`, or of a boolean `true` and
   * `false`, which no text means unless it is declared here. Compared without case, accents and blanks.
   */
  readonly synonyms?: Readonly<Record<string, readonly string[]>>;
  /** How files write it, where that cannot be told from the kind. */
  readonly inFiles?: ColumnInFiles;
  /** A request may hold the column though the model does not use it; the answer then warns. Else it is refused. */
  readonly acceptedUnused?: boolean;
}

export interface ColumnInFiles {
  readonly dateFormat?: DateFormat;
  /** Texts that mean a missing value, beside those of the dataset. */
  readonly missingMarkers?: readonly string[];
}

/** `owned`: imported by users; `attached`: an existing relation, only ever read. */
export type DatasetOrigin = 'built_in' | 'owned' | 'attached';

/** A PostgreSQL relation that models learn from. Names may be input: in SQL they pass `sqlName`. */
export interface DatasetDefinition {
  readonly name: string;
  readonly origin: DatasetOrigin;
  readonly description?: string;
  /** SQL, its names quoted where they need to be. */
  readonly relation: string;
  /** Where the rows of a built-in dataset are changed: `/clients`. Absent: `/datasets/{name}/rows`, unless attached. */
  readonly rowRoutes?: string;
  /**
   * Unique column that names a row; decides on which side of the held-out split the row falls. One of `columns` (then
   * excluded, a whole number or a text), or a column beside them.
   */
  readonly identifier: string;
  readonly columns: readonly DatasetColumn[];
  /** Columns that are no features but say which rows belong together, or when a row came about. */
  readonly splitColumns?: readonly SplitColumn[];
  /**
   * A column that differs after every change of a row: a counter, or the time of the change. Where there is none,
   * nobody can tell whether an answer to a row is still about the row as it is.
   */
  readonly revision?: string;
  /**
   * Built-in datasets without `rowRoutes`: a column that counts the changes of a row, so that of two changes of one state
   * only one wins. Absent: rows are only read. Owned datasets have theirs.
   */
  readonly version?: string;
  /** What models on it learn unless they say otherwise. */
  readonly target?: string;
  /** Of a target with two values: the one whose probability is answered. */
  readonly positiveClass?: string;
  /** Features computed from columns, offered to every model on it. */
  readonly derived?: readonly DerivedFeature[];
  /** Texts that mean a missing value in its files. Absent: the usual ones. */
  readonly missingMarkers?: readonly string[];
}

export interface SplitColumn {
  readonly name: string;
  /** `time`: a date or a point in time. */
  readonly kind: 'group' | 'time';
}

/** @throws Error when the dataset has no such column: a mistake of the code, not of a caller */
export function columnOf(dataset: DatasetDefinition, name: string): DatasetColumn {
  const column = dataset.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`Dataset ${dataset.name} has no column ${name}`);
  return column;
}

/** The column as libs/ml takes it: a day is a number there. */
export function featureColumn(
  column: Pick<DatasetColumn, 'name' | 'kind' | 'nullable' | 'optional' | 'missingValues'>,
): FeatureColumn {
  const { name, kind, optional } = column;
  return { name, kind: kind === 'date' ? 'numeric' : kind, nullable: mayBeMissing(column) || optional };
}

/** A value that stands for a missing one is one that is missing. */
export function mayBeMissing({
  nullable,
  missingValues = [],
}: Pick<DatasetColumn, 'nullable' | 'missingValues'>): boolean {
  return nullable || missingValues.length > 0;
}

/**
 * How rows can be split with a column: `text` by its groups, `number` or `timestamp` by its order. Undefined: they
 * cannot.
 */
export function splitColumn(
  dataset: DatasetDefinition,
  method: 'group' | 'time',
  name: string,
): 'text' | 'number' | 'timestamp' | undefined {
  const declared = dataset.columns.find((column) => column.name === name);
  if (method === 'group') {
    const groups = dataset.splitColumns?.some((column) => column.name === name && column.kind === 'group');
    return declared || groups ? 'text' : undefined;
  }
  if (dataset.splitColumns?.some((column) => column.name === name && column.kind === 'time'))
    return 'timestamp';
  if (declared?.kind === 'date') return 'timestamp';
  return declared?.kind === 'numeric' ? 'number' : undefined;
}
