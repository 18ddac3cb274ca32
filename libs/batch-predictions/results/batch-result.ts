import type { Answer, RowSplit } from '#libs/models';

/** Why a row cannot be answered: the field, never its value. */
export interface ResultProblem {
  readonly field: string;
  readonly detail: string;
}

/** What a version says of one row: an answer, or why there is none. */
export type RowOutcome =
  | { readonly answer: Answer; readonly problems: null }
  | { readonly answer: null; readonly problems: readonly ResultProblem[] };

/** In the order of the classes: an object would put names that look like numbers first. */
export function probabilitiesOf({ probabilities }: Answer, classes: readonly string[] | null): number[] {
  return probabilities && classes ? classes.map((name) => probabilities[name]!) : [];
}

export type BatchResult = RowOutcome & {
  /** 1, 2, 3 … in the order of the identifiers. */
  readonly position: number;
  readonly rowIdentifier: string;
  /** Of the row as it was answered, where its dataset knows. */
  readonly rowRevision: string | null;
  /** Null: the row was refused, or nobody knows which rows the version learned from. */
  readonly split: RowSplit | null;
};
