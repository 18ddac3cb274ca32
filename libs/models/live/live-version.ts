import { setImmediate as nextTurn } from 'node:timers/promises';
import { MlError, readExplainer } from '#libs/ml';
import { DomainError } from '#libs/platform';
import { importedAlgorithm } from '../versions/imported-algorithm.js';
import type { ModelVersionEntity } from '../versions/model-version.entity.js';
import { type Answer, answerOf } from './answer.js';
import { type ExplainedRow, explainedRow } from './explained-row.js';
import { featureTable } from './feature-table.js';
import { type FeatureRow, OnnxSession } from './onnx-session.js';
import { runAlone } from './run-alone.js';
import { SharedRuns } from './shared-runs.js';

/** A version with its graph loaded. Retired when replaced; freed after its last request. */
export class LiveVersion {
  private running = 0;
  private retired = false;
  private readonly runs: SharedRuns;
  private explainer: Promise<ReturnType<typeof readExplainer>> | undefined;

  private constructor(
    readonly row: ModelVersionEntity,
    private readonly session: OnnxSession,
    private readonly readFile: () => Promise<Uint8Array>,
    /** In force now: probability from which on the answer is 1; null where the version has none. */
    public threshold: number | null,
  ) {
    const { algorithm } = row;
    this.runs = new SharedRuns((rows) =>
      algorithm === importedAlgorithm ? runAlone(session, rows) : session.run(rows),
    );
  }

  /** @param readFile reads the version's ONNX file: now for the graph, and once more when an explanation is asked for */
  static async load(
    row: ModelVersionEntity,
    readFile: () => Promise<Uint8Array>,
    threshold: number | null,
  ): Promise<LiveVersion> {
    return new LiveVersion(row, await OnnxSession.load(await readFile()), readFile, threshold);
  }

  /**
   * Bit-identical for a row whatever other rows run beside it.
   * @param threshold decides; passed, because the one in force may change while the graph runs
   */
  answer(rows: readonly FeatureRow[], threshold: number | null): Promise<Answer[]> {
    return this.during(async () => {
      const { task, classes, interval } = this.row;
      const { outputs, offset } = await this.runs.add(rows);
      return rows.map((_, i) => answerOf({ task, classes, interval, threshold }, outputs, offset + i));
    });
  }

  /**
   * One explanation per row and its answer. Rows are explained one per turn of the event loop, so that other requests
   * wait for one row at most.
   * @throws DomainError `explanation_unavailable` when the version's file cannot explain itself
   */
  async explain(rows: readonly FeatureRow[], answers: readonly Answer[]): Promise<ExplainedRow[]> {
    if (this.row.algorithm === importedAlgorithm) throw unexplained();
    const explainer = await this.readExplainer();
    const explained: ExplainedRow[] = [];
    for (const [i, row] of rows.entries()) {
      if (i > 0) await nextTurn();
      const output = this.row.task === 'multiclass' ? answers[i]!.prediction : 0;
      explained.push(explainedRow(explainer.explain(featureTable(this.row.features, [row])), row, output));
    }
    return explained;
  }

  /** Read when it is first asked for, then kept: most versions never explain. */
  private readExplainer(): Promise<ReturnType<typeof readExplainer>> {
    this.explainer ??= this.readFile().then(async (file) => {
      const explainer = explainerOf(file);
      // Reading many trees and preparing them for the first row take tens of milliseconds each.
      await nextTurn();
      return explainer;
    });
    // A file that could not be read now may be readable the next time.
    this.explainer.catch(() => (this.explainer = undefined));
    return this.explainer;
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

function explainerOf(file: Uint8Array): ReturnType<typeof readExplainer> {
  try {
    return readExplainer(file);
  } catch (error) {
    throw error instanceof MlError ? unexplained(error) : error;
  }
}

function unexplained(cause?: MlError): DomainError {
  return new DomainError(
    'explanation_unavailable',
    "The version's file was made by another program and does not say how its answers come about; leave explain out.",
    { cause },
  );
}
