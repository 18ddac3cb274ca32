import type { Table } from '#libs/ml';

/** The rows with a target, as they stood at one moment, in the order of the identifier. */
export interface TrainingRows {
  readonly identifiers: readonly string[];
  /** How many more rows there are, without a target. */
  readonly unlabelled: number;
  /** The features. */
  readonly table: Table;
  /** The value, 0 or 1, or the index of the class. */
  readonly target: Float64Array;
  /** Multiclass: names of the classes that the rows have, sorted by code unit; else empty. */
  readonly classes: readonly string[];
  /** Columns that a split rule of the run or of its rival reads, by `splitKey`. */
  readonly splitValues: Readonly<Record<string, Float64Array | readonly (string | null)[]>>;
}

/** Name of a column to split by among what is read: one column may serve both ways. No column has such a name. */
export function splitKey(method: 'group' | 'time', column: string): string {
  return `\n${method} ${column}`;
}
