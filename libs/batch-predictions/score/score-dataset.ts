import { type FeatureValue, KnownRows } from '#libs/models';
import { SnapshotReader } from '#libs/threads';
import type { BatchResult } from '../results/batch-result.js';
import { ContentHash } from '../results/content-hash.js';
import { ResultWriter } from './result-writer.js';
import { RowScorer } from './row-scorer.js';
import type { Checkpoint, ScoreTask, StoredRows } from './score-task.js';

type DatasetRow = [identifier: string, revision: string | null, ...features: FeatureValue[]];

/**
 * Scores what is left of a batch, in one snapshot, chunk by chunk: while one is computed, the server gathers the next
 * and stores the last. No more rows than these three are held.
 *
 * @throws BatchTaken when the batch is no longer this worker's
 */
export async function scoreDataset(task: ScoreTask, tell: (stored: StoredRows) => void): Promise<void> {
  const scorer = await RowScorer.load(task);
  const writer = await ResultWriter.open(task);
  try {
    await SnapshotReader.read(task.connection, async (reader) => {
      const { rows } = await reader.one<{ rows: number }>(task.rows.count, task.rows.values);
      const known = task.seenRows && new KnownRows(task.seenRows, task.features);
      const progress = new Progress(task.checkpoint, task.version.classes, known);
      await writer.begin(progress.position + rows);
      let writing = Promise.resolve();
      const portions = reader.portions<DatasetRow>(task.rows.query, task.rows.values, task.rowsPerChunk);
      for await (const portion of portions) {
        const results = progress.add(portion, await scorer.score(portion.map(featuresOf)));
        await writing;
        writing = store(writer, results, progress, tell);
        // Its failure is met at the next turn; meanwhile nobody waits for it.
        writing.catch(() => undefined);
      }
      await writing;
    });
  } finally {
    await writer.close();
    await scorer.release();
  }
}

async function store(
  writer: ResultWriter,
  results: readonly BatchResult[],
  progress: Progress,
  tell: (stored: StoredRows) => void,
): Promise<void> {
  // Taken now: by the time that they are written, more rows have been scored.
  const { checkpoint, rate } = progress;
  await writer.write(results, checkpoint, rate);
  const answered = results.filter(({ answer }) => answer !== null).length;
  tell({ type: 'stored', answered, refused: results.length - answered });
}

function featuresOf([, , ...features]: DatasetRow): FeatureValue[] {
  return features;
}

/** Where the batch stands after the rows that were scored. */
class Progress {
  private readonly startedAt = performance.now();
  private readonly startPosition: number;
  private readonly hash: ContentHash;
  private answered: number;
  private refused: number;
  private lastIdentifier: string | null;

  constructor(
    { rowsAnswered, rowsRefused, lastIdentifier, contentHash }: Checkpoint,
    classes: readonly string[] | null,
    private readonly known: KnownRows | null,
  ) {
    this.answered = rowsAnswered;
    this.refused = rowsRefused;
    this.lastIdentifier = lastIdentifier;
    this.hash = new ContentHash(contentHash, classes);
    this.startPosition = this.position;
  }

  get position(): number {
    return this.answered + this.refused;
  }

  /** Rows per second of this attempt. */
  get rate(): number {
    return ((this.position - this.startPosition) * 1000) / (performance.now() - this.startedAt);
  }

  get checkpoint(): Checkpoint {
    return {
      rowsAnswered: this.answered,
      rowsRefused: this.refused,
      lastIdentifier: this.lastIdentifier,
      contentHash: this.hash.hex,
    };
  }

  add(rows: readonly DatasetRow[], outcomes: Awaited<ReturnType<RowScorer['score']>>): BatchResult[] {
    return rows.map(([rowIdentifier, rowRevision, ...values], index) => {
      const outcome = outcomes[index]!;
      if (outcome.answer) this.answered += 1;
      else this.refused += 1;
      // Where there is no answer, none can flatter the version.
      const split = outcome.answer && this.known ? this.known.splitOf(rowIdentifier, values) : null;
      const result: BatchResult = { ...outcome, position: this.position, rowIdentifier, rowRevision, split };
      this.hash.add(result);
      this.lastIdentifier = rowIdentifier;
      return result;
    });
  }
}
