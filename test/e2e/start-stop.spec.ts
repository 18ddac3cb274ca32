import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createVeridictClient, type VeridictOperations } from '#libs/sdk';
import { StartedProcess } from '../support/started-process.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { admin, VeridictServer } from '../support/veridict-server.js';

const folders: string[] = [];
const started: StartedProcess[] = [];

/** PostgreSQL runs under another account when the tests run as root: it must be able to get there. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'veridict-start-'));
  await chmod(folder, 0o755);
  folders.push(folder);
  return folder;
}

function start(environment: Record<string, string>): StartedProcess {
  const process = new StartedProcess(environment);
  started.push(process);
  return process;
}

const signIn = (url: string, username: string, password: string): Promise<Response> =>
  fetch(`${url}/auth/token`, { method: 'POST', body: new URLSearchParams({ username, password }) });

afterAll(async () => {
  for (const { process } of started) if (process.exitCode === null) process.kill('SIGTERM');
  await Promise.all(started.map(({ ended }) => ended));
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('on an empty machine', () => {
  let dataDir: string;
  let credentials: { email: string; password: string };

  const clientOf = async (url: string): Promise<VeridictOperations> => {
    const response = await signIn(url, credentials.email, credentials.password);
    const { access_token } = (await response.json()) as { access_token: string };
    return createVeridictClient({ baseUrl: url, token: access_token });
  };
  const postgresIsRunning = (): boolean => existsSync(join(dataDir, 'postgres/postmaster.pid'));

  beforeAll(async () => {
    dataDir = await temporaryFolder();
  });

  it('the first start shows what it does and, once, credentials that work', async () => {
    const veridict = start({ DATA_DIR: dataDir });
    const { url, afterMs } = await veridict.listening();
    console.log(`first start: ${(afterMs / 1000).toFixed(1)} s`);
    for (const step of ['embedded PostgreSQL', 'Migrating', 'sample data', 'admin', 'Training'])
      expect(veridict.log).toMatch(new RegExp(`${step}.* … \\d+\\.\\d s`));
    expect(veridict.log).toContain(`${url}/docs`);

    const [, email, password] = /e-mail\s+(\S+)\s+password\s+(\S+)/.exec(veridict.log)!;
    credentials = { email: email!, password: password! };
    expect(password!.length).toBeGreaterThanOrEqual(20);
    expect((await signIn(url, email!, password!)).status).toBe(200);
    // No default: neither the password of some other installation nor that of any predecessor.
    expect((await signIn(url, email!, 'admin')).status).toBe(400);

    const operations = await clientOf(url);
    expect((await operations.getHealth()).data.status).toBe('ok');
    const { data: client } = await operations.getLatestClient();
    expect((await operations.predictClientById({ path: { id: client.id } })).data.model_version).toBe(1);
  }, 180_000);

  it('keeps its secrets to itself', async () => {
    for (const name of ['jwt', 'database-superuser', 'database-owner', 'database-application'])
      expect((await stat(join(dataDir, 'secrets', name))).mode & 0o077).toBe(0);
    const log = started[0]!.log;
    for (const name of ['jwt', 'database-superuser'])
      expect(log).not.toContain(await readFile(join(dataDir, 'secrets', name), 'utf8'));
  });

  it('a second instance on the same folder is refused with one sentence', async () => {
    const second = start({ DATA_DIR: dataDir });
    expect(await second.ended).toBe(1);
    expect(second.log.trim()).toMatch(
      /^Another Veridict \(process \d+\) runs on DATA_DIR \S+: stop it, or set another DATA_DIR\.$/,
    );
    expect((await fetch(`${(await started[0]!.listening()).url}/health`)).status).toBe(200);
  });

  it('Ctrl-C ends it with code 0, and PostgreSQL with it', async () => {
    expect(postgresIsRunning()).toBe(true);
    expect(await started[0]!.end('SIGINT')).toBe(0);
    expect(postgresIsRunning()).toBe(false);
    expect(existsSync(join(dataDir, 'veridict.pid'))).toBe(false);
  });

  it('the second start is quick, keeps every row and shows no credentials', async () => {
    const veridict = start({ DATA_DIR: dataDir });
    const { url, afterMs } = await veridict.listening();
    console.log(`second start: ${(afterMs / 1000).toFixed(1)} s`);
    expect(afterMs).toBeLessThan(10_000);
    expect(veridict.log).not.toMatch(/password/i);
    const operations = await clientOf(url);
    expect((await operations.countClients()).data.count).toBe(4000);
    expect((await operations.listModelVersions({ path: { model: 'loan-amount' } })).data.items).toHaveLength(
      1,
    );
  });

  it('a start after kill -9 recovers by itself, with every acknowledged row', async () => {
    const killed = started.at(-1)!;
    const operations = await clientOf((await killed.listening()).url);
    const body = {
      age: 40,
      sport_licence: true,
      niveau_etude: 'master',
      revenu_estime_mois: 2000,
      risque_personnel: 0.5,
      loyer_mensuel: 500,
      anciennete_ans: 2,
    } as const;
    const { id } = (await operations.createClient({ body })).data;
    expect(await killed.end('SIGKILL')).toBe('SIGKILL');
    // PostgreSQL is a process of its own and lives on; the folder still names the dead owner.
    expect(existsSync(join(dataDir, 'veridict.pid'))).toBe(true);

    const veridict = start({ DATA_DIR: dataDir });
    const { url } = await veridict.listening();
    expect((await (await clientOf(url)).getClient({ path: { id } })).data).toMatchObject(body);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux(
    'a start after kill -9 of everything, PostgreSQL too, recovers by itself',
    async () => {
      const killed = started.at(-1)!;
      const postmaster = Number(
        readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0],
      );
      const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8');
      await killed.end('SIGKILL');
      for (const pid of [postmaster, ...children.trim().split(' ').map(Number)]) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // A backend that ended with its client.
        }
      }

      const veridict = start({ DATA_DIR: dataDir });
      const { url } = await veridict.listening();
      expect((await (await clientOf(url)).countClients()).data.count).toBe(4001);
      expect(await veridict.end('SIGTERM')).toBe(0);
      expect(postgresIsRunning()).toBe(false);
    },
    240_000,
  );
});

describe('what the user can mend is told in one sentence, with exit code 1:', () => {
  let database: TestDatabase;
  let occupied: Server;

  beforeAll(async () => {
    database = await createTestDatabase();
    occupied = createServer();
    await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    occupied?.close();
    await database?.drop();
  });

  async function refusal(environment: Record<string, string>): Promise<string> {
    const refused = start({ DATA_DIR: await temporaryFolder(), ...environment });
    expect(await refused.ended).toBe(1);
    // Steps that ran before it are progress, not part of the message.
    const lines = refused.log.split('\n').filter((line) => line && !line.includes(' … '));
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/Error:|^\s+at /);
    return lines[0]!;
  }

  it('a port in use', async () => {
    const { port } = occupied.address() as AddressInfo;
    expect(await refusal({ DATABASE_URL: database.application, PORT: String(port) })).toBe(
      `Port ${port} on 127.0.0.1 is in use: stop the program that uses it, or set PORT.`,
    );
  });

  it('a port that is none', async () => {
    expect(await refusal({ PORT: 'eighty' })).toBe('PORT must be a whole number from 0 to 65535.');
  });

  it('a host that is not of this machine', async () => {
    expect(await refusal({ DATABASE_URL: database.application, HOST: '203.0.113.7' })).toMatch(
      /^HOST 203\.0\.113\.7 is no address/,
    );
  });

  it('a database server that does not answer', async () => {
    expect(await refusal({ DATABASE_URL: 'postgresql://u:secret@127.0.0.1:1/veridict' })).toBe(
      'DATABASE_URL does not lead to a PostgreSQL database: nothing listens at that host and port.',
    );
  });

  it('a wrong password of the database, which is not repeated', async () => {
    const url = new URL(database.application);
    url.password = 'wrong-secret';
    const message = await refusal({ DATABASE_URL: url.href });
    expect(message).toBe(
      'DATABASE_URL does not lead to a PostgreSQL database: the user name or password is wrong.',
    );
  });

  it('a database that does not exist', async () => {
    const url = new URL(database.application);
    url.pathname = '/no_such_database';
    expect(await refusal({ DATABASE_URL: url.href })).toBe(
      'DATABASE_URL does not lead to a PostgreSQL database: there is no database of that name.',
    );
  });

  it('an address that is none of a database', async () => {
    expect(await refusal({ DATABASE_URL: 'mysql://127.0.0.1/veridict' })).toBe(
      'DATABASE_URL must be an address that starts with postgres:// or postgresql://.',
    );
  });

  it('a server that is no PostgreSQL', async () => {
    const { port } = occupied.address() as AddressInfo;
    expect(await refusal({ DATABASE_URL: `postgresql://u:p@127.0.0.1:${port}/veridict` })).toMatch(
      /^DATABASE_URL does not lead to a PostgreSQL database: /,
    );
  });

  it('a DATA_DIR with a file in its place', async () => {
    const file = join(await temporaryFolder(), 'taken');
    await writeFile(file, '');
    expect(await refusal({ DATA_DIR: file })).toBe(
      `DATA_DIR ${file} cannot be written (EEXIST): choose another folder or mend its rights.`,
    );
    expect(await refusal({ DATA_DIR: join(file, 'below') })).toMatch(/cannot be written \(ENOTDIR\)/);
  });

  it('a role of the database that may not make the schema', async () => {
    const bare = await createTestDatabase({ empty: true });
    try {
      expect(await refusal({ DATABASE_URL: bare.application })).toMatch(
        /^DATABASE_URL .*MIGRATION_DATABASE_URL/,
      );
    } finally {
      await bare.drop();
    }
  });

  it('a password of the first admin that is easy to guess', async () => {
    const bare = await createTestDatabase();
    try {
      const message = await refusal({
        DATABASE_URL: bare.application,
        MIGRATION_DATABASE_URL: bare.migration,
        ADMIN_EMAIL: 'a@example.org',
        ADMIN_PASSWORD: 'passwordpassword',
      });
      expect(message).toMatch(/^ADMIN_PASSWORD /);
      expect(message).not.toContain('passwordpassword');
    } finally {
      await bare.drop();
    }
  });

  it('several settings at once, each in its own sentence', async () => {
    const refused = start({
      DATA_DIR: await temporaryFolder(),
      PORT: 'x',
      LOG_LEVEL: 'loud',
      JWT_SECRET: 'short',
    });
    expect(await refused.ended).toBe(1);
    expect(refused.log.trim().split('\n')).toHaveLength(3);
    expect(refused.log).not.toContain('short\n');
  });

  it('production on an external database without a secret that replicas share', async () => {
    expect(await refusal({ NODE_ENV: 'production', DATABASE_URL: database.application })).toMatch(
      /^JWT_SECRET is required/,
    );
  });
});

describe('a graceful shutdown', () => {
  let server: VeridictServer;
  afterEach(() => server?.stop());

  it('answers every request that it accepted, under keep-alive load', async () => {
    server = await VeridictServer.start();
    const headers = { authorization: `Bearer ${await server.signIn()}` };
    const veridict = await server.adminClient();
    const { data: client } = await veridict.getLatestClient();
    let answered = 0;
    const cut: unknown[] = [];
    const refused: number[] = [];
    const load = Array.from({ length: 16 }, async () => {
      for (;;) {
        try {
          const response = await fetch(`${server.url}/clients/${client.id}/predict`, { headers });
          const { prediction_id } = (await response.json()) as { prediction_id?: string };
          if (response.status === 200 && prediction_id) answered++;
          else {
            refused.push(response.status);
            return;
          }
        } catch (error) {
          const { code } = (error as { cause?: { code?: string } }).cause ?? {};
          // Refused before anything was sent: the server is gone, nothing is lost.
          if (code !== 'ECONNREFUSED') cut.push(code ?? error);
          return;
        }
      }
    });
    while (answered < 500) await new Promise((resolve) => setImmediate(resolve));
    const signalledAt = performance.now();
    expect(await server.signal('SIGTERM')).toBe(0);
    await Promise.all(load);
    expect(cut).toEqual([]);
    expect(refused).toEqual([]);
    expect(performance.now() - signalledAt).toBeLessThan(5_000);
  });

  it('is announced to load balancers first, then finishes what still runs', async () => {
    server = await VeridictServer.start({
      installation: 'empty',
      environment: { DRAIN_DELAY_MS: '1000' },
    });
    const token = await server.signIn();
    const finishRows = Promise.withResolvers<void>();
    const firstRow = Promise.withResolvers<void>();
    const upload = ReadableStream.from(
      (async function* () {
        yield Buffer.from(
          'age,sport_licence,niveau_etude,revenu_estime_mois,risque_personnel,loyer_mensuel,anciennete_ans\n',
        );
        firstRow.resolve();
        await finishRows.promise;
        yield Buffer.from('40,oui,master,2000,0.5,500,2\n');
      })(),
    );
    const running = fetch(`${server.url}/clients/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: upload,
      duplex: 'half',
    });
    await firstRow.promise;

    const ended = server.signal('SIGTERM');
    let ready = 200;
    while (ready === 200) ready = (await fetch(`${server.url}/health/ready`)).status;
    expect(ready).toBe(503);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
    expect((await signIn(server.url, admin.email, admin.password)).status).toBe(200);
    finishRows.resolve();
    expect(((await (await running).json()) as { rows_imported: number }).rows_imported).toBe(1);
    expect(await ended).toBe(0);
  });
});
