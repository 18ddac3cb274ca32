import { Worker } from 'node:worker_threads';
import type { SharedMemory } from './shared-memory.js';
import { FAILED, PARAMETERS } from './team-layout.js';

/** What every module of kernels exports for its team. */
interface TeamKernels {
  /** Tasks one after the other in this thread. */
  readonly runAlone: (control: number, kernel: number, taskCount: number) => void;
  /** @returns 0 when a helper died in a task */
  readonly runTogether: (control: number, kernel: number, taskCount: number) => number;
  readonly stop: (control: number) => void;
}

/**
 * A text and not a file, so that it is found alike from dist/, from TypeScript and from a test. `help` returns when
 * the team stops, and then the thread ends. A helper that cannot begin has claimed nothing, and nobody misses it;
 * one that fails later has left a task undone, which the others must know.
 */
const HELPER = `
const { workerData } = require('node:worker_threads');
const { module, memory, control, failed } = workerData;
let kernels;
try {
  kernels = new WebAssembly.Instance(module, { env: { memory } }).exports;
} catch {}
try {
  kernels?.help(control);
} catch {
  Atomics.store(new Int32Array(memory.buffer), failed / 4, 1);
}
`;

/**
 * Threads that share out the tasks of jobs: the caller's, which blocks until a job is done, and helpers. Tasks are
 * claimed one by one, so a job never waits for a helper that is late or missing. Always `stop` a team.
 */
export class KernelTeam {
  readonly #kernels: TeamKernels;
  readonly #control: number;
  #hasHelpers = false;

  /**
   * @param module exports `help`, `runAlone`, `runTogether` and `stop`; imports its memory as env.memory
   * @param parameterBytes room for the kernels' parameters, zeroed
   * @param threads at most so many work at once, the caller's included
   */
  constructor(
    module: WebAssembly.Module,
    readonly memory: SharedMemory,
    parameterBytes: number,
    readonly threads: number,
  ) {
    this.#control = memory.allocate(PARAMETERS + parameterBytes);
    const imports = { env: { memory: memory.memory } };
    this.#kernels = new WebAssembly.Instance(module, imports).exports as unknown as TeamKernels;
    for (let helper = 1; helper < threads; helper += 1) this.#startHelper(module);
  }

  /** The address of the kernels' parameters. */
  get parameters(): number {
    return this.#control + PARAMETERS;
  }

  /** Runs tasks 0 … taskCount - 1 of a kernel in any order, and returns when all are done. */
  run(kernel: number, taskCount: number): void {
    if (!this.#hasHelpers || taskCount < 2) this.runAlone(kernel, taskCount);
    else if (this.#kernels.runTogether(this.#control, kernel, taskCount) === 0) {
      throw new Error('a thread of the training failed in a kernel');
    }
  }

  /** For work too small to be worth waking anybody. */
  runAlone(kernel: number, taskCount: number): void {
    this.#kernels.runAlone(this.#control, kernel, taskCount);
  }

  stop(): void {
    this.#kernels.stop(this.#control);
  }

  /** Where no thread can be had, the caller's does everything. */
  #startHelper(module: WebAssembly.Module): void {
    const workerData = {
      module,
      memory: this.memory.memory,
      control: this.#control,
      failed: this.#control + FAILED,
    };
    try {
      const worker = new Worker(HELPER, { eval: true, workerData, execArgv: [], env: {} });
      worker.on('error', () => undefined);
      worker.unref();
      this.#hasHelpers = true;
    } catch {
      return;
    }
  }
}
