/**
 * Who has to act.
 * - `unreachable`: nobody answered in time, or a gateway or the server said "later" (408, 429, 502, 503, 504).
 * - `misconfigured`: something answered that cannot take the call as it is set up: wrong address, refused `Host`,
 *   a redirect, an artifact store that REST cannot write, a deleted experiment.
 * - `unauthorized`: credentials are missing, wrong or without the right.
 * - `server`: the server failed or answered something that cannot be understood.
 * - `refused`: the server understood the call and will not do it, today or tomorrow.
 */
export type MlflowErrorKind = 'unreachable' | 'misconfigured' | 'unauthorized' | 'server' | 'refused';

/** Error codes that this client adds to those of MLflow, which are passed on as they are. */
export type ClientErrorCode =
  | 'NETWORK_ERROR'
  | 'TIMEOUT'
  | 'NOT_MLFLOW'
  | 'INVALID_HOST'
  | 'CROSS_ORIGIN_REFUSED'
  | 'REDIRECTED'
  | 'ARTIFACTS_DISABLED'
  | 'RESPONSE_TOO_LARGE'
  | 'UNEXPECTED_ANSWER'
  | 'ARTIFACT_STORE_UNSUPPORTED'
  | 'EXPERIMENT_DELETED'
  | 'MODEL_VERSION_FAILED';

export interface MlflowErrorDetails {
  readonly errorCode: string;
  readonly kind: MlflowErrorKind;
  readonly isTransient: boolean;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly mayHaveArrived?: boolean | undefined;
  readonly cause?: unknown;
}

/** Everything that goes wrong between this client and a server. Texts never hold credentials. */
export class MlflowError extends Error {
  override readonly name = 'MlflowError';
  /** MLflow's `error_code`, such as RESOURCE_DOES_NOT_EXIST, or one of {@link ClientErrorCode}. */
  readonly errorCode: string;
  readonly kind: MlflowErrorKind;
  /** HTTP status of the answer; undefined when there was none. */
  readonly status: number | undefined;
  /** Worth trying again later, without a change of anything. */
  readonly isTransient: boolean;
  /** How long the server asked to be left alone, milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** False only when it is certain that the server did not carry out the call. */
  readonly mayHaveArrived: boolean;

  constructor(message: string, details: MlflowErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.errorCode = details.errorCode;
    this.kind = details.kind;
    this.isTransient = details.isTransient;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
    this.mayHaveArrived = details.mayHaveArrived ?? false;
  }
}

/** Whether `error` is an {@link MlflowError}, of the given code when one is given. */
export function isMlflowError(error: unknown, errorCode?: string): error is MlflowError {
  return error instanceof MlflowError && (errorCode === undefined || error.errorCode === errorCode);
}

/** An argument that no server would take, found before anything was sent. */
export function invalidArgument(message: string): MlflowError {
  return new MlflowError(message, {
    errorCode: 'INVALID_PARAMETER_VALUE',
    kind: 'refused',
    isTransient: false,
  });
}
