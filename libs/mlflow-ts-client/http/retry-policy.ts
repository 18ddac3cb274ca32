/** How often and how patiently a call that is safe to repeat is repeated. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Pause before the second attempt; it doubles from there. */
  readonly baseDelayMs: number;
  /** No pause is longer; a server that asks for more gets no further attempt in this call. */
  readonly maximumDelayMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = { attempts: 5, baseDelayMs: 500, maximumDelayMs: 20_000 };

/**
 * Pause before attempt `attempt + 1`: exponential, and between half and all of it by chance, so that clients which
 * failed together do not come back together. Undefined when the server asked for a longer rest than the policy has.
 */
export function pauseBeforeNext(
  attempt: number,
  retryAfterMs: number | undefined,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  const exponential = Math.min(policy.maximumDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  const jittered = exponential * (0.5 + random() / 2);
  if (retryAfterMs === undefined) return jittered;
  return retryAfterMs > policy.maximumDelayMs ? undefined : Math.max(retryAfterMs, jittered);
}

/** `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3); undefined if neither. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}

/** Resolves after `milliseconds`; rejects with the signal's reason as soon as it is aborted. */
export function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      signal?.removeEventListener('abort', abort);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
