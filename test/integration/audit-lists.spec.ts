import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { AdministrativeEvents, PredictionAudit, type PredictionRecordDto } from '#libs/audit';
import { DirectConnections } from '#libs/database';
import {
  analyst,
  type AuditApplication,
  predictionRecord,
  startAuditApplication,
} from '../support/audit-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const otherActor = '0199f0a2-7d6c-7bd1-a4c4-000000000000';

interface ListPage {
  items: PredictionRecordDto[];
  next_cursor: string | null;
  total: number;
}

describe('the lists of the audit trail', () => {
  let database: TestDatabase;
  let application: AuditApplication;
  let audit: PredictionAudit;

  /** Records of days 1 to 20, ten per day at the same instant: ties in the sort key. */
  const records = Array.from({ length: 200 }, (_, index) =>
    predictionRecord({
      occurredAt: new Date(Date.UTC(2026, 9, 1 + Math.floor(index / 10))),
      model: index % 2 === 0 ? 'loan-amount' : 'attrition',
      modelVersion: 1 + (index % 3),
      subjectId: String(index % 50),
      actor: { ...analyst, id: index % 5 === 0 ? otherActor : analyst.id },
      status: index % 10 === 9 ? 'failed' : 'answered',
    }),
  );

  beforeAll(async () => {
    database = await createTestDatabase();
    application = await startAuditApplication(database.application);
    audit = application.app.get(PredictionAudit);
    await audit.write(records);
  });

  afterAll(async () => {
    await audit.close();
    await application.app.get(DirectConnections).close();
    await application.app.close();
    await database.drop();
  });

  async function get(path: string): Promise<{ status: number; body: ListPage & { code: string } }> {
    const answer = await application.app.inject({ method: 'GET', url: path });
    return { status: answer.statusCode, body: answer.json() };
  }

  async function walk(query: string, betweenPages: () => Promise<void> = async () => {}): Promise<string[]> {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const { status, body } = await get(
        `/audit/predictions?${query}${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      expect(status).toBe(200);
      ids.push(...body.items.map(({ id }) => id));
      cursor = body.next_cursor;
      await betweenPages();
    } while (cursor !== null);
    return ids;
  }

  const byTime = [...records].sort(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || (a.id < b.id ? -1 : 1),
  );
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

  it('give the newest first, and the oldest first when asked', async () => {
    expect(await walk('limit=7')).toEqual(ids(byTime).reverse());
    expect(await walk('limit=1000&sort=occurred_at')).toEqual(ids(byTime));
  });

  it.each([
    ['model=attrition', (index: number) => index % 2 === 1],
    ['model_version=2', (index: number) => 1 + (index % 3) === 2],
    ['status=failed', (index: number) => index % 10 === 9],
    ['subject_id=7', (index: number) => index % 50 === 7],
    [`actor_id=${otherActor}`, (index: number) => index % 5 === 0],
    ['occurred_from=2026-10-05T00:00:00Z', (index: number) => index >= 40],
    ['occurred_to=2026-10-05T00:00:00Z', (index: number) => index < 40],
    [
      'occurred_from=2026-10-05T01:00:00%2B01:00&occurred_to=2026-10-06T00:00:00Z',
      (index: number) => index >= 40 && index < 50,
    ],
    ['model=loan-amount&status=failed', () => false],
  ])('filter by %s', async (query, expected) => {
    const wanted = records.filter((_, index) => expected(index));
    expect((await walk(`limit=30&${query}`)).sort()).toEqual(ids(wanted).sort());
    expect((await get(`/audit/predictions?limit=1&${query}`)).body.total).toBe(wanted.length);
  });

  it('give every record that was there exactly once while others are inserted', async () => {
    const seen = await walk('limit=9&sort=-occurred_at', async () => {
      await audit.write([
        predictionRecord(),
        predictionRecord({ occurredAt: records[100]!.occurredAt }),
        predictionRecord({ occurredAt: new Date(0) }),
      ]);
    });
    expect(new Set(seen).size).toBe(seen.length);
    const there = new Set(ids(records));
    expect(seen.filter((id) => there.has(id))).toEqual(ids(byTime).reverse());
  });

  it.each([
    'occurred_from=2026-02-30T00:00:00Z',
    'occurred_from=2026-10-05',
    'occurred_from=2026-10-05T00:00:00',
    'occurred_from=0000-01-01T00:00:00Z',
    'occurred_from=2026-10-05T00:00:00%2B23:59',
    'model=%00',
    'subject_id=%00',
    'subject_id=',
    'model=a&model=b',
    'model_version=2147483648',
    'model_version=1.5',
    'status=lost',
    'sort=model',
    'limit=0',
    'unknown=1',
  ])('refuse %s', async (query) => {
    const { status, body } = await get(`/audit/predictions?${query}`);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'validation_failed' });
  });

  it('refuse a cursor of another list', async () => {
    const { body } = await get('/audit/predictions?limit=2');
    for (const other of [
      `/audit/predictions?status=answered&cursor=${body.next_cursor}`,
      `/audit/predictions?sort=occurred_at&cursor=${body.next_cursor}`,
      `/audit/events?cursor=${body.next_cursor}`,
    ]) {
      expect(await get(other)).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
    }
  });

  it('show one record, exactly its documented fields', async () => {
    const record = records[0]!;
    const { status, body } = await get(`/audit/predictions/${record.id}`);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        id: record.id,
        request_id: record.requestId,
        occurred_at: '2026-10-01T00:00:00.000Z',
        actor_kind: 'user',
        actor_id: record.actor.id,
        credential_id: record.actor.credentialId,
        route: record.route,
        subject_id: '0',
        model: 'loan-amount',
        model_version: 1,
        model_digest: record.modelDigest,
        inputs: record.inputs,
        output: record.output,
        threshold: null,
        decision: null,
        status: 'answered',
        http_status: 200,
        error_code: null,
        error_fields: null,
        latency_ms: 1.25,
      },
    });
  });

  it('know neither other ids nor other words', async () => {
    expect((await get(`/audit/predictions/${uuidv7()}`)).status).toBe(404);
    expect((await get('/audit/predictions/none')).status).toBe(422);
  });

  it('filter administrative acts', async () => {
    const events = application.app.get(AdministrativeEvents);
    const { manager } = application.app.get(DataSource);
    await events.record(
      {
        action: 'alias.moved',
        actor: analyst,
        subject: { kind: 'model', id: 'loan-amount' },
        details: { from: 1, to: 2 },
      },
      manager,
    );
    await events.record(
      { action: 'user.sign_in_refused', actor: null, subject: { kind: 'user', id: 'unknown' } },
      manager,
    );
    for (const query of [
      'action=alias.moved',
      `actor_id=${analyst.id}`,
      'subject_kind=model&subject_id=loan-amount',
    ]) {
      const { body } = await get(`/audit/events?${query}`);
      expect(body).toMatchObject({
        items: [{ action: 'alias.moved', actor_kind: 'user', details: { from: 1, to: 2 } }],
        next_cursor: null,
        total: 1,
      });
    }
    const { body } = await get('/audit/events?limit=1');
    expect(body).toMatchObject({
      items: [{ action: 'user.sign_in_refused', actor_id: 'anonymous', details: {} }],
      total: 2,
    });
  });
});
