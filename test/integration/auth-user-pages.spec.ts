import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FirstAdmin } from '#libs/auth';
import { type Answer, AuthApplication } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const password = 'nine lanterns over a quiet harbour';

describe('the list of accounts', () => {
  let database: TestDatabase;
  let api: AuthApplication;
  let admin: string;
  let counter = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await AuthApplication.start(database.application, {
      ADMIN_EMAIL: 'root@example.com',
      ADMIN_PASSWORD: password,
    });
    await api.nest.get(FirstAdmin).ensure();
    admin = (await api.tokens('root@example.com', password)).access_token;
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const create = (): Promise<Answer> =>
    api.call({
      method: 'POST',
      url: '/users',
      token: admin,
      payload: { email: `person${counter++}@example.com`, role: 'viewer' },
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
});
