import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { freePort, startMlflow, untilHealthy } from '../../scripts/project/mlflow.mjs';
import type { GroupEnd, ProcessGroup } from '../../scripts/project/process-group.mjs';
import { killAtTheEnd } from './leftover-processes.js';

export type MlflowMajor = 2 | 3;

/** Skipped where Python is missing, and listed with the reason; where CI is true the setup has failed before. */
export function describeWithMlflow(name: string, cases: () => void): void {
  const missing = process.env['VERIDICT_TEST_PYTHON_MISSING'];
  if (missing === undefined) describe(name, cases);
  else describe.skip(`${name} (${missing})`, cases);
}

/** The interpreter that has MLflow of this major version; that of 3 has ONNX Runtime and scikit-learn, too. */
export function pythonWithMlflow(major: MlflowMajor = 3): string {
  return (JSON.parse(process.env['VERIDICT_TEST_PYTHON']!) as Record<MlflowMajor, string>)[major];
}

export interface MlflowOptions {
  readonly major?: MlflowMajor;
  /** More options of `mlflow server`. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A real `mlflow server` on a free port, with a database and artefacts of its own. */
export class MlflowServer {
  private group: ProcessGroup | undefined;
  private output = '';

  private constructor(
    readonly major: MlflowMajor,
    readonly port: number,
    /** Of the database and the artefacts. */
    readonly folder: string,
    private readonly options: MlflowOptions,
  ) {}

  static async start(options: MlflowOptions = {}): Promise<MlflowServer> {
    const folder = await mkdtemp(join(tmpdir(), 'veridict-mlflow-'));
    const server = new MlflowServer(options.major ?? 3, await freePort(), folder, options);
    await server.restart();
    return server;
  }

  /** Address without the static prefix, where there is one. */
  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get log(): string {
    return this.output;
  }

  /** Starts it again, on the same port and data. */
  async restart(): Promise<void> {
    const { args = [], environment } = this.options;
    this.group = startMlflow({
      python: pythonWithMlflow(this.major),
      folder: this.folder,
      port: this.port,
      args,
      env: { PATH: process.env['PATH'], HOME: this.folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    killAtTheEnd(this.group.child, () => this.group?.signal('SIGKILL'));
    for (const stream of [this.group.child.stdout!, this.group.child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    try {
      await untilHealthy(`${this.url}${prefixOf(args)}`, this.group);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${this.output}`, { cause: error });
    }
  }

  /** As abrupt as a power cut, for the server and its workers. */
  async kill(): Promise<GroupEnd> {
    this.group!.signal('SIGKILL');
    return this.group!.ended;
  }

  async stop(): Promise<void> {
    await this.group?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function prefixOf(args: readonly string[]): string {
  const position = args.indexOf('--static-prefix');
  return position < 0 ? '' : args[position + 1]!;
}
