import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { admin, VeridictServer } from '../support/veridict-server.js';

const rounds = 300;

describe('two servers on one database', () => {
  let database: TestDatabase;
  let one: VeridictServer;
  let other: VeridictServer;

  beforeAll(async () => {
    database = await VeridictServer.installed();
    one = await VeridictServer.start({ database });
    other = await VeridictServer.start({ database });
  });

  afterAll(async () => {
    await Promise.all([one?.stop(), other?.stop()]);
    await database?.drop();
  });

  const me = async (server: VeridictServer, headers: Record<string, string>): Promise<number> => {
    const response = await fetch(`${server.url}/auth/me`, { headers });
    await response.body?.cancel();
    return response.status;
  };

  it('accept the tokens of each other', async () => {
    const token = await one.signIn();
    expect(await me(other, { authorization: `Bearer ${token}` })).toBe(200);
  });

  it(`both refuse a sign-in from the moment that one ended it: ${rounds} of ${rounds} times`, async () => {
    let late = 0;
    for (let round = 0; round < rounds; round++) {
      const authorization = `Bearer ${await one.signIn()}`;
      // Known to both before, so that whatever could be remembered is.
      expect(await me(other, { authorization })).toBe(200);
      const { status } = await fetch(`${one.url}/auth/logout`, {
        method: 'POST',
        headers: { authorization },
      });
      expect(status).toBe(204);
      if ((await me(other, { authorization })) !== 401) late++;
    }
    expect(late).toBe(0);
  });

  it(`both refuse a key from the moment that one revoked it: ${rounds} of ${rounds} times`, async () => {
    const veridict = await one.adminClient();
    let late = 0;
    for (let round = 0; round < rounds; round++) {
      const { id, key } = (await veridict.createApiKey({ body: { name: `round ${round}`, role: 'viewer' } }))
        .data;
      expect(await me(other, { 'x-api-key': key })).toBe(200);
      await veridict.revokeApiKey({ path: { id } });
      if ((await me(other, { 'x-api-key': key })) !== 401) late++;
    }
    expect(late).toBe(0);
  });

  it('both know a new role, a disabled account and a new password at once', async () => {
    const veridict = await one.adminClient();
    const password = 'nine lanterns over a quiet harbour';
    const changes = [
      { role: 'analyst' },
      { disabled: true },
      { password: 'seven lamps beside an empty road' },
    ] as const;
    for (const [index, change] of changes.entries()) {
      const email = `person-${index}@example.org`;
      const { id } = (await veridict.createUser({ body: { email, password, role: 'viewer' } })).data;
      const authorization = `Bearer ${await other.signIn(email, password)}`;
      expect(await me(other, { authorization })).toBe(200);
      await veridict.changeUser({ path: { id }, headers: { 'If-Match': '"1"' }, body: change });
      expect(await me(other, { authorization })).toBe(401);
    }
  });

  it('both serve the version that one of them promoted, soon and without an error on the way', async () => {
    const [promoting, serving] = [await one.adminClient(), await other.adminClient()];
    const { data: client } = await serving.getLatestClient();
    await promoting.train({
      body: { algorithm: 'linear', hyperparameters: { alpha: 5000 } },
      headers: { Prefer: 'wait=60' },
    });
    const served = async (): Promise<number> =>
      (await serving.predictClientById({ path: { id: client.id } })).data.model_version;
    for (const version of [2, 1, 2, 1]) {
      await promoting.moveAlias({
        path: { model: 'loan-amount', alias: 'champion' },
        body: { version, reason: 'told to' },
      });
      const startedAt = performance.now();
      await eventually(async () => (await served()) === version, 5_000);
      console.log(
        `version ${version} served by the other process after ${Math.round(performance.now() - startedAt)} ms`,
      );
    }
  });
});

describe('two servers that start at once on an empty database', () => {
  it.each([1, 2, 3])(
    'share the work: one schema, one admin, one sample, one first version of each model (round %i)',
    async () => {
      const database = await createTestDatabase({ empty: true });
      const outcomes = await Promise.allSettled([
        VeridictServer.start({ database }),
        VeridictServer.start({ database }),
      ]);
      const servers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      try {
        expect(
          outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : [])),
        ).toEqual([]);
        for (const server of servers) {
          expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
          const veridict = await server.adminClient();
          expect((await veridict.showMyAccount()).data.email).toBe(admin.email);
          const { data: client } = await veridict.getLatestClient();
          expect((await veridict.predictClientById({ path: { id: client.id } })).data.model_version).toBe(1);
        }
        const superuser = new pg.Client({ connectionString: database.superuser });
        await superuser.connect();
        const { rows } = await superuser.query(
          `SELECT (SELECT count(*)::int FROM users) AS users,
                  (SELECT count(*)::int FROM clients) AS clients,
                  (SELECT count(*)::int FROM model_versions) AS versions`,
        );
        await superuser.end();
        expect(rows).toEqual([{ users: 1, clients: 4000, versions: 2 }]);
      } finally {
        await Promise.all(servers.map((server) => server.stop()));
        await database.drop();
      }
    },
  );
});
