import type { ErrorCode } from './error-table.js';

/** One thing that is wrong with the input. Never contains the offending value: it may be personal. */
export interface FieldProblem {
  /** JSON pointer into the body (`/age`, `/instances/3/age`), or the name of a query or path parameter. */
  readonly pointer: string;
  readonly detail: string;
}

export interface DomainErrorOptions {
  readonly problems?: readonly FieldProblem[];
  readonly retryAfterSeconds?: number;
  /** Extension members of the problem document (RFC 9457, section 3.2), in snake_case. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Logged, never sent. */
  readonly cause?: unknown;
}

/** What libraries throw. `detail` is shown to the caller: one sentence that says what to do, no personal value. */
export class DomainError extends Error {
  readonly problems: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    options: DomainErrorOptions = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'DomainError';
    this.problems = options.problems ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.members = options.members ?? {};
  }
}
