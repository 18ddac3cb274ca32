import { resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { mlflowEnvironment } from '../../scripts/project/mlflow.mjs';
import { type ProcessGroup, startProcessGroup } from '../../scripts/project/process-group.mjs';
import { killAtTheEnd } from './leftover-processes.js';
import { pythonWithMlflow } from './mlflow-server.js';

/** A Python of somebody who works with the tracking server: test/contract/python/session.py answers in it. */
export class PythonSession {
  private readonly group: ProcessGroup;
  private readonly lines: AsyncIterator<string>;
  private output = '';

  constructor(trackingUri: string, folder: string) {
    this.group = startProcessGroup(pythonWithMlflow(), [resolve('test/contract/python/session.py')], {
      stdio: 'pipe',
      cwd: folder,
      env: pythonEnvironment(trackingUri, folder),
    });
    const { child } = this.group;
    killAtTheEnd(child, () => this.group.signal('SIGKILL'));
    child.stderr!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    const lines: Interface = createInterface(child.stdout!);
    this.lines = lines[Symbol.asyncIterator]();
  }

  /** @throws Error with Python's traceback */
  async ask<Answer>(request: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    this.group.child.stdin!.write(`${JSON.stringify({ request, ...body })}\n`);
    const line = await this.lines.next();
    if (line.done) throw new Error(`Python ended:\n${this.output}`);
    const { answer, error } = JSON.parse(line.value) as { answer: Answer; error?: string };
    if (error !== undefined) throw new Error(`Python failed:\n${error}\n${this.output}`);
    return answer;
  }

  async end(): Promise<void> {
    await this.group.stop();
  }
}

/** Of a Python beside the tracking server, without anything of this process but the PATH. */
export function pythonEnvironment(
  trackingUri: string,
  folder: string,
): Readonly<Record<string, string | undefined>> {
  return mlflowEnvironment(pythonWithMlflow(), {
    PATH: process.env['PATH'],
    HOME: folder,
    MLFLOW_TRACKING_URI: trackingUri,
    // A small machine runs other tests beside.
    OMP_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  });
}
