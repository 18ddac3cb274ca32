import { type ChildProcess, spawn } from 'node:child_process';
import { killAtTheEnd } from './leftover-processes.js';

/** `veridict start` with an environment of the test's choosing, whatever becomes of it. */
export class StartedProcess {
  readonly process: ChildProcess;
  readonly startedAt = performance.now();
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  private output = '';

  constructor(environment: Readonly<Record<string, string>>) {
    this.process = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/cli/src/main.js', 'start'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        PORT: '0',
        LOG_LEVEL: 'warn',
        ...environment,
      },
    });
    killAtTheEnd(this.process);
    this.process.stdout!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.process.stderr!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) =>
      this.process.once('close', (code, signal) => resolve(code ?? signal!)),
    );
  }

  get log(): string {
    return this.output;
  }

  /** The address, as soon as it answers there, and after how long. */
  async listening(): Promise<{ url: string; afterMs: number }> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const url = /answers at (http:\S+)/.exec(this.output)?.[1];
        // The credentials come after the address, and this line after both.
        if (url && this.output.includes('Ctrl-C'))
          resolve({ url, afterMs: performance.now() - this.startedAt });
      };
      this.process.stdout!.on('data', look);
      void this.ended.then((code) => reject(new Error(`it ended with ${code}:\n${this.output}`)));
      look();
    });
  }

  /** @returns exit code, or the signal that ended it */
  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.process.kill(signal);
    return this.ended;
  }
}
