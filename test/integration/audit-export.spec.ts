import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { DataSource } from 'typeorm';
import {
  type BatchPredictionRecord,
  BatchPredictionRecords,
  PredictionAudit,
  type PredictionRecord,
} from '#libs/audit';
import { DirectConnections } from '#libs/database';
import {
  analyst,
  type AuditApplication,
  predictionRecord,
  startAuditApplication,
} from '../support/audit-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

/** Several fetches of the cursor. */
const recordCount = 12_000;
/** So that the whole export fits into no socket's buffers. */
const filler = 'x'.repeat(1_000);
const dangerous = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', "'=1", "''=1", "'plain", 'a,"b"\nc', ''];

describe('the export of the audit trail', () => {
  let database: TestDatabase;
  let application: AuditApplication;
  let audit: PredictionAudit;
  let port: number;
  const records: PredictionRecord[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    application = await startAuditApplication(database.application);
    audit = application.app.get(PredictionAudit);
    for (let index = 0; index < recordCount; index++) {
      records.push(
        predictionRecord({
          occurredAt: new Date(Date.UTC(2026, 9, 1) + index * 60_000),
          subjectId: index % 3 === 0 ? null : dangerous[index % dangerous.length]!,
          model: index % 2 === 0 ? 'loan-amount' : 'attrition',
          inputs: { value: index / 7, text: dangerous[index % dangerous.length], filler },
          threshold: -index / 3,
          decision: index % 5 === 0 ? { score: index, purpose: 'score_card', decision: 'review' } : null,
        }),
      );
    }
    for (let start = 0; start < recordCount; start += 1_000)
      await audit.write(records.slice(start, start + 1_000));
    await application.app.listen(0, '127.0.0.1');
    port = (application.app.getHttpServer().address() as AddressInfo).port;
  }, 30_000);

  afterAll(async () => {
    await audit.close();
    await application.app.get(DirectConnections).close();
    await application.app.close();
    await database.drop();
  });

  const request = (query: string): Promise<IncomingMessage> => requestOf(`/audit/export?${query}`);

  function requestOf(path: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, agent: false }, resolve).on('error', reject);
    });
  }

  const download = (query: string): Promise<{ answer: IncomingMessage; text: string }> =>
    downloadFrom(`/audit/export?${query}`);

  async function downloadFrom(path: string): Promise<{ answer: IncomingMessage; text: string }> {
    const answer = await requestOf(path);
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += chunk;
    return { answer, text };
  }

  async function superuser<Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: database.superuser });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  const asAnswered = (record: PredictionRecord): Record<string, unknown> => ({
    id: record.id,
    request_id: record.requestId,
    occurred_at: record.occurredAt.toISOString(),
    actor_kind: record.actor.kind,
    actor_id: record.actor.id,
    credential_id: record.actor.credentialId,
    route: record.route,
    subject_id: record.subjectId,
    model: record.model,
    model_version: record.modelVersion,
    model_digest: record.modelDigest,
    inputs: record.inputs,
    output: record.output,
    threshold: record.threshold === 0 ? 0 : record.threshold,
    decision: record.decision,
    status: record.status,
    http_status: record.httpStatus,
    error_code: record.errorCode,
    error_fields: record.errorFields,
    latency_ms: record.latencyMs,
  });

  it('gives NDJSON that parses back to exactly what was recorded', async () => {
    const { answer, text } = await download('format=ndjson&occurred_to=2026-11-01T00:00:00Z');
    expect(answer.headers['content-type']).toBe('application/x-ndjson');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="audit-predictions.ndjson"');
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(records.map(asAnswered));
  });

  it('gives CSV that parses back to exactly what was recorded, and that no spreadsheet runs', async () => {
    const { answer, text } = await download('occurred_to=2026-11-01T00:00:00Z');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    const rows = parse<Record<string, string>>(text, { columns: true });
    const cells = rows.flatMap((row) => Object.values(row));
    expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell) && Number.isNaN(Number(cell)))).toEqual([]);
    const asText = (value: unknown): string =>
      value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    // Objects come back with the key order of jsonb, hence the detour.
    const expected = records.map(asAnswered).map((record, index) => ({
      ...Object.fromEntries(Object.entries(record).map(([column, value]) => [column, asText(value)])),
      inputs: rows[index]!['inputs'],
      output: rows[index]!['output'],
    }));
    const withoutGuard = (row: Record<string, string>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(row).map(([column, cell]) => [column, cell.replace(/^'(?='*[=+\-@\t\r\n])/, '')]),
      );
    expect(rows.map(withoutGuard)).toEqual(expected);
    expect(rows.map((row) => JSON.parse(row['inputs']!) as unknown)).toEqual(
      records.map(({ inputs }) => inputs),
    );
  });

  it('takes the filters of the list', async () => {
    const { text } = await download(
      'format=ndjson&model=attrition&occurred_from=2026-10-02T00:00:00Z&occurred_to=2026-10-03T00:00:00Z&status=answered&model_version=3',
    );
    expect(text.trimEnd().split('\n')).toHaveLength(720);
    expect((await download('model=none')).text.split('\r\n')).toHaveLength(2);
    expect((await download('record=events&status=answered&model=none')).answer.statusCode).toBe(422);
  });

  describe('of batches of predictions', () => {
    const ofBatch = (index: number): BatchPredictionRecord => ({
      id: `0199f0a2-7d6c-7bd1-a4c4-00000000000${index}`,
      requested_at: new Date(Date.UTC(2026, 9, index)),
      occurred_at: new Date(Date.UTC(2026, 9, index, 1)),
      actor_kind: 'user',
      actor_id: dangerous[index]!,
      credential_id: analyst.credentialId,
      model: index === 2 ? 'loan-amount' : 'attrition',
      model_version: index,
      model_digest: 'a'.repeat(64),
      threshold: index === 2 ? null : index / 7,
      selection: 'all',
      status: index === 1 ? 'cancelled' : 'succeeded',
      rows_answered: 1470,
      rows_refused: index,
      content_hash: String(index).repeat(64),
    });
    const batches = [1, 2, 3].map(ofBatch);
    const shown = batches.map((record) => ({
      ...record,
      occurred_at: record.occurred_at.toISOString(),
      requested_at: record.requested_at.toISOString(),
    }));

    beforeAll(async () => {
      const store = application.app.get(BatchPredictionRecords);
      const { manager } = application.app.get(DataSource);
      // Not in the order of their times.
      for (const record of [...batches].reverse()) await store.record(record, manager);
    });

    it('gives every record, oldest first, with all that the list of them shows', async () => {
      const { answer, text } = await download('record=batch_predictions&format=ndjson');
      expect(answer.headers['content-disposition']).toBe(
        'attachment; filename="audit-batch_predictions.ndjson"',
      );
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as object);
      expect(lines).toEqual(shown);
      const { items } = JSON.parse((await downloadFrom('/audit/batch-predictions')).text) as {
        items: object[];
      };
      expect(lines).toEqual([...items].reverse());
      const csv = (await download('record=batch_predictions')).text;
      const rows = parse<Record<string, string>>(csv, { columns: true });
      expect(Object.keys(rows[0]!)).toEqual(Object.keys(items[0]!));
      expect(rows.map(({ threshold }) => threshold)).toEqual([String(1 / 7), '', String(3 / 7)]);
      expect(rows.map(({ actor_id }) => actor_id)).toEqual(["'+1", "'-1", "'@SUM(A1)"]);
      expect(rows.map(({ content_hash }) => content_hash)).toEqual(batches.map((one) => one.content_hash));
    });

    it('takes the filters that batches have, and is recorded', async () => {
      const numbersOf = async (query: string): Promise<unknown[]> =>
        parse<Record<string, string>>((await download(`record=batch_predictions&${query}`)).text, {
          columns: true,
        }).map((row) => Number(row['model_version']));
      expect(await numbersOf('model=attrition')).toEqual([1, 3]);
      expect(await numbersOf('model_version=2')).toEqual([2]);
      expect(await numbersOf('occurred_from=2026-10-02T01:00:00Z&occurred_to=2026-10-03T01:00:00Z')).toEqual([
        2,
      ]);
      const refused = await download('record=batch_predictions&status=answered');
      expect([refused.answer.statusCode, refused.text]).toEqual([
        422,
        expect.stringContaining('is no filter of batch_predictions'),
      ]);
      const { text } = await download('record=events&format=ndjson');
      const last = text.trimEnd().split('\n').at(-2)!;
      expect(JSON.parse(last)).toMatchObject({ action: 'audit.exported', subject_id: 'batch_predictions' });
    });
  });

  it('is one snapshot while records are being written', async () => {
    const answer = await request('format=ndjson&occurred_to=2026-11-01T00:00:00Z');
    let writing = true;
    const writer = (async () => {
      while (writing) {
        await audit.write([predictionRecord({ occurredAt: new Date(Date.UTC(2026, 9, 1, 0, 0, 30)) })]);
      }
    })();
    let lines = 0;
    for await (const chunk of answer.setEncoding('utf8')) lines += (chunk as string).split('\n').length - 1;
    writing = false;
    await writer;
    expect(lines).toBe(recordCount);
  });

  it('is recorded as an administrative act before it begins', async () => {
    await download('format=ndjson&model=attrition');
    const { text } = await download('record=events&format=ndjson');
    const events = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events.slice(-2)).toMatchObject([
      {
        action: 'audit.exported',
        actor_id: analyst.id,
        subject_kind: 'audit',
        subject_id: 'predictions',
        details: { record: 'predictions', format: 'ndjson', model: 'attrition' },
      },
      { action: 'audit.exported', subject_id: 'events', details: { record: 'events', format: 'ndjson' } },
    ]);
  });

  it('does not read on while nobody takes the bytes, and breaks off when its connection is lost', async () => {
    const answer = await request('format=ndjson');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const exporting = await superuser<{ pid: number; query: string }>(
      `SELECT pid, query FROM pg_stat_activity
       WHERE datname = '${new URL(database.application).pathname.slice(1)}' AND state = 'idle in transaction'`,
    );
    expect(exporting).toMatchObject([{ query: 'FETCH 1000 FROM export' }]);
    await superuser(`SELECT pg_terminate_backend(${exporting[0]!.pid})`);
    let received = '';
    await expect(
      (async () => {
        for await (const chunk of answer.setEncoding('utf8')) received += chunk;
      })(),
    ).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(answer.complete).toBe(false);
    expect(received.split('\n').length).toBeLessThan(recordCount);
  });

  it('gives its connection back when the caller goes away, and refuses a third at a time', async () => {
    const first = await request('format=ndjson');
    const second = await request('format=ndjson');
    const third = await request('format=ndjson');
    expect([first.statusCode, second.statusCode, third.statusCode]).toEqual([200, 200, 503]);
    first.destroy();
    second.destroy();
    const idle = async (): Promise<number> =>
      (
        await superuser<{ count: number }>(
          `SELECT count(*)::int AS count FROM pg_stat_activity
           WHERE datname = '${new URL(database.application).pathname.slice(1)}' AND state = 'idle in transaction'`,
        )
      )[0]!.count;
    for (let attempt = 0; attempt < 50 && (await idle()) > 0; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await idle()).toBe(0);
    expect((await download('format=ndjson&model=none')).answer.statusCode).toBe(200);
  });
});
