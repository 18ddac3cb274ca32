import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role, type TokenDto, type UserDto, VeridictError } from '#libs/sdk';
import { failureOf, problemOf } from '../support/problem.js';
import { admin, VeridictServer } from '../support/veridict-server.js';

const phrase = 'nine lanterns over a quiet harbour';
const otherPhrase = 'seven lamps beside an empty road';
let counter = 0;
const newEmail = (): string => `person-${++counter}@example.org`;

let server: VeridictServer;

beforeAll(async () => {
  server = await VeridictServer.start({ installation: 'empty' });
});

afterAll(() => server?.stop());

type Fields = Record<string, string> | [string, string][];
const form = (fields: Fields): Promise<Response> =>
  fetch(`${server.url}/auth/token`, { method: 'POST', body: new URLSearchParams(fields) });

async function tokens(email: string, password = phrase): Promise<TokenDto> {
  const { data } = await server
    .client()
    .issueToken({ body: { grant_type: 'password', username: email, password } });
  return data;
}

async function refresh(token: string): Promise<TokenDto> {
  const { data } = await server
    .client()
    .issueToken({ body: { grant_type: 'refresh_token', refresh_token: token } });
  return data;
}

/** Status and challenge of GET /auth/me. */
async function call(headers: Record<string, string>, path = '/auth/me'): Promise<Response> {
  return fetch(`${server.url}${path}`, { headers });
}
const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

async function createUser(role: Role): Promise<UserDto> {
  const veridict = await server.adminClient();
  return (await veridict.createUser({ body: { email: newEmail(), password: phrase, role } })).data;
}

describe('registration', () => {
  it('opens an account of the role viewer that can sign in at once', async () => {
    const email = newEmail();
    const { data, response } = await server.client().registerAccount({ body: { email, password: phrase } });
    expect(response.status).toBe(201);
    expect(data).toMatchObject({ email, role: 'viewer' });
    expect(data).not.toHaveProperty('password');
    expect((await tokens(email)).scope).toBe('predict:read clients:read models:read');
  });

  it('refuses a body that asks for a role, and creates nothing', async () => {
    const email = newEmail();
    const response = await fetch(`${server.url}/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: phrase, role: 'admin' }),
    });
    expect(await problemOf(response)).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/role' }],
    });
    await expect(tokens(email)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('refuses an e-mail that is taken, whatever its case', async () => {
    const email = newEmail();
    await server.client().registerAccount({ body: { email, password: phrase } });
    await expect(
      server.client().registerAccount({ body: { email: email.toUpperCase(), password: otherPhrase } }),
    ).rejects.toMatchObject({ status: 409, code: 'email_taken' });
  });

  it('asks for length and against guessable words, not for kinds of characters', async () => {
    const attempt = (password: string): Promise<unknown> =>
      server.client().registerAccount({ body: { email: newEmail(), password } });
    for (const weak of ['Sh0rt!', 'passwordpassword', 'aaaaaaaaaaaaaaaaaaaa', '123456789012345678'])
      await expect(attempt(weak)).rejects.toMatchObject({ status: 422, errors: [{ pointer: '/password' }] });
    await attempt('only lower case words and spaces');
    await attempt('пароль из обычных русских слов');
  });
});

describe('the token route', () => {
  it('answers what RFC 6749 asks for, and lets no cache keep it', async () => {
    const response = await form({ grant_type: 'password', username: admin.email, password: admin.password });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = (await response.json()) as TokenDto;
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'expires_in',
      'refresh_token',
      'scope',
      'token_type',
    ]);
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    expect(body.scope.split(' ')).toEqual(expect.arrayContaining(['admin', 'train:write', 'predict:read']));
  });

  const refusals: [string, Fields, string][] = [
    [
      'a wrong password',
      { grant_type: 'password', username: admin.email, password: phrase },
      'invalid_grant',
    ],
    [
      'an unknown e-mail',
      { grant_type: 'password', username: 'nobody@example.org', password: phrase },
      'invalid_grant',
    ],
    [
      'a made-up refresh token',
      { grant_type: 'refresh_token', refresh_token: 'x'.repeat(43) },
      'invalid_grant',
    ],
    ['another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['a missing field', { grant_type: 'password', username: admin.email }, 'invalid_request'],
    ['an unknown field', { username: admin.email, password: phrase, otp: '1' }, 'invalid_request'],
    [
      'a field that comes twice',
      [
        ['username', admin.email],
        ['password', 'a'],
        ['password', 'b'],
      ],
      'invalid_request',
    ],
  ];
  it.each(refusals)('refuses %s in the words of RFC 6749', async (_, fields, error) => {
    const response = await form(fields);
    expect(response.status).toBe(400);
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(await problemOf(response)).toMatchObject({
      error,
      code: error,
      error_description: expect.any(String),
    });
  });

  it('refuses JSON', async () => {
    const response = await fetch(`${server.url}/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'password', username: admin.email, password: admin.password }),
    });
    expect(await problemOf(response)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  it('refuses credentials in the address, here and everywhere', async () => {
    const query = new URLSearchParams({ username: admin.email, password: admin.password });
    const signIn = await fetch(`${server.url}/auth/token?${query.toString()}`, {
      method: 'POST',
      body: query,
    });
    expect(signIn.status).toBe(400);
    const problem = await problemOf(signIn);
    expect(JSON.stringify(problem)).not.toContain(admin.password);
    const token = await server.signIn();
    expect((await call({}, `/auth/me?access_token=${token}`)).status).toBe(400);
  });
});

describe('a sign-in', () => {
  it('is refreshed by a token that works once', async () => {
    const first = await tokens((await createUser('viewer')).email);
    const second = await refresh(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await call(bearer(second.access_token))).status).toBe(200);
    const third = await refresh(second.refresh_token);
    expect((await call(bearer(third.access_token))).status).toBe(200);
  });

  it('ends as a whole when a spent refresh token comes back', async () => {
    const first = await tokens((await createUser('viewer')).email);
    const second = await refresh(first.refresh_token);
    const third = await refresh(second.refresh_token);
    await expect(refresh(first.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    await expect(refresh(third.refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    for (const { access_token } of [first, second, third])
      expect((await call(bearer(access_token))).status).toBe(401);
  });

  it('shows whose it is and what it may do', async () => {
    const { email, id } = await createUser('analyst');
    const veridict = server.client({ token: await server.signIn(email, phrase) });
    const { data } = await veridict.showMyAccount();
    expect(data).toMatchObject({ id, email, role: 'analyst', credential: 'sign_in' });
    expect(data.scopes).toContain('clients:write');
    expect(data.scopes).not.toContain('train:write');
  });

  it('is over for the call after the log-out, and for its refresh token', async () => {
    const { access_token, refresh_token } = await tokens((await createUser('viewer')).email);
    const veridict = server.client({ token: access_token });
    expect((await veridict.signOut()).response.status).toBe(204);
    await expect(veridict.showMyAccount()).rejects.toMatchObject({ status: 401, code: 'invalid_token' });
    await expect(refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
  });

  it('leaves the other sign-ins of the account alone when it ends', async () => {
    const { email } = await createUser('viewer');
    const [one, other] = [await tokens(email), await tokens(email)];
    await server.client({ token: one.access_token }).signOut();
    expect((await call(bearer(other.access_token))).status).toBe(200);
  });

  it('ends when its owner changes the password', async () => {
    const { email } = await createUser('viewer');
    const token = await server.signIn(email, phrase);
    const veridict = server.client({ token });
    await expect(
      veridict.changePassword({ body: { current_password: 'not the one', new_password: otherPhrase } }),
    ).rejects.toMatchObject({ code: 'invalid_grant' });
    await veridict.changePassword({ body: { current_password: phrase, new_password: otherPhrase } });
    expect((await call(bearer(token))).status).toBe(401);
    await expect(server.signIn(email, phrase)).rejects.toThrow('400');
    expect(await server.signIn(email, otherPhrase)).toBeTruthy();
  });
});

describe('the administration of users', () => {
  it('creates, lists, shows, changes and deletes them', async () => {
    const veridict = await server.adminClient();
    const created = await veridict.createUser({
      body: { email: newEmail(), password: phrase, role: 'viewer' },
    });
    const { id, email } = created.data;
    expect(created.response.headers.get('location')).toBe(`/users/${id}`);
    expect(
      (await fetch(`${server.url}/users/${id}`, { headers: bearer(await server.signIn()) })).status,
    ).toBe(200);

    const found = await veridict.getUser({ path: { id } });
    const etag = found.response.headers.get('etag')!;
    expect(etag).toBe(created.response.headers.get('etag'));
    const listed = (await veridict.listUsers({ query: { limit: 1000 } })).data;
    expect(listed.items.map((user) => user.email)).toContain(email);
    expect(listed.total).toBe(listed.items.length);

    const changed = await veridict.changeUser({
      path: { id },
      headers: { 'If-Match': etag },
      body: { role: 'analyst' },
    });
    expect(changed.data).toMatchObject({ id, role: 'analyst' });
    const next = changed.response.headers.get('etag')!;
    expect(next).not.toBe(etag);
    await expect(
      veridict.changeUser({ path: { id }, headers: { 'If-Match': etag }, body: { role: 'admin' } }),
    ).rejects.toMatchObject({ status: 412, code: 'precondition_failed' });
    await expect(veridict.deleteUser({ path: { id }, headers: { 'If-Match': etag } })).rejects.toMatchObject({
      status: 412,
    });

    const deleted = await veridict.deleteUser({ path: { id }, headers: { 'If-Match': next } });
    expect(deleted.response.status).toBe(204);
    await expect(veridict.getUser({ path: { id } })).rejects.toMatchObject({
      status: 404,
      code: 'user_not_found',
    });
  });

  it('asks for If-Match before it changes anything', async () => {
    const { id } = await createUser('viewer');
    const response = await fetch(`${server.url}/users/${id}`, {
      method: 'PATCH',
      headers: { ...bearer(await server.signIn()), 'content-type': 'application/json' },
      body: JSON.stringify({ role: 'admin' }),
    });
    expect(await problemOf(response)).toMatchObject({ status: 428, code: 'precondition_required' });
  });

  it('walks to the last page', async () => {
    const veridict = await server.adminClient();
    for (let made = 0; made < 3; made++) await createUser('analyst');
    const seen: string[] = [];
    let cursor: string | undefined;
    let total: number;
    do {
      const { data } = await veridict.listUsers({
        query: { limit: 2, role: 'analyst', ...(cursor && { cursor }) },
      });
      seen.push(...data.items.map(({ id }) => id));
      cursor = data.next_cursor ?? undefined;
      total = data.total;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(total);
  });

  const changes = [
    ['is disabled', { disabled: true }],
    ['gets another role', { role: 'analyst' }],
    ['gets another password', { password: otherPhrase }],
  ] as const;
  it.each(changes)('ends the sign-ins of an account that %s, on the next call', async (_, change) => {
    const { id, email } = await createUser('viewer');
    const token = await server.signIn(email, phrase);
    const veridict = await server.adminClient();
    expect((await call(bearer(token))).status).toBe(200);
    await veridict.changeUser({ path: { id }, headers: { 'If-Match': '"1"' }, body: change });
    expect((await call(bearer(token))).status).toBe(401);
  });

  it('lets a disabled account neither sign in nor refresh until it is enabled again', async () => {
    const { id, email } = await createUser('viewer');
    const { refresh_token } = await tokens(email);
    const veridict = await server.adminClient();
    await veridict.changeUser({ path: { id }, headers: { 'If-Match': '"1"' }, body: { disabled: true } });
    await expect(tokens(email)).rejects.toMatchObject({ code: 'invalid_grant' });
    await expect(refresh(refresh_token)).rejects.toMatchObject({ code: 'invalid_grant' });
    await veridict.changeUser({ path: { id }, headers: { 'If-Match': '"2"' }, body: { disabled: false } });
    expect((await call(bearer((await tokens(email)).access_token))).status).toBe(200);
  });

  it('keeps the last active admin', async () => {
    const veridict = await server.adminClient();
    const { data } = await veridict.showMyAccount();
    const { response } = await veridict.getUser({ path: { id: data.id } });
    const headers = { 'If-Match': response.headers.get('etag')! };
    await expect(
      veridict.changeUser({ path: { id: data.id }, headers, body: { role: 'viewer' } }),
    ).rejects.toMatchObject({ status: 409, code: 'last_admin' });
    await expect(veridict.deleteUser({ path: { id: data.id }, headers })).rejects.toMatchObject({
      code: 'last_admin',
    });
  });

  it('leaves a record of each act', async () => {
    const veridict = await server.adminClient();
    const { id } = await createUser('viewer');
    await veridict.changeUser({ path: { id }, headers: { 'If-Match': '"1"' }, body: { role: 'analyst' } });
    await veridict.deleteUser({ path: { id }, headers: { 'If-Match': '"2"' } });
    const { data } = await veridict.listAdministrativeEvents({ query: { subject_id: id, limit: 10 } });
    expect(data.items.map(({ action }) => action).sort()).toEqual([
      'user.changed',
      'user.created',
      'user.deleted',
    ]);
  });
});

describe('an API key', () => {
  const issue = async (role: Role): Promise<{ id: string; key: string }> => {
    const veridict = await server.adminClient();
    return (await veridict.createApiKey({ body: { name: 'nightly scoring', role, expires_in_days: 1 } }))
      .data;
  };

  it('is shown once, opens what its role allows, and stops with the call after its end', async () => {
    const veridict = await server.adminClient();
    const { id, key } = await issue('viewer');
    const program = server.client({ apiKey: key });
    expect((await program.showMyAccount()).data).toMatchObject({
      credential: 'api_key',
      scopes: ['predict:read', 'clients:read', 'models:read'],
    });
    await program.countClients();
    await expect(program.listUsers()).rejects.toMatchObject({ status: 403, code: 'insufficient_scope' });

    const entry = async (): Promise<Record<string, unknown>> => {
      const { data } = await veridict.listApiKeys({ query: { limit: 1000 } });
      expect(JSON.stringify(data)).not.toContain(key);
      return { ...data.items.find((item) => item.id === id) };
    };
    expect(await entry()).toMatchObject({ name: 'nightly scoring', role: 'viewer', revoked_at: null });
    expect(Date.parse(String((await entry())['expires_at']))).toBeGreaterThan(Date.now());

    expect((await veridict.revokeApiKey({ path: { id } })).response.status).toBe(204);
    await expect(program.showMyAccount()).rejects.toMatchObject({ status: 401, code: 'invalid_token' });
    expect(await entry()).toMatchObject({ revoked_at: expect.any(String) });
    await expect(veridict.revokeApiKey({ path: { id } })).rejects.toMatchObject({
      code: 'api_key_not_found',
    });
  });

  it('has no sign-in to end and no password to change', async () => {
    const program = server.client({ apiKey: (await issue('admin')).key });
    await expect(program.signOut()).rejects.toMatchObject({ status: 403 });
  });

  it('is not accepted beside a token: one credential a request', async () => {
    const response = await call({
      ...bearer(await server.signIn()),
      'x-api-key': (await issue('viewer')).key,
    });
    expect(response.status).toBe(400);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="veridict", error="invalid_request"');
  });
});

describe('a refused credential', () => {
  it('gets the challenge of RFC 6750 that fits', async () => {
    const viewer = await server.signIn((await createUser('viewer')).email, phrase);
    const cases: [Record<string, string>, string, number, string][] = [
      [{}, '/auth/me', 401, 'Bearer realm="veridict"'],
      [{ authorization: 'Basic YTpi' }, '/auth/me', 401, 'Bearer realm="veridict"'],
      [bearer('a.b.c'), '/auth/me', 401, 'Bearer realm="veridict", error="invalid_token"'],
      [bearer(`${viewer}x`), '/auth/me', 401, 'Bearer realm="veridict", error="invalid_token"'],
      [{ 'x-api-key': 'vdt_wrong' }, '/auth/me', 401, 'Bearer realm="veridict", error="invalid_token"'],
      [
        bearer(viewer),
        '/users',
        403,
        'Bearer realm="veridict", error="insufficient_scope", scope="users:write"',
      ],
      [
        bearer(viewer),
        '/clients/export?include_sensitive=true',
        403,
        'Bearer realm="veridict", error="insufficient_scope", scope="clients:write"',
      ],
    ];
    for (const [headers, path, status, challenge] of cases) {
      const response = await call(headers, path);
      expect([path, response.status, response.headers.get('www-authenticate')]).toEqual([
        path,
        status,
        challenge,
      ]);
      await problemOf(response);
    }
  });

  it('is told apart in the SDK by its code', async () => {
    const error = await failureOf(server.client().countClients());
    expect(error).toBeInstanceOf(VeridictError);
    expect(error).toMatchObject({ status: 401, code: 'unauthenticated', requestId: expect.any(String) });
  });
});

describe('with API_KEY set', () => {
  const installationKey = 'the key of this installation';
  let gated: VeridictServer;

  beforeAll(async () => {
    gated = await VeridictServer.start({
      installation: 'empty',
      environment: { API_KEY: installationKey },
    });
  });
  afterAll(() => gated?.stop());

  it('protected routes demand it beside the token, public routes do not', async () => {
    const token = await gated.signIn();
    const me = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${gated.url}/auth/me`, { headers });
    const both = await me({ ...bearer(token), 'x-api-key': installationKey });
    expect(both.status).toBe(200);
    for (const headers of [
      {},
      bearer(token),
      { 'x-api-key': installationKey },
      { ...bearer(token), 'x-api-key': 'another key of that length' },
    ]) {
      const response = await me(headers);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="veridict"/);
    }
    expect((await fetch(`${gated.url}/health/live`)).status).toBe(200);
    expect(
      await gated
        .client({ token, apiKey: installationKey })
        .showMyAccount()
        .catch((error: unknown) => error),
    ).toMatchObject({ data: { email: admin.email } });
  });
});
