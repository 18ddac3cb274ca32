export interface AttemptDeadline {
  readonly signal: AbortSignal;
  /** Whether time ran out, rather than the caller losing interest. */
  readonly isLate: () => boolean;
  /** Takes timer and listener away; a signal that lives for days would collect them otherwise. */
  readonly end: () => void;
}

/** A signal for one attempt: aborted after `timeoutMs`, or with the caller's signal. */
export function attemptDeadline(timeoutMs: number, callerSignal?: AbortSignal): AttemptDeadline {
  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, timeoutMs);
  const abort = (): void => controller.abort(callerSignal?.reason);
  if (callerSignal?.aborted) abort();
  else callerSignal?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    isLate: () => late,
    end: () => {
      clearTimeout(timer);
      callerSignal?.removeEventListener('abort', abort);
    },
  };
}
