import { DomainError } from '#libs/platform';

/** More than the 50 simultaneous right sign-ins that must all succeed. */
const longestLine = 64;

interface Line {
  length: number;
  last: Promise<void>;
  decision: PromiseWithResolvers<void>;
}

/** First come, first served, per key: attempts that must wait for others under the same key. */
export class WaitingLines {
  private readonly lines = new Map<string, Line>();

  /**
   * Runs `act` when those ahead have passed. It gets a function that waits until an attempt under the key
   * is decided in this process, or `timeoutMs` (one may be decided in another).
   * @throws DomainError `too_many_requests` at once when the line is too long
   */
  async take<Result>(
    key: string,
    act: (nextDecision: () => { within(timeoutMs: number): Promise<void> }) => Promise<Result>,
  ): Promise<Result> {
    const line = this.lines.get(key) ?? {
      length: 0,
      last: Promise.resolve(),
      decision: Promise.withResolvers<void>(),
    };
    this.lines.set(key, line);
    if (line.length >= longestLine) throw tooManyAttempts(1);
    line.length++;
    const ahead = line.last;
    const passed = Promise.withResolvers<void>();
    line.last = passed.promise;
    await ahead;
    try {
      return await act(() => {
        const { promise } = line.decision;
        return { within: (timeoutMs) => Promise.race([promise, elapsed(timeoutMs)]) };
      });
    } finally {
      passed.resolve();
      if (--line.length === 0) this.lines.delete(key);
    }
  }

  /** An attempt under the key has been decided: whoever is first in line may look again. */
  announce(key: string): void {
    const line = this.lines.get(key);
    if (!line) return;
    line.decision.resolve();
    line.decision = Promise.withResolvers<void>();
  }
}

/** The same words for a slowed account, a slowed source and a full line. */
export function tooManyAttempts(retryAfterSeconds: number): DomainError {
  return new DomainError(
    'too_many_requests',
    'Too many attempts; wait as long as Retry-After says, then try again.',
    { retryAfterSeconds },
  );
}

const elapsed = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
