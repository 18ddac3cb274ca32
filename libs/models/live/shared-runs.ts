import type { FeatureRow, GraphOutputs } from './onnx-session.js';

/** Rows of one run: bounds how long the event loop stands still. */
const maximumRowsPerRun = 1000;

interface Waiting {
  readonly rows: readonly FeatureRow[];
  readonly resolve: (answer: { outputs: GraphOutputs; offset: number }) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Requests that arrive in the same turn of the event loop share one run of the graph: a run costs about as
 * much for twenty rows as for one. Their answers do not depend on it, since a row's answer is the same to
 * the last bit whatever stands beside it (libs/ml proves that of every graph it writes).
 */
export class SharedRuns {
  private waiting: Waiting[] = [];

  constructor(private readonly run: (rows: readonly FeatureRow[]) => Promise<GraphOutputs>) {}

  /** @returns the outputs of a run and where in them the caller's rows begin */
  add(rows: readonly FeatureRow[]): Promise<{ outputs: GraphOutputs; offset: number }> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => this.start());
    });
  }

  private start(): void {
    const callers = this.waiting;
    this.waiting = [];
    let first = 0;
    let count = 0;
    callers.forEach(({ rows }, i) => {
      if (i > first && count + rows.length > maximumRowsPerRun) {
        void this.runTogether(callers.slice(first, i));
        first = i;
        count = 0;
      }
      count += rows.length;
    });
    void this.runTogether(callers.slice(first));
  }

  private async runTogether(callers: readonly Waiting[]): Promise<void> {
    try {
      const outputs = await this.run(callers.flatMap(({ rows }) => rows));
      let offset = 0;
      for (const { rows, resolve } of callers) {
        resolve({ outputs, offset });
        offset += rows.length;
      }
    } catch (error) {
      for (const { reject } of callers) reject(error);
    }
  }
}
