import { Injectable } from '@nestjs/common';
import { DirectConnections } from '#libs/database';
import { Clock, DomainError, Logger, Metrics } from '#libs/platform';
import { insertNothing, insertPredictions, predictionRow } from './prediction-insert.js';
import type { PredictionRecord } from './prediction-record.js';

/** A second commit would wait for the same disk; it would only make the batches smaller and the statements more. */
const maximumCommitsInFlight = 1;
/** Far below the statement's time limit: a thousand records take about 40 ms. */
const maximumRecordsPerCommit = 1_000;
/** Half a second of work at 20,000 records per second: whoever comes later would wait in vain. */
export const maximumWaitingRecords = 10_000;
/** How long a failed commit keeps the service unready, unless a later one succeeds. Milliseconds. */
const failureMemoryMs = 5_000;

interface Call {
  readonly rows: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: DomainError) => void;
}

/**
 * Group commit: while a commit is on its way to the disk, the records of all other calls collect and
 * share the next one. `write` returns after the commit, so what it acknowledges survives a crash.
 *
 * A call's records are written all or none, and at most once: a batch is repeated only after an error
 * that proves that nothing of it was stored. When the outcome is unknown (time limit, connection lost) the
 * caller is refused, so a record may exist of an answer that never left, never the reverse.
 */
@Injectable()
export class PredictionAudit {
  private waiting: Call[] = [];
  private waitingRecords = 0;
  private readonly commits = new Set<Promise<void>>();
  private scheduled = false;
  private closed = false;
  private failedAt: number | undefined;
  private readonly commitSeconds;
  private readonly records;

  constructor(
    private readonly connections: DirectConnections,
    private readonly clock: Clock,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.commitSeconds = metrics.histogram(
      'veridict_audit_commit_seconds',
      'Time of one group commit of prediction records; its count is the number of commits',
      ['outcome'],
      [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    );
    this.records = metrics.counter(
      'veridict_audit_records_total',
      'Prediction records, committed or refused (their callers got no answer)',
      ['outcome'],
    );
  }

  /**
   * Resolves when all records are committed.
   * @throws DomainError `audit_unavailable` when they are not, or not known to be; `validation_failed` when
   *   their text cannot be stored
   */
  async write(records: readonly PredictionRecord[]): Promise<void> {
    if (records.length === 0) return;
    // Now, not at the commit: the caller may go on using its objects.
    const rows = records.map(predictionRow);
    if (this.closed || this.waitingRecords + rows.length > maximumWaitingRecords) {
      this.records.inc({ outcome: 'refused' }, rows.length);
      throw unavailable(this.closed ? 'closed' : 'queue full');
    }
    await new Promise<void>((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject });
      this.waitingRecords += rows.length;
      this.schedule();
    });
  }

  /** For readiness: would a record be written now? */
  async writable(): Promise<boolean> {
    if (this.failedAt !== undefined && this.clock.now().getTime() - this.failedAt < failureMemoryMs) {
      return false;
    }
    try {
      await this.connections.query('audit-insert-nothing', insertNothing, []);
      return true;
    } catch {
      return false;
    }
  }

  /** Refuses new records and returns when every accepted one is decided. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.waiting.length > 0 || this.commits.size > 0) {
      this.startCommits();
      await Promise.all(this.commits);
    }
  }

  /** After the current turn of the event loop: requests that arrive together share a commit. */
  private schedule(): void {
    if (this.scheduled || this.commits.size >= maximumCommitsInFlight) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.startCommits();
    });
  }

  private startCommits(): void {
    while (this.waiting.length > 0 && this.commits.size < maximumCommitsInFlight) {
      const commit = this.commit(this.takeBatch()).finally(() => {
        this.commits.delete(commit);
        if (this.waiting.length > 0) this.schedule();
      });
      this.commits.add(commit);
    }
  }

  private takeBatch(): Call[] {
    let records = 0;
    let calls = 0;
    for (const call of this.waiting) {
      if (calls > 0 && records + call.rows.length > maximumRecordsPerCommit) break;
      records += call.rows.length;
      calls += 1;
    }
    this.waitingRecords -= records;
    return this.waiting.splice(0, calls);
  }

  /** Never rejects: the outcome goes to the calls. */
  private async commit(calls: readonly Call[]): Promise<void> {
    const failure = await this.insert(calls);
    if (failure === undefined) return;
    if (calls.length > 1 && isAboutTheRecords(failure)) return this.commitSeparately(calls);
    this.refuse(calls, failure);
    // The next commit would fail as this one did, after another time limit.
    if (!isAboutTheRecords(failure)) this.refuseWaiting(failure);
  }

  /** One bad record must not take its neighbours along. */
  private async commitSeparately(calls: readonly Call[]): Promise<void> {
    for (const [index, call] of calls.entries()) {
      const failure = await this.insert([call]);
      if (failure === undefined) continue;
      if (!isAboutTheRecords(failure)) return this.refuse(calls.slice(index), failure);
      this.refuse([call], failure);
    }
  }

  private async insert(calls: readonly Call[]): Promise<Error | undefined> {
    const rows = calls.flatMap((call) => call.rows);
    const startedAt = performance.now();
    const seconds = (): number => (performance.now() - startedAt) / 1000;
    try {
      await this.connections.query('audit-insert-predictions', insertPredictions, [`[${rows.join(',')}]`]);
    } catch (error) {
      this.commitSeconds.observe({ outcome: 'failed' }, seconds());
      return error instanceof Error ? error : new Error('The commit failed', { cause: error });
    }
    this.commitSeconds.observe({ outcome: 'committed' }, seconds());
    this.records.inc({ outcome: 'committed' }, rows.length);
    this.failedAt = undefined;
    for (const call of calls) call.resolve();
    return undefined;
  }

  private refuse(calls: readonly Call[], cause: Error): void {
    const records = calls.reduce((sum, call) => sum + call.rows.length, 0);
    this.records.inc({ outcome: 'refused' }, records);
    if (!isAboutTheRecords(cause)) this.failedAt = this.clock.now().getTime();
    this.logger.error('Prediction records could not be written; their callers are refused', cause, {
      records,
    });
    for (const call of calls) call.reject(unavailable(cause));
  }

  private refuseWaiting(cause: Error): void {
    if (this.waiting.length === 0) return;
    const calls = this.waiting;
    this.waiting = [];
    this.waitingRecords = 0;
    this.refuse(calls, cause);
  }
}

/**
 * SQLSTATE class 22 (data), 23 (constraint) or 54 (a limit, such as an index key that is too long): the
 * statement was rolled back as a whole, and without the offending record it would have succeeded.
 */
function isAboutTheRecords(error: Error): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^(22|23|54)/.test(code);
}

function unavailable(cause: unknown): DomainError {
  return new DomainError(
    'audit_unavailable',
    'Repeat the request: its audit record could not be written, so no answer is given.',
    { retryAfterSeconds: 1, cause },
  );
}
