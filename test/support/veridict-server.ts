import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createVeridictClient, type VeridictClientOptions } from '#libs/sdk';
import { killAtTheEnd } from './leftover-processes.js';
import { createTestDatabase, templateDatabase, type TestDatabase } from './test-database.js';

export const admin = { email: 'admin@example.org', password: 'a long enough test phrase' };

/** Kinds of installations, by the environment that decides what their first start makes. */
const installations = {
  /** Sample data, and champions of loan-amount and attrition: most tests only need some champion. */
  sample: { SEED_SAMPLE_DATA: 'true', FIRST_MODELS: 'loan-amount,attrition' },
  /** A champion of loan-amount alone. */
  one_model: { SEED_SAMPLE_DATA: 'true', FIRST_MODELS: 'loan-amount' },
  /** Of default-risk as well, whose training takes longer than both. */
  every_model: { SEED_SAMPLE_DATA: 'true', FIRST_MODELS: undefined },
  /** No rows, and therefore no champions. */
  empty: { SEED_SAMPLE_DATA: 'false', FIRST_MODELS: 'loan-amount,attrition' },
} as const;

export type Installation = keyof typeof installations;

export interface ServerOptions {
  readonly installation?: Installation;
  /** Beside that of the installation; undefined removes a variable. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Shared by several servers, or prepared; the server makes there what is missing. By default each gets a copy of an
   * installation whose first start is over.
   */
  readonly database?: TestDatabase;
  /** The server makes its first start itself instead: for tests of that, or of what it tells others. */
  readonly isFirstStart?: boolean;
}

/** The built application as a process of its own, as users run it, on a real database. */
export class VeridictServer {
  private output = '';
  private constructor(
    readonly process: ChildProcess,
    readonly database: TestDatabase,
    /** Its DATA_DIR and its working directory. */
    readonly dataDir: string,
    private readonly ownsDatabase: boolean,
  ) {}

  /** Address that it answers at. */
  url = '';

  /**
   * A database after the first start of such an installation, for servers that share it. The first start is made once
   * per test run and leaves nothing outside of the database.
   */
  static async installed(installation: Installation = 'sample'): Promise<TestDatabase> {
    const template = await templateDatabase(`installation_${installation}`, async (database) => {
      const server = await VeridictServer.start({ installation, database });
      await server.stop();
    });
    return createTestDatabase({ copyOf: template });
  }

  static async start(options: ServerOptions = {}): Promise<VeridictServer> {
    // The first start of an empty installation makes nothing that is worth a copy.
    const { installation = 'sample', isFirstStart = installation === 'empty', environment } = options;
    const dataDir = await mkdtemp(join(tmpdir(), 'veridict-server-'));
    await chmod(dataDir, 0o755);
    const database =
      options.database ??
      (await (isFirstStart ? createTestDatabase() : VeridictServer.installed(installation)));
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', resolve('dist/apps/cli/src/main.js'), 'start'],
      {
        // What it writes below its working directory must not land in the repository.
        cwd: dataDir,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
          DATABASE_URL: database.application,
          MIGRATION_DATABASE_URL: database.migration,
          DATA_DIR: dataDir,
          PORT: '0',
          JWT_SECRET: 'a secret that every server of a test shares',
          ADMIN_EMAIL: admin.email,
          ADMIN_PASSWORD: admin.password,
          // The quickest.
          FIRST_MODEL_ALGORITHM: 'linear',
          ...installations[installation],
          ...environment,
        },
      },
    );
    killAtTheEnd(child);
    const server = new VeridictServer(child, database, dataDir, options.database === undefined);
    await server.untilItListens();
    return server;
  }

  /** What it printed so far: progress, then JSON lines. */
  get log(): string {
    return this.output;
  }

  client(options: Omit<VeridictClientOptions, 'baseUrl'> = {}): ReturnType<typeof createVeridictClient> {
    // On a busy machine a training waits its turn: only the time limit of the test ends it.
    return createVeridictClient({ baseUrl: this.url, retries: 0, timeoutMs: 240_000, ...options });
  }

  /** An access token by password. */
  async signIn(email = admin.email, password = admin.password): Promise<string> {
    const response = await fetch(`${this.url}/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', username: email, password }),
    });
    if (!response.ok) throw new Error(`sign-in answered ${response.status}`);
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async adminClient(): Promise<ReturnType<typeof createVeridictClient>> {
    return this.client({ token: await this.signIn() });
  }

  /** Sends a signal and waits for the end. @returns exit code, or null after a signal that kills */
  async signal(signal: NodeJS.Signals): Promise<number | null> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return this.process.exitCode;
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    this.process.kill(signal);
    return ended;
  }

  async stop(): Promise<void> {
    await this.signal('SIGTERM');
    await rm(this.dataDir, { recursive: true, force: true });
    if (this.ownsDatabase) await this.database.drop();
  }

  private untilItListens(): Promise<void> {
    return new Promise((resolve, reject) => {
      const collect = (chunk: Buffer): void => {
        this.output += chunk.toString();
        const address = /answers at (http:\S+)/.exec(this.output)?.[1];
        if (!address || this.url) return;
        this.url = address;
        resolve();
      };
      this.process.stdout!.on('data', collect);
      this.process.stderr!.on('data', collect);
      this.process.once('exit', (code) =>
        reject(new Error(`the server ended with code ${code}:\n${this.output}`)),
      );
    });
  }
}
