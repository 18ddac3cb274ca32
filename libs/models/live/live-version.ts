import type { ModelVersionEntity } from '../versions/model-version.entity.js';
import { type Answer, answerOf } from './answer.js';
import { type FeatureRow, OnnxSession } from './onnx-session.js';
import { SharedRuns } from './shared-runs.js';

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
  answer(rows: readonly FeatureRow[]): Promise<Answer[]> {
    return this.during(async () => {
      const { outputs, offset } = await this.runs.add(rows);
      return rows.map((_, i) => answerOf(this.row, outputs, offset + i));
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
