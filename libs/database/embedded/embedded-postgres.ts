import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installationSecret } from '#libs/platform';
import { accountForServer, findBinaries, type Binaries } from './binaries.js';
import { findRunningServer } from './running-server.js';

const run = promisify(execFile);

/** Creates the cluster with one encoding and collation everywhere, whatever LANG says. */
const initdbFlags = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C.UTF-8',
  '--auth=scram-sha-256',
  '--username=postgres',
];

const serverSettings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=128MB',
  'log_min_messages=warning',
  // Parameters may be personal.
  'log_parameter_max_length_on_error=0',
  'log_min_error_statement=panic',
];

/**
 * A PostgreSQL server under `dataDir`, run through pg_ctl: the server is its own process, so it neither
 * dies before the last request is answered nor is lost when this process is killed; the next start
 * finds it and takes it over.
 */
export class EmbeddedPostgres {
  private constructor(
    private readonly binaries: Binaries,
    private readonly account: { uid: number; gid: number } | undefined,
    private readonly directory: string,
    readonly port: number,
    private readonly password: string,
  ) {}

  /** @param maxConnections enough for an API, a worker and people who look; of all who share the server */
  static async start(dataDir: string, { maxConnections = 60 } = {}): Promise<EmbeddedPostgres> {
    const binaries = await findBinaries();
    const account = await accountForServer();
    const directory = join(dataDir, 'postgres');
    const password = await installationSecret(dataDir, 'database-superuser');
    await initialise(binaries, account, directory, password);

    const isRunning = (): Promise<boolean> =>
      pgCtl(binaries, account, directory, 'status').then(
        () => true,
        () => false,
      );
    const running = await findRunningServer(directory, isRunning, password);
    if (running) return new EmbeddedPostgres(binaries, account, directory, running, password);

    const port = await freePort();
    const settings = [...serverSettings, `max_connections=${maxConnections}`];
    const options = settings.map((setting) => `-c ${setting}`).join(' ');
    try {
      await pgCtl(
        binaries,
        account,
        directory,
        'start',
        '-w',
        '-t',
        '60',
        '-l',
        join(directory, 'server.log'),
        '-o',
        `-p ${port} ${options}`,
      );
    } catch (error) {
      throw new Error(`The embedded PostgreSQL did not start: ${await lastFatalLine(directory)}`, {
        cause: error,
      });
    }
    return new EmbeddedPostgres(binaries, account, directory, port, password);
  }

  /** Connection address of a role; the superuser `postgres` only creates roles and databases. */
  url(user: string, password: string, database: string): string {
    return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${this.port}/${database}`;
  }

  superuserUrl(database = 'postgres'): string {
    return this.url('postgres', this.password, database);
  }

  /** Ends open connections and waits until the server is down. */
  async stop(): Promise<void> {
    await pgCtl(this.binaries, this.account, this.directory, 'stop', '-m', 'fast', '-w', '-t', '60');
  }
}

async function initialise(
  binaries: Binaries,
  account: { uid: number; gid: number } | undefined,
  directory: string,
  password: string,
): Promise<void> {
  const version = await readFile(join(directory, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version !== undefined) {
    if (version.trim() === '18') return;
    throw new Error(
      `${directory} was written by PostgreSQL ${version.trim()}, this is 18: dump it with that version, or choose another DATA_DIR.`,
    );
  }
  // Left over from an initialisation that was killed: without PG_VERSION there is no data in it.
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const passwordFile = join(directory, '..', `.initdb-password-${process.pid}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (account) {
      await chown(directory, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    await run(binaries.initdb, [`--pgdata=${directory}`, `--pwfile=${passwordFile}`, ...initdbFlags], {
      ...account,
      cwd: directory,
    });
    await chmod(directory, 0o700);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function pgCtl(
  binaries: Binaries,
  account: { uid: number; gid: number } | undefined,
  directory: string,
  ...args: string[]
): Promise<void> {
  // The daemon would inherit our pipes and keep them open: pg_ctl's own output goes to its log file.
  await run(binaries.pg_ctl, [...args.slice(0, 1), '-s', '-D', directory, ...args.slice(1)], {
    ...account,
    cwd: directory,
  });
}

async function lastFatalLine(directory: string): Promise<string> {
  const log = await readFile(join(directory, 'server.log'), 'utf8').catch(() => '');
  return (
    log.split('\n').findLast((line) => /FATAL|PANIC/.test(line)) ?? `see ${join(directory, 'server.log')}`
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
