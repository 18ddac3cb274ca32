import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthApplication } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const password = 'nine lanterns over a quiet harbour';
const installationKey = 'the key of this installation';

describe('credentials in a request', () => {
  let database: TestDatabase;
  let api: AuthApplication;
  let gated: AuthApplication;
  let token: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await AuthApplication.start(database.application);
    gated = await AuthApplication.start(database.application, { API_KEY: installationKey });
    await api.register('ada@example.com', password);
    token = (await api.tokens('ada@example.com', password)).access_token;
  });

  afterAll(async () => {
    await api.stop();
    await gated.stop();
    await database.drop();
  });

  it('that are missing are asked for without an error code', async () => {
    const { status, headers } = await api.call({ url: '/probe/read' });
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="veridict"']);
  });

  it('of another scheme count as missing', async () => {
    const { status, body } = await api.call({
      url: '/probe/read',
      headers: { authorization: 'Basic YWRhOmFkYQ==' },
    });
    expect([status, body['code']]).toEqual([401, 'unauthenticated']);
  });

  it('that lack a scope are told which', async () => {
    const { status, headers, body } = await api.call({ method: 'POST', url: '/probe/write', token });
    expect([status, headers['www-authenticate'], body['required_scope']]).toEqual([
      403,
      'Bearer realm="veridict", error="insufficient_scope", scope="clients:write"',
      'clients:write',
    ]);
  });

  it.each(['Bearer', 'Bearer ', 'Bearer one two', 'bearer =', 'Bearer tökén'])(
    'that are malformed are a bad request: %s',
    async (authorization) => {
      const { status, headers } = await api.call({ url: '/probe/read', headers: { authorization } });
      expect([status, headers['www-authenticate']]).toEqual([
        400,
        'Bearer realm="veridict", error="invalid_request"',
      ]);
    },
  );

  it('that come in two ways are a bad request', async () => {
    const { status } = await api.call({ url: '/probe/read', token, headers: { 'x-api-key': 'vdt_x' } });
    expect(status).toBe(400);
  });

  it('that come as two Authorization headers are a bad request', async () => {
    await api.nest.listen(0, '127.0.0.1');
    const { port } = api.nest.getHttpServer().address() as AddressInfo;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request({ port, path: '/probe/read' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      call.setHeader('Authorization', [`Bearer ${token}`, 'Bearer other']);
      call.on('error', reject);
      call.end();
    });
    expect(status).toBe(400);
  });

  it.each(['access_token', 'token', 'API_KEY', 'password'])(
    'in the address are refused: %s',
    async (name) => {
      expect((await api.call({ url: `/probe/read?${name}=x`, token })).status).toBe(400);
      expect((await api.call({ url: `/probe/public?${name}=x` })).status).toBe(400);
      expect((await api.call({ method: 'POST', url: `/auth/token?${name}=x` })).status).toBe(400);
    },
  );

  it('do not open a route that declares no access', async () => {
    expect((await api.call({ url: '/probe/undeclared', token })).status).toBe(403);
    expect((await api.call({ url: '/probe/undeclared' })).status).toBe(403);
  });

  it('are asked for on HEAD as on GET, and not for an address that does not exist', async () => {
    expect((await api.call({ method: 'HEAD', url: '/probe/read' })).status).toBe(401);
    expect((await api.call({ url: '/nowhere' })).status).toBe(404);
    expect((await api.call({ url: '/docs/nowhere' })).status).toBe(404);
  });

  it('are not enough without the installation’s own key, where one is set', async () => {
    const call = (headers: Record<string, string>): Promise<{ status: number }> =>
      gated.call({ url: '/probe/read', headers });
    const authorization = `Bearer ${token}`;
    expect(await call({ authorization })).toMatchObject({ status: 401 });
    expect(await call({ authorization, 'x-api-key': 'wrong' })).toMatchObject({ status: 401 });
    expect(await call({ authorization, 'x-api-key': `${installationKey} ` + 'x' })).toMatchObject({
      status: 401,
    });
    expect(await call({ 'x-api-key': installationKey })).toMatchObject({ status: 401 });
    expect(await call({ authorization, 'x-api-key': installationKey })).toMatchObject({ status: 200 });
    expect((await gated.call({ url: '/probe/public' })).status).toBe(200);
  });
});

describe('the token form', () => {
  let database: TestDatabase;
  let api: AuthApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await AuthApplication.start(database.application);
    await api.register('Ada@Example.com', password);
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('signs in with and without grant_type, whatever the case of the e-mail', async () => {
    for (const fields of [
      { username: 'ada@example.com', password },
      { grant_type: 'password', username: 'ADA@EXAMPLE.COM', password, scope: '', client_id: 'x' },
    ]) {
      const { status, body, headers } = await api.form(fields);
      expect(status).toBe(200);
      expect(body).toEqual({
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: 3600,
        refresh_token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
        scope: 'predict:read clients:read models:read',
      });
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it.each<[string, Record<string, string>, string]>([
    ['no field', {}, 'invalid_request'],
    ['no password', { username: 'ada@example.com' }, 'invalid_request'],
    ['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
    ['an unknown field', { username: 'a', password: 'b', role: 'admin' }, 'invalid_request'],
    ['another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['a wrong password', { username: 'ada@example.com', password: 'wrong' }, 'invalid_grant'],
    ['a name that PostgreSQL cannot hold', { username: 'a\0@example.com', password: 'b' }, 'invalid_grant'],
    ['a refresh token that is none', { grant_type: 'refresh_token', refresh_token: '\0' }, 'invalid_grant'],
  ])('answers an OAuth error that is a problem document too: %s', async (_, fields, error) => {
    const { status, body, headers } = await api.form(fields);
    expect(body).toMatchObject({ error, code: error, error_description: expect.any(String), status: 400 });
    expect([status, headers['cache-control'], headers['www-authenticate']]).toEqual([
      400,
      'no-store',
      undefined,
    ]);
  });

  it('refuses a field that comes twice', async () => {
    const { body } = await api.call({
      method: 'POST',
      url: '/auth/token',
      payload: 'username=a&username=b&password=c',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(body['error']).toBe('invalid_request');
  });

  it('refuses JSON', async () => {
    const { status } = await api.call({
      method: 'POST',
      url: '/auth/token',
      payload: { username: 'ada@example.com', password },
    });
    expect(status).toBe(415);
  });

  it('shows the account behind the token', async () => {
    const { access_token: token } = await api.tokens('ada@example.com', password);
    const { body, headers } = await api.call({ url: '/auth/me', token });
    expect(body).toMatchObject({ email: 'ada@example.com', role: 'viewer', credential: 'sign_in' });
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('registration', () => {
  let database: TestDatabase;
  let api: AuthApplication;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await AuthApplication.start(database.application);
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('gives the role viewer and refuses a role in the body', async () => {
    const payload = { email: 'eve@example.com', password, role: 'admin' };
    expect((await api.call({ method: 'POST', url: '/auth/register', payload })).status).toBe(422);
    const { status, body } = await api.register('eve@example.com', password);
    expect([status, body['role']]).toEqual([201, 'viewer']);
    expect(Object.keys(body)).toEqual(['id', 'email', 'role', 'created_at']);
  });

  it('takes an e-mail once, whatever its case, also when twenty ask at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        api.register(index % 2 ? 'bob@example.com' : 'BOB@example.com', password),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array<number>(19).fill(409)]);
  });

  it('explains why a password is refused', async () => {
    const { status, body } = await api.register('carl@example.com', 'Veridict2026Veridict');
    expect(status).toBe(422);
    expect(body['errors']).toEqual([
      { pointer: '/password', detail: expect.stringContaining('the name of this service') },
    ]);
  });

  it('slows a source down that asks for taken e-mails', async () => {
    api.clock.advanceSeconds(3601);
    let refused = 0;
    for (let attempt = 0; attempt < 22; attempt++) {
      const { status } = await api.register('bob@example.com', password);
      if (status === 429) refused++;
    }
    expect(refused).toBe(2);
  });

  it('stores argon2id hashes with the declared parameters and nothing of the password', async () => {
    const rows = await api.database.query<{ password_hash: string }[]>('SELECT password_hash FROM users');
    expect(rows.length).toBeGreaterThan(1);
    for (const { password_hash } of rows)
      expect(password_hash).toMatch(
        /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
      );
  });
});
