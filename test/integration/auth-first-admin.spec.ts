import { describe, expect, it } from '@jest/globals';
import { FirstAdmin } from '#libs/auth';
import { ConfigurationError } from '#libs/platform';
import { AuthApplication } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const password = 'nine lanterns over a quiet harbour';

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
