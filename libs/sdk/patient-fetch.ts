export interface Patience {
  /** Until the answer begins; its body may take longer (exports, event streams). Milliseconds. */
  readonly timeoutMs: number;
  /** Further attempts after the first. */
  readonly retries: number;
  readonly fetch: typeof fetch;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Repeating these has no further effect (RFC 9110, section 9.2.2); a repeated POST could act twice. */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/** The server says that it could not take the request now: too many requests, unavailable. */
const temporary = new Set([429, 503]);

const firstPauseMs = 250;
const longestPauseMs = 8_000;
/** A caller who is told to come back later than this should decide about it. */
const longestRetryAfterMs = 30_000;

/** `fetch` with a time limit, and with further attempts at idempotent requests while the server is busy. */
export function patientFetch(patience: Patience): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    for (let attempt = 0; ; attempt += 1) {
      const last = attempt >= patience.retries || !idempotent.has(request.method);
      // A body can be sent once only: keep the original for the next attempt.
      const response = await withTimeLimit(last ? request : request.clone(), patience);
      if (last || !temporary.has(response.status)) return response;
      const pauseMs = pauseAfter(response, attempt, patience.random);
      if (pauseMs === undefined) return response;
      // An answer that nobody reads keeps its connection.
      await response.body?.cancel();
      await patience.sleep(pauseMs, request.signal);
    }
  };
}

async function withTimeLimit(request: Request, { fetch, timeoutMs }: Patience): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(
    () => limit.abort(new DOMException(`No answer within ${timeoutMs} ms`, 'TimeoutError')),
    timeoutMs,
  );
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, limit.signal]) });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * As long as the server asks for, else exponential; with jitter either way, so that callers who were
 * refused together do not come back together. Undefined: too long to wait.
 */
function pauseAfter(response: Response, attempt: number, random: () => number): number | undefined {
  const retryAfter = response.headers.get('retry-after');
  if (retryAfter === null)
    return Math.min(longestPauseMs, firstPauseMs * 2 ** attempt) * (0.5 + random() / 2);
  const askedMs = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Math.max(0, Date.parse(retryAfter) - Date.now());
  return askedMs <= longestRetryAfterMs ? askedMs + random() * firstPauseMs : undefined;
}

/** Resolves after the pause; rejects with the signal's reason as soon as it is aborted. */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', abort, { once: true });
  });
}
