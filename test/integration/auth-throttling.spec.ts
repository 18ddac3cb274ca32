import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { type Answer, AuthApplication } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const password = 'nine lanterns over a quiet harbour';
const wrong = 'nine lanterns over a quiet harbor';
const freeFailures = 5;
const freeFailuresOfSource = 20;
const home = '192.0.2.10';
const elsewhere = '198.51.100.7';

describe('signing in', () => {
  let database: TestDatabase;
  let api: AuthApplication;
  let other: AuthApplication;
  let email: string;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await AuthApplication.start(database.application);
    other = await AuthApplication.start(database.application, {}, api.clock);
  });

  beforeEach(async () => {
    await api.database.query('DELETE FROM login_throttles');
    email = `victim${counter++}@example.com`;
    await api.register(email, password);
  });

  afterAll(async () => {
    await api.stop();
    await other.stop();
    await database.drop();
  });

  const verifications = async (act: () => Promise<unknown>): Promise<number> => {
    const count = async (): Promise<number> =>
      (await api.hashVerifications()) + (await other.hashVerifications());
    const before = await count();
    await act();
    return (await count()) - before;
  };
  const times = (count: number, act: (index: number) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => act(index)));

  it('computes at most the free number of hashes for 200 parallel wrong passwords', async () => {
    let answers: Answer[] = [];
    const hashes = await verifications(async () => {
      answers = await times(200, () => api.logIn(email, wrong, elsewhere));
    });
    expect(hashes).toBeLessThanOrEqual(freeFailures);
    const delayed = answers.filter(({ status }) => status === 429);
    expect(delayed).toHaveLength(200 - hashes);
    for (const { headers } of delayed) expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  it('keeps that limit when two processes and many sources share the guessing', async () => {
    const hashes = await verifications(() =>
      times(100, (index) => (index % 2 ? api : other).logIn(email, wrong, `203.0.113.${index}`)),
    );
    expect(hashes).toBeLessThanOrEqual(freeFailures);
  });

  it('succeeds for fifty parallel right passwords, all of them', async () => {
    const answers = await times(50, () => api.logIn(email, password, elsewhere));
    expect(answers.map(({ status }) => status)).toEqual(new Array(50).fill(200));
  });

  it('succeeds for fifty parallel right passwords over two processes', async () => {
    const answers = await times(50, (index) => (index % 2 ? api : other).logIn(email, password, elsewhere));
    expect(answers.map(({ status }) => status)).toEqual(new Array(50).fill(200));
  });

  it('succeeds at a place where the account signed in before while it is attacked from elsewhere', async () => {
    await api.tokens(email, password, home);
    await times(100, (index) => api.logIn(email, wrong, `203.0.113.${index}`));
    expect((await api.logIn(email, password, elsewhere)).status).toBe(429);
    expect((await api.logIn(email, password, home)).status).toBe(200);
  });

  it('is slowed down at a known place too when the guesses come from there', async () => {
    await api.tokens(email, password, home);
    const hashes = await verifications(() => times(100, () => api.logIn(email, wrong, home)));
    expect(hashes).toBeLessThanOrEqual(freeFailures);
  });

  it('succeeds anywhere after the announced wait, which refused attempts do not extend', async () => {
    await times(freeFailures, () => api.logIn(email, wrong, elsewhere));
    const [first] = await times(1, () => api.logIn(email, password, elsewhere));
    expect(first!.headers['retry-after']).toBe('1');
    await times(20, () => api.logIn(email, wrong, elsewhere));
    api.clock.advanceSeconds(1);
    expect((await api.logIn(email, password, elsewhere)).status).toBe(200);
  });

  it('waits twice as long after each further failure, at most a minute', async () => {
    await times(freeFailures, () => api.logIn(email, wrong, elsewhere));
    const waits: number[] = [];
    for (let failure = 0; failure < 8; failure++) {
      const { headers } = await api.logIn(email, wrong, elsewhere);
      waits.push(Number(headers['retry-after']));
      api.clock.advanceSeconds(waits.at(-1)!);
      expect((await api.logIn(email, wrong, elsewhere)).status).toBe(400);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('clears the record of the account', async () => {
    for (let round = 0; round < 3; round++) {
      for (let failure = 0; failure < freeFailures - 1; failure++) {
        expect((await api.logIn(email, wrong, elsewhere)).status).toBe(400);
      }
      expect((await api.logIn(email, password, elsewhere)).status).toBe(200);
    }
  });

  it('is slowed down for a source that tries one password on many accounts', async () => {
    const hashes = await verifications(() =>
      times(60, (index) => api.logIn(`nobody${index}@example.com`, wrong, elsewhere)),
    );
    expect(hashes).toBeLessThanOrEqual(freeFailuresOfSource);
  });

  it('does not let a guesser clear his source by signing in to an account of his own', async () => {
    let refused = 0;
    for (let round = 0; round < 8; round++) {
      for (let guess = 0; guess < 4; guess++) {
        const { status } = await api.logIn(`target${round}-${guess}@example.com`, wrong, elsewhere);
        if (status === 429) refused++;
      }
      await api.database.query('DELETE FROM known_sources');
      await api.logIn(email, password, elsewhere);
    }
    expect(refused).toBeGreaterThan(0);
  });

  it('forgets what a process that died had reserved', async () => {
    await api.database.query('UPDATE login_throttles SET pending = 5');
    await times(1, () => api.logIn(email, wrong, elsewhere));
    await api.database.query(
      `UPDATE login_throttles SET pending = 20, pending_until = now() - interval '1 s'`,
    );
    expect((await api.logIn(email, password, elsewhere)).status).toBe(200);
  });

  it('is slowed down on the way through a password change as well', async () => {
    const { access_token: token } = await api.tokens(email, password, home);
    const change = (): Promise<Answer> =>
      api.call({
        method: 'POST',
        url: '/auth/password',
        token,
        from: elsewhere,
        payload: { current_password: wrong, new_password: 'seven lamps beside an empty road' },
      });
    const hashes = await verifications(() => times(60, change));
    expect(hashes).toBeLessThanOrEqual(freeFailures);
  });

  it('costs one hash and gives one answer for unknown, known and disabled accounts alike', async () => {
    const disabled = `disabled${counter}@example.com`;
    await api.register(disabled, password);
    await api.database.query('UPDATE users SET disabled_at = now() WHERE email = $1', [disabled]);
    const answers: Answer[] = [];
    for (const [name, attempt] of [
      [`unknown${counter}@example.com`, password],
      [email, wrong],
      [disabled, password],
      ['no e-mail at all', password],
    ] as const) {
      const hashes = await verifications(async () => answers.push(await api.logIn(name, attempt, elsewhere)));
      expect(hashes).toBe(1);
    }
    for (const { status, body } of answers) expect([status, body]).toEqual([400, answers[0]!.body]);
  });

  it('is slowed down for unknown accounts exactly as for known ones', async () => {
    const statuses = async (name: string): Promise<string[]> => {
      const answers: string[] = [];
      for (let attempt = 0; attempt < 7; attempt++) {
        const { status, headers } = await api.logIn(name, wrong, elsewhere);
        answers.push(`${status} ${headers['retry-after'] as string | undefined}`);
      }
      return answers;
    };
    expect(await statuses('unknown@example.com')).toEqual(await statuses(email));
  });

  it('is not recorded with e-mails or addresses', async () => {
    await api.logIn(email, wrong, elsewhere);
    const rows = await api.database.query<{ row: string }[]>(
      `SELECT t::text AS row FROM login_throttles t UNION ALL SELECT k::text FROM known_sources k
       UNION ALL SELECT e::text FROM audit.events e`,
    );
    const hex = Buffer.from(elsewhere).toString('hex');
    for (const { row } of rows) {
      for (const personal of [email, 'example.com', elsewhere, hex]) expect(row).not.toContain(personal);
    }
  });

  it('replaces a hash that was made with weaker parameters', async () => {
    const weak = await hash(password, { memoryCost: 7168, timeCost: 1, parallelism: 1 });
    await api.database.query('UPDATE users SET password_hash = $2 WHERE email = $1', [email, weak]);
    const answers = await times(5, () => api.logIn(email, password, elsewhere));
    expect(answers.map(({ status }) => status)).toEqual(new Array(5).fill(200));
    const [row] = await api.database.query<{ password_hash: string }[]>(
      'SELECT password_hash FROM users WHERE email = $1',
      [email],
    );
    expect(row!.password_hash).toContain('$m=19456,t=2,p=1$');
    expect((await api.logIn(email, password, elsewhere)).status).toBe(200);
  });
});
