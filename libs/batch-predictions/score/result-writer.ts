import pg from 'pg';
import { RowCopy } from '#libs/datasets';
import { batchChannel } from '../batches/batch-changes.js';
import { type BatchResult, probabilitiesOf } from '../results/batch-result.js';
import type { Checkpoint, ScoreTask } from './score-task.js';

const relation = 'batch_prediction_results';
const columns = [
  'batch_id',
  'position',
  'row_identifier',
  'row_revision',
  'split',
  'prediction',
  'probability',
  'label',
  'probabilities',
  'interval_lower',
  'interval_upper',
  'problems',
];

/** The batch was cancelled, or another worker has taken it. */
export class BatchTaken extends Error {}

/** Writes results with COPY, and how far the batch has come, in one transaction per chunk. */
export class ResultWriter {
  private constructor(
    private readonly client: pg.Client,
    private readonly batch: ScoreTask['batch'],
    private readonly classes: readonly string[] | null,
  ) {}

  static async open({ connection, batch, version }: ScoreTask): Promise<ResultWriter> {
    const client = new pg.Client(connection);
    // A broken connection fails the query that runs; without a listener it would end the process beside.
    client.on('error', () => undefined);
    await client.connect();
    return new ResultWriter(client, batch, version.classes);
  }

  /** @throws BatchTaken */
  async begin(rowsTotal: number): Promise<void> {
    await this.transaction(() => this.update('rows_total = $1', [rowsTotal]));
  }

  /**
   * @param rate rows per second, for people
   * @throws BatchTaken, having written nothing
   */
  async write(results: readonly BatchResult[], checkpoint: Checkpoint, rate: number): Promise<void> {
    const { rowsAnswered, rowsRefused, lastIdentifier, contentHash } = checkpoint;
    await this.transaction(async () => {
      // First, for it locks the batch: from here to the commit nobody cancels or takes it.
      await this.update(
        'rows_answered = $1, rows_refused = $2, last_identifier = $3, content_hash = $4, rows_per_second = $5',
        [rowsAnswered, rowsRefused, lastIdentifier, contentHash, rate],
      );
      const copy = new RowCopy(this.client, relation, columns);
      await copy.write(results.map((result) => this.cells(result)));
      await copy.finish();
    });
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async transaction(change: () => Promise<void>): Promise<void> {
    await this.client.query('BEGIN');
    await change();
    await this.client.query('SELECT pg_notify($1, $2)', [batchChannel, this.batch.id]);
    await this.client.query('COMMIT');
  }

  /** The fence: the row changes only while it is running in this very attempt. */
  private async update(assignments: string, values: unknown[]): Promise<void> {
    const { id, attempt } = this.batch;
    const { rowCount } = await this.client.query(
      `UPDATE batch_predictions SET ${assignments}
       WHERE id = $${values.length + 1} AND attempt = $${values.length + 2} AND status = 'running'`,
      [...values, id, attempt],
    );
    if (rowCount !== 1) throw new BatchTaken();
  }

  private cells({ position, rowIdentifier, rowRevision, split, answer, problems }: BatchResult) {
    const probabilities = answer ? probabilitiesOf(answer, this.classes) : [];
    return [
      this.batch.id,
      position,
      rowIdentifier,
      rowRevision,
      split,
      answer?.prediction ?? null,
      answer?.probability ?? null,
      answer?.label ?? null,
      probabilities.length > 0 ? `{${probabilities.join(',')}}` : null,
      answer?.interval?.lower ?? null,
      answer?.interval?.upper ?? null,
      problems ? JSON.stringify(problems) : null,
    ];
  }
}
