import { MlflowError, type MlflowErrorKind } from '../mlflow-error.js';
import { isWireObject } from './wire-values.js';

/** An answer that is no success, as far as an error needs it. */
export interface FailedAnswer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | undefined;
  /** Where a redirect leads, without its query. */
  readonly location: string | undefined;
  /** Method and path of the call. */
  readonly call: string;
  readonly baseUrl: string;
}

const LATER = new Set([408, 429, 502, 503, 504]);
// Codes that come with 500 or 501 although repeating cannot help (reference: MLflow's own client).
const PERMANENT_CODES = new Set(['INVALID_STATE', 'NOT_IMPLEMENTED', 'FEATURE_DISABLED', 'DATA_LOSS']);

/** The error that a failed answer stands for: MLflow's own code where there is one, else what the text tells. */
export function errorOfAnswer(answer: FailedAnswer): MlflowError {
  const body = parseObject(answer.text);
  const errorCode = body?.['error_code'];
  const message = body?.['message'];
  if (typeof errorCode === 'string') {
    const said =
      typeof message === 'string' && message !== '' ? withoutStatement(message) : 'no message given';
    return make(answer, errorCode, kindOf(answer.status), `${errorCode}: ${said}`);
  }
  const detail = body?.['detail'];
  if (typeof detail === 'string') return errorOfText(answer, detail);
  return errorOfText(answer, answer.text.trim());
}

function errorOfText(answer: FailedAnswer, text: string): MlflowError {
  const { status, baseUrl } = answer;
  const isHtml = text.startsWith('<');
  if (/invalid host header/i.test(text)) {
    const host = new URL(baseUrl).host;
    return make(
      answer,
      'INVALID_HOST',
      'misconfigured',
      `the tracking server refuses the host name "${host}". Start it with --allowed-hosts "${host}" (or MLFLOW_SERVER_ALLOWED_HOSTS), or reach it under a name that it allows.`,
    );
  }
  if (/cross-origin request blocked/i.test(text)) {
    return make(
      answer,
      'CROSS_ORIGIN_REFUSED',
      'misconfigured',
      'the tracking server refuses the Origin header. This client sends none: a proxy adds it; name it in --cors-allowed-origins.',
    );
  }
  if (status >= 300 && status < 400) {
    const target = answer.location === undefined ? '' : ` to ${answer.location}`;
    return make(
      answer,
      'REDIRECTED',
      'misconfigured',
      `${baseUrl} redirects${target}. Redirects are not followed: set the tracking URI to the final address; a sign-in page in front of the server must let API calls pass.`,
    );
  }
  if (status === 401 || status === 403) {
    const code = status === 401 ? 'UNAUTHENTICATED' : 'PERMISSION_DENIED';
    const advice =
      status === 401
        ? 'the tracking server wants credentials: check user name and password, or the token.'
        : 'the tracking server denies permission to this user.';
    return make(answer, code, 'unauthorized', `${advice}${quote(isHtml, text)}`);
  }
  if (/--no-serve-artifacts|--artifacts-only|--serve-artifacts/.test(text)) {
    return make(
      answer,
      'ARTIFACTS_DISABLED',
      'misconfigured',
      `the server does not serve this call. Start the tracking server with --serve-artifacts, without --no-serve-artifacts and --artifacts-only.${quote(isHtml, text)}`,
      false,
    );
  }
  if (status === 404 || status === 405) {
    return make(
      answer,
      'NOT_MLFLOW',
      'misconfigured',
      `nothing of MLflow answers there. Either the tracking URI ${baseUrl} is wrong (a path prefix missing or too much?) or the server is too old for this call.`,
    );
  }
  if (status >= 500 || LATER.has(status)) {
    return make(answer, codeOfStatus(status), kindOf(status), `failed.${quote(isHtml, text)}`);
  }
  if (isHtml || text === '') {
    return make(
      answer,
      'NOT_MLFLOW',
      'misconfigured',
      `refused, but not by MLflow: check ${baseUrl} and proxies.`,
    );
  }
  return make(answer, 'BAD_REQUEST', 'refused', `refused.${quote(isHtml, text)}`);
}

function make(
  answer: FailedAnswer,
  errorCode: string,
  kind: MlflowErrorKind,
  text: string,
  isTransient = (answer.status >= 500 || LATER.has(answer.status)) && !PERMANENT_CODES.has(errorCode),
): MlflowError {
  return new MlflowError(`${answer.call} (HTTP ${answer.status}): ${text}`, {
    errorCode,
    kind,
    isTransient,
    status: answer.status,
    retryAfterMs: answer.retryAfterMs,
    // A limiter answers 429 before the call reaches anything behind it; other refusals of 4xx changed nothing.
    mayHaveArrived: answer.status >= 500 || answer.status === 408,
  });
}

function kindOf(status: number): MlflowErrorKind {
  if (LATER.has(status)) return 'unreachable';
  if (status === 401 || status === 403) return 'unauthorized';
  return status >= 500 ? 'server' : 'refused';
}

function codeOfStatus(status: number): string {
  const codes: Readonly<Record<number, string>> = {
    408: 'DEADLINE_EXCEEDED',
    429: 'REQUEST_LIMIT_EXCEEDED',
    501: 'NOT_IMPLEMENTED',
    502: 'TEMPORARILY_UNAVAILABLE',
    503: 'TEMPORARILY_UNAVAILABLE',
    504: 'DEADLINE_EXCEEDED',
  };
  return codes[status] ?? 'INTERNAL_ERROR';
}

function quote(isHtml: boolean, text: string): string {
  if (isHtml || text === '') return '';
  const line = text.split('\n', 1)[0] ?? '';
  return ` The answer says: ${line.length > 300 ? `${line.slice(0, 300)}…` : line}`;
}

/** MLflow passes on what its database says, with the statement and the values it would have written. */
function withoutStatement(message: string): string {
  return message.replace(/\s*\[SQL:.*$/s, '');
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isWireObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
