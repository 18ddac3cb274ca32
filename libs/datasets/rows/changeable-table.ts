import type { EntityManager } from 'typeorm';
import type { AdministrativeEvent } from '#libs/audit';
import type { DomainError } from '#libs/platform';

export type RowAct = 'created' | 'changed' | 'deleted';

/** What an act made of a row that still is. */
export interface RowChange {
  /** Names of the columns that the caller set. */
  readonly fields: readonly string[];
  readonly version: number;
}

/** A table whose rows callers add, change and delete one at a time. Names are unquoted. */
export interface ChangeableTable {
  /** SQL, its names quoted where they need to be. */
  readonly relation: string;
  readonly identifier: string;
  /** A whole number that each change adds one to: entity tags are made of it. */
  readonly version: string;
  /** The time of the last change. */
  readonly updatedAt?: string;
  /** SQL of what acts answer of a row; all of its columns unless it is given. */
  readonly returning?: string;
  /** What is recorded of an act. */
  readonly event: (
    act: RowAct,
    identifier: string,
    change: RowChange | undefined,
  ) => Omit<AdministrativeEvent, 'actor'>;
  /** Keeps what values were checked against as it is, until the act has ended; comes first. */
  readonly hold?: (manager: EntityManager) => Promise<void>;
  readonly notFound: () => DomainError;
  /** Where callers name the row: another one has the identifier. */
  readonly exists?: () => DomainError;
  /** What the row is, to begin a sentence: `The client`. */
  readonly noun: string;
}
