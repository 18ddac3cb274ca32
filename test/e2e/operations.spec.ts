import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { HealthDto } from '#libs/sdk';
import { eventually } from '../support/eventually.js';
import { problemOf } from '../support/problem.js';
import { admin, VeridictServer } from '../support/veridict-server.js';

const health = async (
  server: VeridictServer,
  path = '/health',
): Promise<{ status: number; body: HealthDto }> => {
  const response = await fetch(`${server.url}${path}`);
  return { status: response.status, body: (await response.json()) as HealthDto };
};

describe('a server that can serve', () => {
  let server: VeridictServer;
  beforeAll(async () => {
    server = await VeridictServer.start();
  });
  afterAll(() => server?.stop());

  it('says so, model by model', async () => {
    const expected = {
      status: 'ok',
      model_loaded: { 'loan-amount': true, attrition: true, 'default-risk': false },
      database: 'up',
      audit: 'writable',
      mlflow: { configured: false, pending: 2, refused: 0 },
      draining: false,
    };
    expect((await server.client().getHealth()).data).toEqual(expected);
    expect((await server.client().getReadiness()).data).toEqual(expected);
    expect((await server.client().getLiveness()).data).toEqual({ status: 'ok' });
  });

  it('shows Prometheus what it does, by route and never by address', async () => {
    const veridict = await server.adminClient();
    const client = (await veridict.getLatestClient()).data;
    await veridict.predictClientById({ path: { id: client.id } });
    const { data, response } = await veridict.getMetrics();
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = String(data).split('\n').filter(Boolean);
    const sample = /^[a-zA-Z_:][\w:]*(\{(\w+="(?:[^"\\]|\\.)*",?)*\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/;
    expect(lines.filter((line) => !/^# (HELP|TYPE) /.test(line) && !sample.test(line))).toEqual([]);
    const metrics = lines.join('\n');
    expect(metrics).toMatch(
      /^veridict_http_request_seconds_count\{method="GET",route="\/clients\/:id\/predict",status="200"\} 1$/m,
    );
    expect(metrics).toMatch(/^veridict_prediction_calls_total\{.*http_status="200".*\} 1$/m);
    // The first champions' runs: there is no MLflow to deliver them to.
    expect(metrics).toMatch(/^veridict_mlflow_deliveries\{state="pending"\} 2$/m);
    expect(metrics).toMatch(/^veridict_mlflow_oldest_pending_seconds [0-9.]*[1-9]/m);
    expect(metrics).toContain('process_cpu_seconds_total');
    expect(metrics).toContain('nodejs_eventloop_lag_seconds');
    expect(metrics).not.toContain(`/clients/${client.id}/`);
  });

  it('writes its log as JSON lines with request ids, and without anything personal or secret', async () => {
    const email = 'ada.lovelace@example.org';
    const password = 'nine lanterns over a quiet harbour';
    const veridict = await server.adminClient();
    await server.client().registerAccount({ body: { email, password } });
    const tokens = (
      await server.client().issueToken({ body: { grant_type: 'password', username: email, password } })
    ).data;
    await server.signIn(email, 'a wrong pass phrase').catch(() => undefined);
    const { key } = (await veridict.createApiKey({ body: { name: 'quarterly report', role: 'viewer' } }))
      .data;
    await server.client({ apiKey: key }).countClients();
    const personal = {
      age: 47.125,
      sport_licence: true,
      niveau_etude: 'doctorat',
      revenu_estime_mois: 31415.9265,
      risque_personnel: 0.271828,
      loyer_mensuel: 1414.2135,
      anciennete_ans: 1.7320508,
    } as const;
    const { data: created } = await veridict.createClient({
      body: { ...personal, region: 'Xanadu-sur-Mer' },
    });
    await veridict.predictClient({ body: personal });
    await veridict
      .predictClient({ body: { ...personal, niveau_etude: 'Zauberlehrling' } as never })
      .catch(() => 0);
    await veridict.createClient({ body: { ...personal, region: 'Xanadu\u0000' } }).catch(() => 0);
    const csv = `age,sport_licence,niveau_etude,revenu_estime_mois,risque_personnel,loyer_mensuel,anciennete_ans,nom\n31415.9265,oui,Zauberlehrling,1,1,1,1,Lovelace\n`;
    await veridict.importClients({ body: csv }).catch(() => 0);
    await fetch(`${server.url}/clients?region=Xanadu-sur-Mer&cursor=x`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    await fetch(`${server.url}/auth/token?password=${encodeURIComponent(password)}`, { method: 'POST' });
    await fetch(`${server.url}/no/such/ada.lovelace@example.org`);
    await veridict.deleteClient({ path: { id: created.id } });
    await fetch(`${server.url}/health/live`, { headers: { 'x-request-id': 'the-last-one' } });
    await eventually(() => server.log.includes('the-last-one'));

    const lines = server.log.split('Ctrl-C stops everything.\n')[1]!.split('\n').filter(Boolean);
    expect(lines.length).toBeGreaterThan(10);
    const entries = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const requests = entries.filter(({ msg }) => msg === 'request');
    expect(requests.length).toBeGreaterThan(10);
    for (const request of requests) {
      expect(request).toEqual(
        expect.objectContaining({
          level: 'info',
          time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          request_id: expect.any(String),
          method: expect.any(String),
          route: expect.stringMatching(/^(\/|\(none\))/),
          status: expect.any(Number),
          duration_ms: expect.any(Number),
        }),
      );
    }
    const secrets = [
      ...[email, 'lovelace', admin.email, password, admin.password, 'a wrong pass phrase', key],
      ...[tokens.access_token, tokens.refresh_token],
      ...['31415.9', '271828', '1414.2', '7320508', 'doctorat', 'Xanadu', 'Zauberlehrling', 'Lovelace'],
    ];
    expect(secrets.filter((secret) => server.log.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
  });
});

describe('a server without a champion', () => {
  let server: VeridictServer;
  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'empty' });
  });
  afterAll(() => server?.stop());

  it('is alive and not ready', async () => {
    for (const path of ['/health', '/health/ready'])
      expect(await health(server, path)).toMatchObject({
        status: 503,
        body: { status: 'unavailable', model_loaded: { 'loan-amount': false }, database: 'up' },
      });
    expect(await health(server, '/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('answers predictions with 503 and a time to come back, and audits them', async () => {
    const response = await fetch(`${server.url}/models/loan-amount/predict`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await server.signIn()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ features: {} }),
    });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'model_not_ready' });
    const veridict = await server.adminClient();
    const { data } = await veridict.listPredictionRecords({ query: { limit: 1 } });
    expect(data.items[0]).toMatchObject({ error_code: 'model_not_ready' });
  });
});

describe('a server whose database goes away', () => {
  let server: VeridictServer;
  let superuser: pg.Client;
  beforeAll(async () => {
    server = await VeridictServer.start();
    superuser = new pg.Client({
      connectionString: server.database.superuser.replace(/\/[^/]*$/, '/postgres'),
    });
    await superuser.connect();
  });
  afterAll(async () => {
    await superuser?.end();
    await server?.stop();
  });

  const name = (): string => new URL(server.database.superuser).pathname.slice(1);
  async function takeAway(): Promise<void> {
    await superuser.query(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS false`);
    await superuser.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
      name(),
    ]);
  }
  const giveBack = (): Promise<unknown> => superuser.query(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS true`);

  it('says so, refuses with 503 and Retry-After, stays alive, and recovers by itself', async () => {
    const token = await server.signIn();
    const headers = { authorization: `Bearer ${token}` };
    const { data: client } = await server.client({ token }).getLatestClient();
    const predict = (): Promise<Response> => fetch(`${server.url}/clients/${client.id}/predict`, { headers });
    expect((await predict()).status).toBe(200);

    await takeAway();
    try {
      const { body } = await eventually(async () => {
        const answer = await health(server, '/health/ready');
        return answer.status === 503 ? answer : undefined;
      });
      expect(body).toMatchObject({ status: 'unavailable', database: 'down', audit: 'not_writable' });
      expect((await health(server, '/health/live')).status).toBe(200);
      for (const call of [
        predict,
        () => fetch(`${server.url}/clients`, { headers }),
        () =>
          fetch(`${server.url}/auth/token`, {
            method: 'POST',
            body: new URLSearchParams({ username: admin.email, password: admin.password }),
          }),
        () => fetch(`${server.url}/auth/me`, { headers }),
      ]) {
        const response = await call();
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await problemOf(response)).toMatchObject({ status: 503, code: 'database_unavailable' });
      }
    } finally {
      await giveBack();
    }

    await eventually(async () => (await health(server, '/health/ready')).status === 200);
    await eventually(async () => (await predict()).status === 200);
    expect((await server.client({ token }).listClients()).data.items.length).toBeGreaterThan(0);
    expect(server.process.exitCode).toBeNull();
  });

  it('survives that again and again, under load, with no uncaught error', async () => {
    const token = await server.signIn();
    const headers = { authorization: `Bearer ${token}` };
    const statuses = new Set<number>();
    let running = true;
    const load = Array.from({ length: 8 }, async () => {
      while (running) {
        const response = await fetch(`${server.url}/clients?limit=5`, { headers });
        await response.body?.cancel();
        statuses.add(response.status);
      }
    });
    try {
      for (let round = 0; round < 3; round++) {
        await takeAway();
        await eventually(async () => (await health(server)).status === 503);
        await giveBack();
        await eventually(async () => (await health(server)).status === 200);
      }
    } finally {
      running = false;
      await giveBack();
      await Promise.all(load);
    }
    expect(server.process.exitCode).toBeNull();
    await fetch(`${server.url}/health/live`, { headers: { 'x-request-id': 'the-last-one' } });
    await eventually(() => server.log.includes('the-last-one'));
    expect(server.log.split('\n').filter((line) => /uncaught|unhandled|"level":"error"/i.test(line))).toEqual(
      [],
    );
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  });
});
