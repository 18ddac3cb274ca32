import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createVeridictClient, type VeridictOperations } from '#libs/sdk';
import { killAtTheEnd } from './leftover-processes.js';
import type { TestDatabase } from './test-database.js';

/** The api or the worker as a process of its own, on a database that `veridict start` has prepared. */
export class SeparateProcess {
  /** Where the api answers. */
  url = '';
  private output = '';

  private constructor(
    readonly process: ChildProcess,
    private readonly dataDir: string,
  ) {}

  static async start(program: 'api' | 'worker', database: TestDatabase): Promise<SeparateProcess> {
    const dataDir = await mkdtemp(join(tmpdir(), `veridict-${program}-`));
    const main = resolve('dist/apps', program, 'src/main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      cwd: dataDir,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        DATABASE_URL: database.application,
        DATA_DIR: dataDir,
        PORT: '0',
        JWT_SECRET: 'a secret that every server of a test shares',
      },
    });
    killAtTheEnd(child);
    const started = new SeparateProcess(child, dataDir);
    await started.untilReady();
    return started;
  }

  /** JSON lines so far. */
  get log(): string {
    return this.output;
  }

  client(token: string): VeridictOperations {
    return createVeridictClient({ baseUrl: this.url, retries: 0, timeoutMs: 240_000, token });
  }

  async stop(): Promise<void> {
    const ended = new Promise((end) => this.process.once('exit', end));
    this.process.kill('SIGTERM');
    await ended;
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private untilReady(): Promise<void> {
    return new Promise((ready, reject) => {
      const collect = (chunk: Buffer): void => {
        this.output += chunk.toString();
        const address = /"address":"([^"]+)"/.exec(this.output)?.[1];
        if (address) this.url = address;
        if (address || this.output.includes('Waiting for jobs')) ready();
      };
      this.process.stdout!.on('data', collect);
      this.process.stderr!.on('data', collect);
      this.process.once('exit', (code) => reject(new Error(`it ended with code ${code}:\n${this.output}`)));
    });
  }
}
