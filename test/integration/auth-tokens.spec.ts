import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHmac, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { DirectConnections } from '#libs/database';
import { AuthApplication, testSecret, type Tokens } from '../support/auth-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const password = 'nine lanterns over a quiet harbour';
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  let database: TestDatabase;
  let api: AuthApplication;
  let other: AuthApplication;
  let good: Tokens;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await AuthApplication.start(database.application);
    other = await AuthApplication.start(database.application, {}, api.clock);
    await api.register('ada@example.com', password);
    good = await api.tokens('ada@example.com', password);
    [header, claims] = good.access_token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>) as [
      Record<string, unknown>,
      Record<string, unknown>,
    ];
  });

  afterAll(async () => {
    await api.stop();
    await other.stop();
    await database.drop();
  });

  const signed = (
    changes: { header?: object; claims?: object; key?: Buffer; digest?: string } = {},
  ): string => {
    const text = `${encode({ ...header, ...changes.header })}.${encode({ ...claims, ...changes.claims })}`;
    const key = changes.key ?? testSecret.keyFor('access-token');
    return `${text}.${createHmac(changes.digest ?? 'sha256', key)
      .update(text)
      .digest('base64url')}`;
  };

  it('carry the claims of RFC 9068, and the scopes as an array for older clients', () => {
    expect(header).toEqual({ alg: 'HS256', typ: 'at+jwt' });
    expect(claims).toEqual({
      iss: 'veridict',
      aud: 'veridict-api',
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      client_id: 'veridict',
      iat: expect.any(Number),
      exp: (claims['iat'] as number) + 3600,
      jti: expect.any(String),
      sid: expect.any(String),
      scope: 'predict:read clients:read models:read',
      scopes: ['predict:read', 'clients:read', 'models:read'],
    });
  });

  it('made by the tests with the right key are accepted, so that the forgeries below differ in one thing', async () => {
    expect((await api.call({ url: '/probe/read', token: signed() })).status).toBe(200);
  });

  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicPem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const publicJwk = publicKey.export({ format: 'jwk' });
  const rs256 = (extraHeader: object): string => {
    const text = `${encode({ ...header, alg: 'RS256', ...extraHeader })}.${encode(claims)}`;
    return `${text}.${createSign('sha256').update(text).sign(privateKey, 'base64url')}`;
  };
  const past = Math.floor(Date.now() / 1000) - 10;
  const forgeries: Record<string, () => string> = {
    'alg none without a signature': () => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`,
    'alg None in other letters': () => `${encode({ ...header, alg: 'NonE' })}.${encode(claims)}.`,
    'alg none with the old signature': () =>
      `${encode({ ...header, alg: 'none' })}.${encode(claims)}.${good.access_token.split('.')[2]}`,
    'HS256 made with a public key': () => signed({ key: Buffer.from(publicPem) }),
    'HS512 with the right key': () => signed({ header: { alg: 'HS512' }, digest: 'sha512' }),
    'RS256 where HS256 is expected': () => rs256({}),
    'its own key in jwk': () => rs256({ jwk: publicJwk }),
    'a key address in jku': () => rs256({ jku: 'https://attacker.example/keys.json' }),
    'a certificate address in x5u': () => rs256({ x5u: 'https://attacker.example/cert.pem' }),
    'a certificate in x5c': () => rs256({ x5c: ['MIIB'] }),
    'an unknown kid and another key': () => signed({ header: { kid: 'other' }, key: Buffer.alloc(32) }),
    'a path as kid and an empty key': () =>
      signed({ header: { kid: '../../../../dev/null' }, key: Buffer.alloc(0) }),
    'SQL as kid': () => signed({ header: { kid: "x' UNION SELECT 'key'; --" }, key: Buffer.from('key') }),
    'exp in the past': () => signed({ claims: { exp: past } }),
    'no exp': () => signed({ claims: { exp: undefined } }),
    'exp as text': () => signed({ claims: { exp: '9999999999' } }),
    'nbf in the future': () => signed({ claims: { nbf: past + 3600 } }),
    'another audience': () => signed({ claims: { aud: 'another-api' } }),
    'no audience': () => signed({ claims: { aud: undefined } }),
    'another issuer': () => signed({ claims: { iss: 'https://attacker.example' } }),
    'typ JWT': () => signed({ header: { typ: 'JWT' } }),
    'no typ': () => signed({ header: { typ: undefined } }),
    'another user as subject': () => signed({ claims: { sub: randomUUID() } }),
    'an unknown sign-in': () => signed({ claims: { sid: randomUUID() } }),
    'SQL as sign-in': () => signed({ claims: { sid: "' OR true --" } }),
    'no sign-in': () => signed({ claims: { sid: undefined } }),
    'the key of another purpose': () => signed({ key: testSecret.keyFor('cursor') }),
    'a key that is not in use any more': () => signed({ key: Buffer.from('the key of last year, retired') }),
    'more scopes under the old signature': () =>
      [
        good.access_token.split('.')[0],
        encode({ ...claims, scope: 'admin' }),
        good.access_token.split('.')[2],
      ].join('.'),
    'the signature of another token': () =>
      [...good.access_token.split('.').slice(0, 2), signed({ claims: { jti: 'x' } }).split('.')[2]].join('.'),
    'a truncated signature': () => good.access_token.slice(0, -4),
    'a signature with its unused bits changed': () => {
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const last = alphabet.indexOf(good.access_token.at(-1)!);
      return good.access_token.slice(0, -1) + alphabet[last ^ 1];
    },
    'two parts': () => good.access_token.split('.').slice(0, 2).join('.'),
    'four parts': () => `${good.access_token}.x`,
    '100 kB': () => signed({ claims: { filler: 'x'.repeat(100_000) } }),
    'a refresh token': () => good.refresh_token,
    'text that is no token': () => 'letmein',
  };

  it.each(Object.keys(forgeries))('are refused with 401 when forged: %s', async (name) => {
    const before = await api.database.query<unknown[]>('SELECT count(*) FROM audit.events');
    const answer = await api.call({
      method: 'POST',
      url: '/probe/write',
      token: forgeries[name]!(),
      payload: '{ this body is never parsed',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="veridict", error="invalid_token"');
    expect(await api.database.query('SELECT count(*) FROM audit.events')).toEqual(before);
  });

  it('that name a scope which the role lacks give nothing: the role of this moment decides', async () => {
    const token = signed({ claims: { scope: 'clients:write', scopes: ['clients:write'] } });
    expect((await api.call({ method: 'POST', url: '/probe/write', token, payload: {} })).status).toBe(403);
  });

  it('end with their time, also when they were used before', async () => {
    const { access_token: token } = await api.tokens('ada@example.com', password);
    expect((await api.call({ url: '/probe/read', token })).status).toBe(200);
    api.clock.advanceSeconds(3601);
    expect((await api.call({ url: '/probe/read', token })).status).toBe(401);
    api.clock.advanceSeconds(-3601);
  });

  it('are refused on the next call in another process after logout, two hundred times of two hundred', async () => {
    let accepted = 0;
    for (let round = 0; round < 200; round++) {
      const [api1, api2] = round % 2 ? [api, other] : [other, api];
      // Signing in costs a hash; the family is what logout ends, so an inserted one serves as well.
      const [session] = await api.database.query<{ id: string }[]>(
        `INSERT INTO sessions (id, user_id, created_at, expires_at)
         VALUES (gen_random_uuid(), $1, now(), now() + interval '1 day') RETURNING id`,
        [claims['sub']],
      );
      const token = signed({ claims: { sid: session!.id } });
      expect((await api2.call({ url: '/auth/me', token })).status).toBe(200);
      expect((await api1.call({ method: 'POST', url: '/auth/logout', token })).status).toBe(204);
      if ((await api2.call({ url: '/auth/me', token })).status !== 401) accepted++;
    }
    expect(accepted).toBe(0);
  });

  it('are refused, not let in, while the database is away', async () => {
    const broken = await AuthApplication.start(database.application);
    const { access_token: token } = await broken.tokens('ada@example.com', password);
    const connections = broken.nest.get(DirectConnections);
    connections.query = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    const answer = await broken.call({ url: '/probe/read', token });
    expect(answer).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
    expect(answer.headers['retry-after']).toBe('1');
    await broken.stop();
  });
});
