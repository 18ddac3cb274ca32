export interface FieldProblem {
  /** JSON pointer into the body, or the name of a query or path parameter. */
  readonly pointer: string;
  readonly detail: string;
}

/**
 * What every operation throws when it has no answer: act on `code`, show `message`.
 *
 * `code` is the problem's own (RFC 9457), that of an OAuth error (RFC 6749, `POST /auth/token`), or
 * `unreachable` when no answer came at all; then `status` is undefined and `cause` says why.
 */
export class VeridictError extends Error {
  readonly code: string;
  readonly status: number | undefined;
  /** Names the request in the server's log. */
  readonly requestId: string | undefined;
  /** What is wrong with the input, field by field. */
  readonly errors: readonly FieldProblem[];
  readonly retryAfterSeconds: number | undefined;

  constructor(body: unknown, response: Response | undefined) {
    const problem = isRecord(body) ? body : {};
    const detail = textOf(problem['detail']) ?? textOf(problem['error_description']);
    super(detail ?? (response ? `The server answered ${response.status}` : 'The server gave no answer'), {
      cause: body,
    });
    this.name = 'VeridictError';
    this.code = textOf(problem['code']) ?? textOf(problem['error']) ?? (response ? 'unknown' : 'unreachable');
    this.status = response?.status;
    this.requestId = textOf(problem['request_id']) ?? response?.headers.get('x-request-id') ?? undefined;
    this.errors = Array.isArray(problem['errors']) ? (problem['errors'] as FieldProblem[]) : [];
    const retryAfter = Number(response?.headers.get('retry-after') ?? NaN);
    this.retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Error);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
