import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { FirstAdmin } from '#libs/auth';
import { ConfigurationError } from '#libs/platform';
import { UserEntity } from '../../libs/auth/accounts/user.entity.js';
import { SignIns } from '../../libs/auth/sign-ins/sign-ins.js';
import { type Answer, AuthApplication } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const password = 'nine lanterns over a quiet harbour';
const another = 'seven lamps beside an empty road';
const adminEmail = 'root@example.com';

describe('the administration of accounts', () => {
  let database: TestDatabase;
  let api: AuthApplication;
  let other: AuthApplication;
  let admin: string;
  let adminId: string;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    const environment = { ADMIN_EMAIL: adminEmail, ADMIN_PASSWORD: password };
    api = await AuthApplication.start(database.application, environment);
    other = await AuthApplication.start(database.application, environment, api.clock);
    await api.nest.get(FirstAdmin).ensure();
  });

  beforeEach(async () => {
    admin = (await api.tokens(adminEmail, password)).access_token;
    adminId = (await api.call({ url: '/auth/me', token: admin })).body['id'] as string;
  });

  afterAll(async () => {
    await api.stop();
    await other.stop();
    await database.drop();
  });

  const create = (fields: Record<string, unknown> = {}): Promise<Answer> =>
    api.call({
      method: 'POST',
      url: '/users',
      token: admin,
      payload: { email: `person${counter++}@example.com`, role: 'viewer', password, ...fields },
    });
  const patch = (id: string, etag: string | undefined, payload: object, on = api): Promise<Answer> =>
    on.call({
      method: 'PATCH',
      url: `/users/${id}`,
      token: admin,
      payload,
      headers: etag === undefined ? {} : { 'if-match': etag },
    });
  const remove = (id: string, etag: string): Promise<Answer> =>
    api.call({ method: 'DELETE', url: `/users/${id}`, token: admin, headers: { 'if-match': etag } });

  it('is closed to everybody without the scope', async () => {
    const { body } = await create({ role: 'analyst' });
    const { access_token: token } = await api.tokens(body['email'] as string, password);
    for (const [method, url] of [
      ['GET', '/users'],
      ['POST', '/users'],
      ['GET', `/users/${adminId}`],
      ['PATCH', `/users/${adminId}`],
      ['DELETE', `/users/${adminId}`],
      ['GET', '/api-keys'],
      ['POST', '/api-keys'],
      ['DELETE', `/api-keys/${adminId}`],
    ] as const) {
      expect((await api.call({ method, url, token })).status).toBe(403);
      expect((await api.call({ method, url })).status).toBe(401);
    }
  });

  it('creates an account with location and entity tag, and shows it', async () => {
    const { status, headers, body } = await create();
    expect([status, headers['location'], headers['etag']]).toEqual([
      201,
      `/users/${body['id'] as string}`,
      '"1"',
    ]);
    expect(body).toMatchObject({ role: 'viewer', disabled: false, initial_password: null });
    const shown = await api.call({ url: headers['location'] as string, token: admin });
    expect(shown.headers['etag']).toBe('"1"');
    expect(Object.keys(shown.body).sort()).toEqual([
      'created_at',
      'disabled',
      'email',
      'id',
      'must_replace_password',
      'role',
      'updated_at',
      'version',
    ]);
  });

  it('generates a password that works once, for nothing but choosing another', async () => {
    const { body } = await create({ role: 'analyst', password: undefined });
    const email = body['email'] as string;
    const initial = body['initial_password'] as string;
    expect(initial).toMatch(/^[A-Za-z0-9_-]{24}$/);
    const { access_token: token } = await api.tokens(email, initial);
    expect((await api.logIn(email, initial)).status).toBe(400);
    expect((await api.call({ url: '/probe/read', token })).status).toBe(403);
    expect((await api.call({ url: '/auth/me', token })).body).toMatchObject({
      scopes: [],
      must_replace_password: true,
    });
    const change = (new_password: string): Promise<Answer> =>
      api.call({
        method: 'POST',
        url: '/auth/password',
        token,
        payload: { current_password: initial, new_password },
      });
    expect((await change(initial)).status).toBe(422);
    expect((await change(another)).status).toBe(204);
    const { access_token: full } = await api.tokens(email, another);
    expect((await api.call({ url: '/probe/read', token: full })).status).toBe(200);
  });

  it('generates a password that opens one sign-in, also for checks that end at the same moment', async () => {
    const { body } = await create({ password: undefined });
    const checked = await api.database.manager.findOneByOrFail(UserEntity, { id: body['id'] as string });
    const signIns = api.nest.get(SignIns);
    const together = 6;
    const allBegan = Promise.withResolvers<void>();
    let began = 0;
    const opened = await Promise.all(
      Array.from({ length: together }, () =>
        api.database.transaction(async (manager) => {
          await manager.query('SELECT 1');
          if (++began === together) allBegan.resolve();
          await allBegan.promise;
          return signIns.open(checked, manager);
        }),
      ),
    );
    expect(opened.filter((signIn) => signIn !== null)).toHaveLength(1);
  });

  it('opens no sign-in for a password that was replaced while it was being checked', async () => {
    const { body } = await create();
    const checked = await api.database.manager.findOneByOrFail(UserEntity, { id: body['id'] as string });
    await patch(checked.id, '"1"', { password: another });
    const signIns = api.nest.get(SignIns);
    expect(await api.database.transaction((manager) => signIns.open(checked, manager))).toBeNull();
  });

  it('generates a password that expires after three days', async () => {
    const { body } = await create({ password: undefined });
    api.clock.advanceSeconds(3 * 86_400 + 1);
    const { status } = await api.logIn(body['email'] as string, body['initial_password'] as string);
    expect(status).toBe(400);
    api.clock.advanceSeconds(-3 * 86_400 - 1);
  });

  it.each([
    ['a changed role', { role: 'analyst' }],
    ['a disabled account', { disabled: true }],
    ['a password set by an admin', { password: another }],
  ])('ends every sign-in for the next call in every process: %s', async (_, change) => {
    const { body } = await create();
    const signIns = await Promise.all([1, 2].map(() => api.tokens(body['email'] as string, password)));
    for (const { access_token: token } of signIns) {
      expect((await other.call({ url: '/probe/read', token })).status).toBe(200);
    }
    expect((await patch(body['id'] as string, '"1"', change)).status).toBe(200);
    for (const { access_token: token, refresh_token } of signIns) {
      expect((await other.call({ url: '/probe/read', token })).status).toBe(401);
      expect((await other.refresh(refresh_token)).status).toBe(400);
    }
  });

  it('ends every sign-in when the owner changes the password, which asks for the current one', async () => {
    const { body } = await create();
    const email = body['email'] as string;
    const [one, two] = [await api.tokens(email, password), await api.tokens(email, password)];
    const change = (current_password: string, new_password: string): Promise<Answer> =>
      api.call({
        method: 'POST',
        url: '/auth/password',
        token: one.access_token,
        payload: { current_password, new_password },
      });
    expect((await change(another, another)).status).toBe(400);
    expect((await change(password, 'short')).status).toBe(422);
    expect((await change(password, another)).status).toBe(204);
    for (const { access_token: token, refresh_token } of [one, two]) {
      expect((await other.call({ url: '/auth/me', token })).status).toBe(401);
      expect((await other.refresh(refresh_token)).status).toBe(400);
    }
    expect((await api.logIn(email, password)).status).toBe(400);
    expect((await api.logIn(email, another)).status).toBe(200);
  });

  it('leaves the sign-ins alone when a change changes nothing', async () => {
    const { body } = await create();
    const { access_token: token } = await api.tokens(body['email'] as string, password);
    const { status, headers } = await patch(body['id'] as string, '"1"', { role: 'viewer', disabled: false });
    expect([status, headers['etag']]).toEqual([200, '"1"']);
    expect((await api.call({ url: '/probe/read', token })).status).toBe(200);
  });

  it('lets one of fifty parallel changes with the same tag through', async () => {
    const { body } = await create();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        patch(
          body['id'] as string,
          '"1"',
          { role: index % 2 ? 'analyst' : 'admin' },
          index % 3 ? api : other,
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...new Array<number>(49).fill(412)]);
    const { headers } = await api.call({ url: `/users/${body['id'] as string}`, token: admin });
    expect(headers['etag']).toBe('"2"');
    await remove(body['id'] as string, '"2"');
  });

  it('asks for the entity tag', async () => {
    const { body } = await create();
    const id = body['id'] as string;
    expect((await patch(id, undefined, { disabled: true })).status).toBe(428);
    expect((await patch(id, 'W/"1"', { disabled: true })).status).toBe(412);
    expect((await patch(id, '"999999999999999"', { disabled: true })).status).toBe(412);
    expect((await patch(randomUUID(), '"1"', { disabled: true })).status).toBe(404);
    expect((await remove(id, '"7"')).status).toBe(412);
    expect((await remove(id, '"1"')).status).toBe(204);
    expect((await api.call({ url: `/users/${id}`, token: admin })).status).toBe(404);
  });

  it('keeps the last active admin', async () => {
    const { headers } = await api.call({ url: `/users/${adminId}`, token: admin });
    for (const change of [{ role: 'viewer' }, { disabled: true }]) {
      expect((await patch(adminId, headers['etag'] as string, change)).body).toMatchObject({
        code: 'last_admin',
      });
    }
    expect((await remove(adminId, headers['etag'] as string)).status).toBe(409);
    expect((await api.call({ url: '/users', token: admin })).status).toBe(200);
  });

  it('keeps one admin when two demote each other at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const { body } = await create({ role: 'admin' });
      const id = body['id'] as string;
      const { headers } = await api.call({ url: `/users/${adminId}`, token: admin });
      const answers = await Promise.all([
        patch(id, '"1"', { role: 'viewer' }),
        patch(adminId, headers['etag'] as string, { disabled: true }, other),
      ]);
      const [row] = await api.database.query<{ count: number }[]>(
        `SELECT count(*)::int AS count FROM users WHERE role = 'admin' AND disabled_at IS NULL`,
      );
      expect([row!.count, answers.filter(({ status }) => status === 200)]).toEqual([1, [expect.anything()]]);
      await api.database.query(`UPDATE users SET disabled_at = NULL WHERE id = $1`, [adminId]);
      await api.database.query(
        `UPDATE sessions SET revoked_at = NULL, revoked_reason = NULL WHERE user_id = $1`,
        [adminId],
      );
      await api.database.query(`DELETE FROM users WHERE id = $1`, [id]);
    }
  });

  it('walks all pages and returns every account once', async () => {
    await Promise.all(Array.from({ length: 7 }, () => create()));
    const seen: unknown[] = [];
    let cursor: string | null = null;
    let total: unknown;
    do {
      const { body }: Answer = await api.call({
        url: `/users?limit=3&role=viewer${cursor ? `&cursor=${cursor}` : ''}`,
        token: admin,
      });
      seen.push(...(body['items'] as { id: string }[]).map(({ id }) => id));
      cursor = body['next_cursor'] as string | null;
      total = body['total'];
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(total as number);
  });

  it('binds a cursor to its filter', async () => {
    await Promise.all([create(), create()]);
    const { body } = await api.call({ url: '/users?limit=1&role=viewer', token: admin });
    const cursor = body['next_cursor'] as string;
    expect((await api.call({ url: `/users?limit=1&cursor=${cursor}`, token: admin })).status).toBe(400);
  });

  it('leaves a record of every act, without e-mails', async () => {
    const { body } = await create();
    const id = body['id'] as string;
    await patch(id, '"1"', { role: 'analyst' });
    await remove(id, '"2"');
    const events = await api.database.query<{ action: string; actor_id: string; row: string }[]>(
      `SELECT action, actor_id, e::text AS row FROM audit.events e WHERE subject_id = $1 ORDER BY id`,
      [id],
    );
    expect(events.map(({ action }) => action)).toEqual(['user.created', 'user.changed', 'user.deleted']);
    for (const { actor_id, row } of events) {
      expect(actor_id).toBe(adminId);
      expect(row).not.toContain('example.com');
    }
  });
});

describe('the first admin', () => {
  const start = async (environment: Record<string, string>): Promise<[AuthApplication, TestDatabase]> => {
    const database = await createTestDatabase();
    return [await AuthApplication.start(database.application, environment), database];
  };

  it('is created once when four processes start together, with a password that nobody else knows', async () => {
    const [api, database] = await start({});
    const other = await AuthApplication.start(database.application);
    const starts = [api, other, api, other].map(({ nest }) => nest.get(FirstAdmin).ensure());
    const created = (await Promise.all(starts)).filter((credentials) => credentials !== null);
    expect(created).toEqual([
      { email: 'admin@veridict.local', password: expect.stringMatching(/^[\w-]{24}$/) },
    ]);
    expect((await api.logIn(created[0]!.email, created[0]!.password!)).status).toBe(200);
    expect(await api.nest.get(FirstAdmin).ensure()).toBeNull();
    await api.stop();
    await other.stop();
    await database.drop();
  });

  it('does not exist before: no credentials work on an empty database', async () => {
    const [api, database] = await start({});
    for (const name of ['admin', 'admin@veridict.local', 'root', 'demo']) {
      for (const attempt of ['admin', 'password', 'admin123', 'veridict']) {
        expect([400, 429]).toContain((await api.logIn(name, attempt)).status);
      }
    }
    await api.stop();
    await database.drop();
  });

  it('takes the configured credentials without repeating the password', async () => {
    const [api, database] = await start({ ADMIN_EMAIL: 'Root@Example.com', ADMIN_PASSWORD: password });
    expect(await api.nest.get(FirstAdmin).ensure()).toEqual({ email: 'root@example.com' });
    expect((await api.logIn('root@example.com', password)).status).toBe(200);
    await api.stop();
    await database.drop();
  });

  it('is refused with a guessable password, and the reason does not repeat it', async () => {
    const guessable = 'veridict-admin-2026';
    const [api, database] = await start({ ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD: guessable });
    const failure = await api.nest
      .get(FirstAdmin)
      .ensure()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect((failure as Error).message).toMatch(/^ADMIN_PASSWORD is too easy to guess/);
    expect((failure as Error).message).not.toContain(guessable);
    await api.stop();
    await database.drop();
  });
});
