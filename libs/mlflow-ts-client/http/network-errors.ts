import { MlflowError } from '../mlflow-error.js';

export interface FailedAttempt {
  readonly call: string;
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly isLate: boolean;
}

// No connection was made, so nothing can have been carried out.
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there: is the tracking server running?',
  ENOTFOUND: 'the host name is unknown.',
  EAI_AGAIN: 'the host name could not be looked up.',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is self-signed: give Node its authority in NODE_EXTRA_CA_CERTS.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is not trusted: give Node its authority in NODE_EXTRA_CA_CERTS.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is not trusted: give Node its authority in NODE_EXTRA_CA_CERTS.',
};

/** The error for an attempt without a complete answer. */
export function errorOfNetwork(error: unknown, attempt: FailedAttempt): MlflowError {
  if (attempt.isLate) {
    return new MlflowError(
      `${attempt.call}: no complete answer from ${attempt.baseUrl} within ${attempt.timeoutMs} ms.`,
      {
        errorCode: 'TIMEOUT',
        kind: 'unreachable',
        isTransient: true,
        mayHaveArrived: true,
      },
    );
  }
  const code = codeOf(error);
  const reason = (code && ADVICE[code]) ?? `the connection failed${code ? ` (${code})` : ''}.`;
  return new MlflowError(`${attempt.call}: ${attempt.baseUrl} cannot be reached: ${reason}`, {
    errorCode: 'NETWORK_ERROR',
    kind: 'unreachable',
    isTransient: true,
    mayHaveArrived: code === undefined || !NEVER_SENT.has(code),
    cause: error,
  });
}

/** The system's code, which fetch hides one or two causes deep. */
function codeOf(error: unknown): string | undefined {
  let current = error;
  // Not instanceof: the errors of fetch may come from another realm than this module.
  for (let depth = 0; depth < 4 && typeof current === 'object' && current !== null; depth += 1) {
    const { code, cause } = current as { code?: unknown; cause?: unknown };
    if (typeof code === 'string' && code !== '') return code;
    current = cause;
  }
  return undefined;
}
