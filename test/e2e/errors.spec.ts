import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { problemOf } from '../support/problem.js';
import { VeridictServer } from '../support/veridict-server.js';

interface BadRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly status: number;
  readonly code: string;
}

const json = { 'content-type': 'application/json' };
const post = (body: string, rest: Partial<BadRequest> = {}): BadRequest => ({
  method: 'POST',
  path: '/clients',
  headers: json,
  body,
  status: 400,
  code: 'malformed_request',
  ...rest,
});
const unprocessable = { status: 422, code: 'validation_failed' };
const client = {
  age: 40,
  sport_licence: true,
  niveau_etude: 'master',
  revenu_estime_mois: 2000,
  risque_personnel: 0.5,
  loyer_mensuel: 500,
  anciennete_ans: 2,
};
const nul = '\\u0000';

const cases: Record<string, BadRequest> = {
  'malformed JSON': post('{"age": 40,'),
  'an empty body where JSON is announced': post(''),
  'a body that is no object': post('[]', unprocessable),
  'text for an object': post('"text"', unprocessable),
  'null for an object': post('null', unprocessable),
  'an array for an object deeper down': {
    ...post(JSON.stringify({ features: [] }), unprocessable),
    path: '/models/loan-amount/predict',
  },
  'an unknown content type': post('age=40', {
    headers: { 'content-type': 'application/x-unknown' },
    status: 415,
    code: 'unsupported_media_type',
  }),
  'a file where none is taken': post('age\n40\n', {
    headers: { 'content-type': 'text/csv' },
    status: 415,
    code: 'unsupported_media_type',
  }),
  'a body beyond a megabyte': post(JSON.stringify({ region: 'x'.repeat(1024 * 1024) }), {
    status: 413,
    code: 'payload_too_large',
  }),
  '10,000 levels of JSON': post(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, unprocessable),
  '10,000 levels of JSON in the features of a prediction': post(
    `{"features":{"age":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
    { ...unprocessable, path: '/models/loan-amount/predict' },
  ),
  'a key __proto__': post('{"__proto__": {"admin": true}}'),
  'a key constructor.prototype': post('{"constructor": {"prototype": {"admin": true}}}'),
  'a NUL in a text': post(`{"region": "a${nul}b", ${JSON.stringify(client).slice(1)}`, unprocessable),
  'a NUL in an e-mail': {
    ...post(
      `{"email": "a${nul}@example.org", "password": "nine lanterns over a quiet harbour"}`,
      unprocessable,
    ),
    path: '/auth/register',
  },
  'half a character in a text': post(
    `{"region": "\\ud800", ${JSON.stringify(client).slice(1)}`,
    unprocessable,
  ),
  'bytes that are no UTF-8': {
    ...post('', { status: 422, code: 'validation_failed' }),
    body: new Uint8Array([...Buffer.from('{"niveau_etude":"'), 0xff, 0xfe, ...Buffer.from('"}')]),
  },
  'unknown fields': post(JSON.stringify({ ...client, admin: true }), unprocessable),
  'a number too large to be exact': post(JSON.stringify(client).replace('40', '1e400'), unprocessable),
  'bad percent-encoding': { path: '/clients/%E0%A4%A', status: 400, code: 'malformed_request' },
  'a path parameter that is too long': {
    path: `/clients/${'1'.repeat(300)}`,
    status: 414,
    code: 'uri_too_long',
  },
  'a path parameter that is no id': { path: '/clients/one', ...unprocessable },
  'an id beyond what numbers hold exactly': { path: '/clients/9007199254740993', ...unprocessable },
  'a NUL in a path parameter': { path: '/models/a%00b', ...unprocessable },
  'an unknown client': { path: '/clients/9007199254740991', status: 404, code: 'client_not_found' },
  'an unknown model': { path: '/models/no-such-model', status: 404, code: 'model_not_found' },
  'an unknown route': { path: '/no/such/route', status: 404, code: 'route_not_found' },
  'another letter case': { path: '/Clients', status: 404, code: 'route_not_found' },
  'a query parameter that comes twice': { path: '/clients?limit=1&limit=2', ...unprocessable },
  'a query parameter with structure': { path: '/clients?limit[a]=1', ...unprocessable },
  'an unknown query parameter': { path: '/clients?colour=red', ...unprocessable },
  'a page of no rows': { path: '/clients?limit=0', ...unprocessable },
  'a cursor that was made up': { path: '/clients?cursor=abc', status: 400, code: 'invalid_cursor' },
  'a NUL in a query parameter': { path: '/clients?region=a%00b', ...unprocessable },
  'a wrong method': { method: 'PUT', path: '/clients', status: 405, code: 'method_not_allowed' },
};

let server: VeridictServer;
let token: string;

beforeAll(async () => {
  server = await VeridictServer.start({
    environment: { REQUEST_TIMEOUT_MS: '1500' },
  });
  token = await server.signIn();
});

afterAll(() => server?.stop());

const send = ({ method = 'GET', path, headers = {}, body }: BadRequest): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method,
    headers: { ...headers, authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body }),
  });

const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });

/** An answer that was read from the socket, as `fetch` would give it. */
function parsed(answer: string): Response {
  const [head, body] = answer.split('\r\n\r\n', 2) as [string, string];
  const [start, ...lines] = head.split('\r\n');
  return new Response(body, {
    status: Number(start!.split(' ')[1]),
    headers: lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
  });
}

describe('a bad request is answered with a problem:', () => {
  it.each(Object.entries(cases))('%s', async (_, request) => {
    const problem = await problemOf(await send(request));
    expect({ status: problem.status, code: problem.code }).toEqual({
      status: request.status,
      code: request.code,
    });
    expect(problem.instance).toBe(new URL(server.url + request.path).pathname);
  });

  it('what is no HTTP', async () => {
    expect(await problemOf(parsed(await raw('this is no HTTP\r\n\r\n')))).toMatchObject({
      code: 'malformed_request',
    });
  });

  it('headers beyond all measure', async () => {
    const answer = await raw(`GET / HTTP/1.1\r\nhost: a\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(await problemOf(parsed(answer))).toMatchObject({ status: 431, code: 'headers_too_large' });
  });

  it('a wrong method, with the right ones', async () => {
    const answer = async (method: string, path: string): Promise<string | null> =>
      (await send({ method, path, status: 405, code: '' })).headers.get('allow');
    expect(await answer('PUT', '/clients')).toBe('GET, HEAD, POST');
    expect(await answer('PUT', '/clients/')).toBe('GET, HEAD, POST');
    expect(await answer('POST', '/clients/17')).toBe('DELETE, GET, HEAD, PATCH');
    expect(await answer('GET', '/auth/token')).toBe('POST');
    expect(await answer('DELETE', '/nowhere')).toBeNull();
  });

  it('every field of the body that is wrong, at once, without its value', async () => {
    const secret = 4815162342;
    const response = await send(
      post(JSON.stringify({ ...client, age: 'forty', niveau_etude: `${secret}`, region: '' })),
    );
    const problem = await problemOf(response);
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/age', '/niveau_etude', '/region']),
    );
    expect(JSON.stringify(problem)).not.toMatch(/forty|4815162342/);
  });
});

describe('the service goes on', () => {
  it('after all of them, with no unexpected error in its log', async () => {
    await Promise.all(Object.values(cases).map(send));
    const last = { 'x-request-id': 'the-last-one' };
    expect((await fetch(`${server.url}/health/live`, { headers: last })).status).toBe(200);
    await eventually(() => server.log.includes(last['x-request-id']));
    expect(server.log).not.toMatch(/"level":"(error|fatal)"|Uncaught|unhandled/i);
  });

  it('without waiting for a body that does not come', async () => {
    const answer = await raw(
      `POST /clients HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
    );
    const response = parsed(answer);
    expect(response.headers.get('connection')).toBe('close');
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'request_timeout' });
  });

  it('without waiting for a database that does not answer', async () => {
    const blocker = new pg.Client({ connectionString: server.database.superuser });
    await blocker.connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE clients IN ACCESS EXCLUSIVE MODE');
      const response = await send({ path: '/clients/count', status: 503, code: '' });
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await problemOf(response)).toMatchObject({ status: 503, code: 'request_timeout' });
    } finally {
      await blocker.end();
    }
    expect((await send({ path: '/clients/count', status: 200, code: '' })).status).toBe(200);
  });

  it('with an upload that takes longer than other requests may', async () => {
    const lines = [
      'age,sport_licence,niveau_etude,revenu_estime_mois,risque_personnel,loyer_mensuel,anciennete_ans\n',
    ];
    for (let row = 0; row < 5; row++) lines.push('40,oui,master,2000,0.5,500,2\n');
    // Five rows, half a second apart: the pause is the thing that is tested.
    const body = ReadableStream.from(
      (async function* () {
        for (const line of lines) {
          yield Buffer.from(line);
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      })(),
    );
    const response = await fetch(`${server.url}/clients/import`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${token}` },
      body: body,
      duplex: 'half',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ rows_imported: 5 });
  });
});

describe('every answer', () => {
  it('has a request id of its own, or the harmless one that the caller sent', async () => {
    const id = async (headers: Record<string, string>): Promise<string> =>
      (await fetch(`${server.url}/health/live`, { headers })).headers.get('x-request-id')!;
    expect(await id({})).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id({})).not.toBe(await id({}));
    expect(await id({ 'x-request-id': 'order-17.b' })).toBe('order-17.b');
    expect(await id({ 'x-request-id': 'two words' })).toMatch(/^[0-9a-f-]{36}$/);
    expect(await id({ 'x-request-id': 'x'.repeat(65) })).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(['/health/live', '/clients', '/no/such/route', '/clients/%E0%A4%A'])(
    'carries the security headers: %s',
    async (path) => {
      const { headers } = await fetch(`${server.url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
      for (const tell of ['x-powered-by', 'server']) expect(headers.get(tell)).toBeNull();
    },
  );

  it('lets the page of Swagger UI load its own scripts and nothing else', async () => {
    const page = await fetch(`${server.url}/docs`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('swagger-ui');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain("script-src 'unsafe-inline'");
  });
});

describe('other origins', () => {
  const origin = 'https://dashboard.example.org';
  const preflight = (url: string, from: string): Promise<Response> =>
    fetch(`${url}/clients`, {
      method: 'OPTIONS',
      headers: { origin: from, 'access-control-request-method': 'POST' },
    });
  const allowed = (response: Response): string | null => response.headers.get('access-control-allow-origin');

  it('are not let in by default', async () => {
    expect(allowed(await preflight(server.url, origin))).toBeNull();
    expect(allowed(await fetch(`${server.url}/health/live`, { headers: { origin } }))).toBeNull();
  });

  it('are let in when they are configured, and only those', async () => {
    const open = await VeridictServer.start({
      installation: 'empty',
      environment: { CORS_ORIGINS: origin },
    });
    try {
      const response = await preflight(open.url, origin);
      expect(response.status).toBe(204);
      expect(allowed(response)).toBe(origin);
      expect(response.headers.get('access-control-allow-methods')).toContain('PATCH');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
      expect(allowed(await fetch(`${open.url}/health/live`, { headers: { origin } }))).toBe(origin);
      expect(allowed(await preflight(open.url, 'https://evil.example.org'))).not.toBe(
        'https://evil.example.org',
      );
    } finally {
      await open.stop();
    }
  });
});
