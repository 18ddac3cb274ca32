import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { AdministrativeEvents } from '#libs/audit';
import { Clock } from '#libs/platform';
import { RefreshRotation } from '../../libs/auth/sign-ins/refresh-rotation.js';
import { digestOf, RefreshTokens } from '../../libs/auth/sign-ins/refresh-tokens.js';
import { SignIns } from '../../libs/auth/sign-ins/sign-ins.js';
import { AuthApplication, testSecret } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const daySeconds = 86_400;

/** Stands still until it is told to move, so that the model knows every age exactly. */
class StillClock extends Clock {
  private time = new Date('2026-11-02T09:00:00Z').getTime();

  now(): Date {
    return new Date(this.time);
  }

  get seconds(): number {
    return this.time / 1000;
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}

type Step =
  | { readonly kind: 'refresh'; readonly age: number }
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'log out' | 'disable' | 'enable' };

const step: fc.Arbitrary<Step> = fc.oneof(
  // Counted from the head backwards: 0 is the head, 1 its parent.
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('refresh' as const), age: fc.nat({ max: 3 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      seconds: fc.constantFrom(1, 9, 10, 11, 3 * daySeconds, 6 * daySeconds, 8 * daySeconds),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('log out', 'disable', 'enable') }) },
);

describe('any sequence of refreshes, replays, waits, logouts and disabling', () => {
  let database: TestDatabase;
  let api: AuthApplication;
  let userId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await AuthApplication.start(database.application);
    const { body } = await api.register('ada@example.com', 'nine lanterns over a quiet harbour');
    userId = body['id'] as string;
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('answers as the rules of rotation say', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const clock = new StillClock();
        const tokens = new RefreshTokens(testSecret);
        const signIns = new SignIns(tokens, clock);
        const rotation = new RefreshRotation(
          api.database,
          tokens,
          signIns,
          new AdministrativeEvents(clock),
          clock,
        );
        const sessionId = randomUUID();
        const end = clock.seconds + 30 * daySeconds;
        const first = tokens.first();
        await api.database.query(
          `INSERT INTO sessions (id, user_id, created_at, expires_at) VALUES ($1, $2, $3, to_timestamp($4))`,
          [sessionId, userId, clock.now(), end],
        );
        await api.database.query(
          `INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
           VALUES ($1, $2, $3, to_timestamp($4))`,
          [digestOf(first), sessionId, clock.now(), clock.seconds + 7 * daySeconds],
        );

        // The model: what the rules say, in memory.
        const chain = [{ text: first, issued: clock.seconds, rotated: null as number | null }];
        let ended = false;
        let disabled = false;
        const expected = (age: number): string | null => {
          const index = Math.max(0, chain.length - 1 - age);
          const token = chain[index]!;
          if (ended || disabled || clock.seconds >= end) return null;
          if (token.rotated === null) {
            if (clock.seconds >= Math.min(end, token.issued + 7 * daySeconds)) return null;
            token.rotated = clock.seconds;
            chain.push({ text: tokens.childOf(token.text), issued: clock.seconds, rotated: null });
            return chain.at(-1)!.text;
          }
          if (clock.seconds - token.rotated <= 10 && index === chain.length - 2) return chain.at(-1)!.text;
          ended = true;
          return null;
        };

        for (const next of steps) {
          switch (next.kind) {
            case 'wait':
              clock.advance(next.seconds);
              break;
            case 'log out':
              ended = true;
              await signIns.end(sessionId, 'signed_out', api.database.manager);
              break;
            case 'disable':
            case 'enable':
              disabled = next.kind === 'disable';
              await api.database.query('UPDATE users SET disabled_at = $2 WHERE id = $1', [
                userId,
                disabled ? clock.now() : null,
              ]);
              break;
            case 'refresh': {
              const presented = chain[Math.max(0, chain.length - 1 - next.age)]!.text;
              const want = expected(next.age);
              const got = await rotation.refresh(presented).then(
                ({ refreshToken }) => refreshToken,
                () => null,
              );
              expect(got).toBe(want);
            }
          }
        }
        const [row] = await api.database.query<{ heads: number }[]>(
          'SELECT count(*)::int AS heads FROM refresh_tokens WHERE session_id = $1 AND rotated_at IS NULL',
          [sessionId],
        );
        expect(row!.heads).toBe(1);
        await api.database.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [userId]);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
