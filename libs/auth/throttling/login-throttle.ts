import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '#libs/platform';
import { delaySecondsAfter, type ThrottlePolicy } from './throttle-policy.js';
import { tooManyAttempts, WaitingLines } from './waiting-line.js';

export interface ThrottledKey {
  readonly key: Buffer;
  readonly policy: ThrottlePolicy;
}

export type Outcome = 'succeeded' | 'failed' | 'undecided';

/** Longer than any hash waits for its turn; then a reservation counts as lost with its process. */
const reservationSeconds = 30;
/** How long an attempt waits for those ahead of it before it is refused unheard. */
const longestWaitMs = 10_000;
/** How soon a decision made in another process is noticed. */
const pollMs = 25;

const reserve = `
  INSERT INTO public.login_throttles AS held (key, failures, pending, pending_until)
  VALUES ($1, 0, 1, $3)
  ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN held.last_failure_at < $4 THEN 0 ELSE held.failures END,
    pending = CASE WHEN held.pending_until < $2 THEN 1 ELSE held.pending + 1 END,
    pending_until = $3
  WHERE (held.blocked_until IS NULL OR held.blocked_until <= $2)
    AND CASE WHEN held.pending_until < $2 THEN 0 ELSE held.pending END
      < GREATEST(1, $5 - CASE WHEN held.last_failure_at < $4 THEN 0 ELSE held.failures END)
  RETURNING 1`;

/**
 * Slows guessing down. An attempt is reserved by one atomic statement before any password is hashed, so
 * that parallel guesses cannot overtake the count; an attempt beyond the limit waits until those ahead are
 * decided, so that parallel right sign-ins all succeed. Attempts during a delay are refused without being
 * counted: they do not make it longer.
 */
@Injectable()
export class LoginThrottle {
  private readonly lines = new WaitingLines();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `attempt` with a reservation under every key, in the given order.
   * @param attempt answers how it ended; when it throws, nobody is blamed
   * @throws DomainError `too_many_requests`
   */
  async guard<Result>(
    keys: readonly ThrottledKey[],
    attempt: () => Promise<{ outcome: Outcome; result: Result }>,
  ): Promise<Result> {
    const [first, ...others] = keys;
    if (!first) return (await attempt()).result;
    await this.reserve(first);
    let outcome: Outcome = 'undecided';
    try {
      return await this.guard(others, async () => {
        const decided = await attempt();
        outcome = decided.outcome;
        return decided;
      });
    } finally {
      await this.decide(first, outcome);
    }
  }

  private async reserve(throttled: ThrottledKey): Promise<void> {
    const deadline = performance.now() + longestWaitMs;
    await this.lines.take(throttled.key.toString('base64'), async (nextDecision) => {
      for (;;) {
        // Asked for before looking: a decision between the look and the wait must not be missed.
        const decision = nextDecision();
        if (await this.tryReserve(throttled)) return;
        if (performance.now() > deadline) throw tooManyAttempts(1);
        await decision.within(pollMs);
      }
    });
  }

  /** @returns false when the attempt must wait for others to be decided */
  private async tryReserve({ key, policy }: ThrottledKey): Promise<boolean> {
    const now = this.clock.now();
    const granted: unknown[] = await this.dataSource.query(reserve, [
      key,
      now,
      new Date(now.getTime() + reservationSeconds * 1000),
      new Date(now.getTime() - policy.forgetAfterSeconds * 1000),
      policy.freeFailures,
    ]);
    if (granted.length > 0) return true;
    const [blocked]: { blocked_until: Date }[] = await this.dataSource.query(
      'SELECT blocked_until FROM public.login_throttles WHERE key = $1 AND blocked_until > $2',
      [key, now],
    );
    if (!blocked) return false;
    throw tooManyAttempts(Math.max(1, Math.ceil((blocked.blocked_until.getTime() - now.getTime()) / 1000)));
  }

  private async decide({ key, policy }: ThrottledKey, outcome: Outcome): Promise<void> {
    const now = this.clock.now();
    if (outcome === 'failed') {
      // The delay after each count of failures, as an array, keeps the rule in one place: the policy.
      const delays = Array.from({ length: 32 }, (_, beyond) =>
        delaySecondsAfter(policy.freeFailures + beyond, policy),
      );
      await this.dataSource.query(
        `UPDATE public.login_throttles SET
           pending = GREATEST(pending - 1, 0), failures = failures + 1, last_failure_at = $2,
           blocked_until = $2::timestamptz
             + make_interval(secs => ($3::float8[])[LEAST(failures + 2 - $4, 32)])
         WHERE key = $1`,
        [key, now, delays, policy.freeFailures],
      );
    } else if (outcome === 'succeeded' && policy.clearedBySuccess) {
      await this.dataSource.query(
        `UPDATE public.login_throttles
         SET pending = GREATEST(pending - 1, 0), failures = 0, blocked_until = NULL, last_failure_at = NULL
         WHERE key = $1`,
        [key],
      );
    } else {
      await this.dataSource.query(
        'UPDATE public.login_throttles SET pending = GREATEST(pending - 1, 0) WHERE key = $1',
        [key],
      );
    }
    this.lines.announce(key.toString('base64'));
  }
}
