import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { DirectConnections } from '#libs/database';
import { FirstAdmin } from '#libs/auth';
import { ApiKeyUsage } from '../../libs/auth/api-keys/api-key-usage.js';
import { type Answer, AuthApplication } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const password = 'nine lanterns over a quiet harbour';

describe('an API key', () => {
  let database: TestDatabase;
  let api: AuthApplication;
  let other: AuthApplication;
  let admin: string;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    const environment = { ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD: password };
    api = await AuthApplication.start(database.application, environment);
    other = await AuthApplication.start(database.application, environment, api.clock);
    await api.nest.get(FirstAdmin).ensure();
    admin = (await api.tokens('root@example.com', password)).access_token;
  });

  afterAll(async () => {
    await api.stop();
    await other.stop();
    await database.drop();
  });

  const issue = (fields: Record<string, unknown> = {}): Promise<Answer> =>
    api.call({
      method: 'POST',
      url: '/api-keys',
      token: admin,
      payload: { name: 'nightly scoring', role: 'analyst', ...fields },
    });
  const call = (key: unknown, on = api): Promise<Answer> =>
    on.call({ url: '/probe/read', headers: { 'x-api-key': String(key) } });
  const revoke = (id: unknown): Promise<Answer> =>
    api.call({ method: 'DELETE', url: `/api-keys/${String(id)}`, token: admin });
  const owner = async (role: string): Promise<string> => {
    const email = `owner${counter++}@example.com`;
    const { body } = await api.call({
      method: 'POST',
      url: '/users',
      token: admin,
      payload: { email, role, password },
    });
    return body['id'] as string;
  };
  const change = (userId: string, version: number, payload: object): Promise<Answer> =>
    api.call({
      method: 'PATCH',
      url: `/users/${userId}`,
      token: admin,
      payload,
      headers: { 'if-match': `"${version}"` },
    });

  it('is shown once and listed without what makes it work', async () => {
    const { status, body, headers } = await issue();
    expect([status, headers['cache-control']]).toEqual([201, 'no-store']);
    expect(body['key']).toMatch(/^vdt_[0-9A-Za-z]{36}$/);
    const { body: list } = await api.call({ url: '/api-keys', token: admin });
    expect(JSON.stringify(list)).not.toContain(body['key']);
    const { key, ...rest } = body;
    expect((list['items'] as unknown[])[0]).toEqual(rest);
    expect(String(key).startsWith(rest['prefix'] as string)).toBe(true);
  });

  it('is in no dump of the database', async () => {
    const { body } = await issue();
    const key = body['key'] as string;
    const rows = await api.database.query<{ row: string }[]>(
      `SELECT k::text AS row FROM api_keys k UNION ALL SELECT e::text FROM audit.events e`,
    );
    const secret = key.slice((body['prefix'] as string).length);
    for (const { row } of rows) {
      expect(row).not.toContain(secret);
      expect(row).not.toContain(Buffer.from(key).toString('hex'));
    }
  });

  it('opens what its role allows, until the call after its revocation, in every process', async () => {
    const { body } = await issue({ role: 'viewer' });
    expect((await call(body['key'])).body).toMatchObject({ role: 'viewer', credential: body['id'] });
    const write = await api.call({
      method: 'POST',
      url: '/probe/write',
      headers: { 'x-api-key': body['key'] as string },
    });
    expect(write.status).toBe(403);
    expect((await call(body['key'], other)).status).toBe(200);
    expect((await revoke(body['id'])).status).toBe(204);
    expect((await call(body['key'], other)).status).toBe(401);
    expect((await revoke(body['id'])).status).toBe(404);
  });

  it('is refused on the next call after revocation, fifty times of fifty', async () => {
    for (let round = 0; round < 50; round++) {
      const { body } = await issue();
      expect((await call(body['key'], other)).status).toBe(200);
      await revoke(body['id']);
      expect((await call(body['key'], other)).status).toBe(401);
    }
  });

  it('expires', async () => {
    const { body } = await issue({ expires_in_days: 1 });
    expect((await call(body['key'])).status).toBe(200);
    api.clock.advanceSeconds(86_401);
    expect((await call(body['key'])).status).toBe(401);
    api.clock.advanceSeconds(-86_401);
  });

  it('never exceeds the present role of its owner', async () => {
    const user_id = await owner('analyst');
    const { body } = await issue({ user_id, role: 'analyst' });
    expect((await call(body['key'], other)).body).toMatchObject({ role: 'analyst', id: user_id });
    await change(user_id, 1, { role: 'viewer' });
    expect((await call(body['key'], other)).body).toMatchObject({ role: 'viewer' });
    await change(user_id, 2, { role: 'admin' });
    expect((await call(body['key'], other)).body).toMatchObject({ role: 'analyst' });
  });

  it('is not issued above the role of its owner, nor for nobody', async () => {
    const user_id = await owner('viewer');
    const { status, body } = await issue({ user_id, role: 'analyst' });
    expect([status, body['errors']]).toEqual([422, [expect.objectContaining({ pointer: '/role' })]]);
    expect((await issue({ user_id: randomUUID() })).status).toBe(404);
  });

  it('stops while its owner is disabled, and for ever with its owner', async () => {
    const user_id = await owner('analyst');
    const { body } = await issue({ user_id });
    await change(user_id, 1, { disabled: true });
    expect((await call(body['key'], other)).status).toBe(401);
    await change(user_id, 2, { disabled: false });
    expect((await call(body['key'], other)).status).toBe(200);
    await api.call({
      method: 'DELETE',
      url: `/users/${user_id}`,
      token: admin,
      headers: { 'if-match': '"3"' },
    });
    expect((await call(body['key'], other)).status).toBe(401);
  });

  it('with a typing error costs no query', async () => {
    const { body } = await issue();
    const key = body['key'] as string;
    const connections = api.nest.get(DirectConnections);
    const query = connections.query.bind(connections);
    let queries = 0;
    connections.query = (...call) => {
      queries++;
      return query(...call);
    };
    const last = key.at(-1) === 'a' ? 'b' : 'a';
    for (const typo of [
      key.slice(0, -1) + last,
      key.slice(0, 20) + '#' + key.slice(21),
      key.slice(1),
      `${key}a`,
      '',
    ]) {
      expect((await call(typo)).status).toBe(401);
    }
    expect(queries).toBe(0);
    expect((await call(key)).status).toBe(200);
    expect(queries).toBe(1);
    connections.query = query;
  });

  it('with the prefix of another and a right checksum is refused', async () => {
    const [one, two] = [await issue(), await issue()];
    await api.database.query(
      'UPDATE api_keys SET key_hash = (SELECT key_hash FROM api_keys WHERE id = $2) WHERE id = $1',
      [one.body['id'], two.body['id']],
    );
    expect((await call(one.body['key'])).status).toBe(401);
    expect((await call(two.body['key'])).status).toBe(200);
  });

  it('writes down its last use later, all uses in one statement', async () => {
    const { body } = await issue();
    const used = async (): Promise<unknown> => {
      const { body: list } = await api.call({ url: '/api-keys', token: admin });
      return (list['items'] as Record<string, unknown>[]).find(({ id }) => id === body['id'])![
        'last_used_at'
      ];
    };
    for (let times = 0; times < 5; times++) await call(body['key']);
    expect(await used()).toBeNull();
    await api.nest.get(ApiKeyUsage).flush();
    expect(Date.parse((await used()) as string)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('has no sign-in: it can neither log out nor change the password of its owner', async () => {
    const { body } = await issue({ role: 'admin' });
    const headers = { 'x-api-key': body['key'] as string };
    expect((await api.call({ method: 'POST', url: '/auth/logout', headers })).status).toBe(403);
    const payload = { current_password: password, new_password: 'seven lamps beside an empty road' };
    expect((await api.call({ method: 'POST', url: '/auth/password', headers, payload })).status).toBe(403);
    expect((await api.call({ url: '/auth/me', headers })).body).toMatchObject({ credential: 'api_key' });
  });

  it.each([
    ['a life of zero days', { expires_in_days: 0 }],
    ['a life of more than a year', { expires_in_days: 367 }],
    ['no name', { name: '' }],
    ['a name with control characters', { name: 'a\u0007b' }],
    ['a role that does not exist', { role: 'root' }],
    ['an owner that is no id', { user_id: 'me' }],
    ['an unknown field', { scopes: ['admin'] }],
  ])('is not issued with %s', async (_, fields) => {
    expect((await issue(fields)).status).toBe(422);
  });
});
