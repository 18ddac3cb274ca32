import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { PredictionAudit, type PredictionRecord } from '#libs/audit';
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

  function request(query: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: `/audit/export?${query}`, agent: false }, resolve).on(
        'error',
        reject,
      );
    });
  }

  async function download(query: string): Promise<{ answer: IncomingMessage; text: string }> {
    const answer = await request(query);
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
