import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthApplication, type Tokens } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const password = 'nine lanterns over a quiet harbour';

describe('refresh tokens', () => {
  let database: TestDatabase;
  let api: AuthApplication;
  let first: Tokens;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await AuthApplication.start(database.application);
  });

  beforeEach(async () => {
    const email = `refresher${counter++}@example.com`;
    await api.register(email, password);
    first = await api.tokens(email, password);
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const refreshed = async (token: string): Promise<Tokens> => {
    const { status, body } = await api.refresh(token);
    expect(status).toBe(200);
    return body as unknown as Tokens;
  };

  const heads = async (): Promise<number> => {
    const [row] = await api.database.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM refresh_tokens AS token JOIN sessions ON sessions.id = session_id
       WHERE rotated_at IS NULL AND revoked_at IS NULL AND session_id = (
         SELECT session_id FROM refresh_tokens ORDER BY created_at DESC LIMIT 1)`,
    );
    return row!.count;
  };

  it('give a new access token and the next refresh token', async () => {
    const second = await refreshed(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    const { status } = await api.call({ url: '/auth/me', token: second.access_token });
    expect(status).toBe(200);
  });

  it('end the whole sign-in when a grandparent is replayed after three rotations', async () => {
    const chain = [first];
    for (let rotation = 0; rotation < 3; rotation++) {
      chain.push(await refreshed(chain.at(-1)!.refresh_token));
    }
    expect((await api.refresh(first.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    for (const link of chain) {
      expect((await api.refresh(link.refresh_token)).status).toBe(400);
      expect((await api.call({ url: '/auth/me', token: link.access_token })).status).toBe(401);
    }
    const events = await api.database.query<unknown[]>(
      `SELECT 1 FROM audit.events WHERE action = 'session.reuse_detected'
       AND subject_id = (SELECT id::text FROM sessions WHERE revoked_reason = 'refresh_token_reused'
                         ORDER BY created_at DESC LIMIT 1)`,
    );
    expect(events).toHaveLength(1);
  });

  it('end the sign-in when the parent is replayed after the grace', async () => {
    const second = await refreshed(first.refresh_token);
    api.clock.advanceSeconds(11);
    expect((await api.refresh(first.refresh_token)).status).toBe(400);
    expect((await api.refresh(second.refresh_token)).status).toBe(400);
  });

  it('answer the same child to a client that lost the answer and repeats within the grace', async () => {
    const lost = await refreshed(first.refresh_token);
    const repeated = await refreshed(first.refresh_token);
    expect(repeated.refresh_token).toBe(lost.refresh_token);
    await refreshed(repeated.refresh_token);
  });

  it('end the sign-in when the parent is replayed within the grace but its child was used already', async () => {
    const second = await refreshed(first.refresh_token);
    await refreshed(second.refresh_token);
    expect((await api.refresh(first.refresh_token)).status).toBe(400);
    expect((await api.refresh(second.refresh_token)).status).toBe(400);
  });

  it('have one live head after twenty parallel refreshes, over several generations', async () => {
    let token = first.refresh_token;
    for (let generation = 0; generation < 5; generation++) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => api.refresh(token)));
      expect(answers.map(({ status }) => status)).toEqual(new Array(20).fill(200));
      const children = new Set(answers.map(({ body }) => body['refresh_token']));
      expect(children.size).toBe(1);
      expect(await heads()).toBe(1);
      token = [...children][0] as string;
    }
  });

  it('do not outlive the absolute end of the sign-in', async () => {
    let token = first.refresh_token;
    for (let day = 0; day < 25; day += 5) {
      api.clock.advanceSeconds(5 * 86_400);
      token = (await refreshed(token)).refresh_token;
    }
    api.clock.advanceSeconds(6 * 86_400);
    expect((await api.refresh(token)).status).toBe(400);
  });

  it('die when they are not used for a week', async () => {
    api.clock.advanceSeconds(7 * 86_400 + 1);
    expect((await api.refresh(first.refresh_token)).status).toBe(400);
  });

  it('are no access tokens, nor are access tokens refresh tokens', async () => {
    expect((await api.call({ url: '/auth/me', token: first.refresh_token })).status).toBe(401);
    expect((await api.refresh(first.access_token)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('are stored as digests only', async () => {
    const rows = await api.database.query<{ row: string }[]>('SELECT t::text AS row FROM refresh_tokens t');
    for (const { row } of rows) expect(row).not.toContain(first.refresh_token);
    const hex = Buffer.from(first.refresh_token).toString('hex');
    for (const { row } of rows) expect(row).not.toContain(hex);
  });
});
