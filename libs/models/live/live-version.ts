import type { ModelVersionEntity } from '../versions/model-version.entity.js';
import { type FeatureRow, OnnxSession } from './onnx-session.js';
import { SharedRuns } from './shared-runs.js';

/** The graph's answer for one row. `probability` is that of class 1; null for regression. */
export interface GraphAnswer {
  readonly value: number;
  readonly probability: number | null;
}

/** A version with its graph loaded. Retired when replaced; freed after its last request. */
export class LiveVersion {
  private running = 0;
  private retired = false;
  private readonly runs: SharedRuns;

  private constructor(
    readonly row: ModelVersionEntity,
    private readonly session: OnnxSession,
  ) {
    this.runs = new SharedRuns((rows) => session.run(rows));
  }

  static async load(row: ModelVersionEntity, onnx: Uint8Array): Promise<LiveVersion> {
    return new LiveVersion(row, await OnnxSession.load(onnx));
  }

  /** Bit-identical for a row whatever other rows run beside it. */
  answer(rows: readonly FeatureRow[]): Promise<GraphAnswer[]> {
    return this.during(async () => {
      const { outputs, offset } = await this.runs.add(rows);
      const values = outputs['prediction'];
      const probabilities = outputs['probability'];
      return rows.map((_, i) => {
        if (this.row.task === 'regression') return { value: Number(values![offset + i]), probability: null };
        const probability = Number(probabilities![offset + i]);
        // The decision is taken on the emitted number, which is also the one that is stored.
        return { value: probability >= this.row.threshold! ? 1 : 0, probability };
      });
    });
  }

  /** Keeps the graph loaded until `use` has ended, though it be retired meanwhile. */
  async during<Result>(use: () => Promise<Result>): Promise<Result> {
    this.running += 1;
    try {
      return await use();
    } finally {
      this.running -= 1;
      this.releaseIfIdle();
    }
  }

  retire(): void {
    this.retired = true;
    this.releaseIfIdle();
  }

  private releaseIfIdle(): void {
    if (this.retired && this.running === 0) void this.session.release();
  }
}
