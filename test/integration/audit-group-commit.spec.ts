import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { PredictionAudit } from '#libs/audit';
import { DirectConnections } from '#libs/database';
import { Clock, Logger, Metrics, SystemClock } from '#libs/platform';
import { predictionRecord } from '../support/audit-application.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('the group commit of prediction records', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let connections: DirectConnections;
  let metrics: Metrics;
  let audit: PredictionAudit;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.superuser });
    await owner.connect();
  });

  beforeEach(() => {
    connections = new DirectConnections(database.application, undefined, () => undefined);
    metrics = new Metrics();
    const clock: Clock = new SystemClock();
    audit = new PredictionAudit(connections, clock, new Logger('silent'), metrics);
  });

  afterEach(async () => {
    await audit.close();
    await connections.close();
  });

  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  async function stored(ids: readonly string[]): Promise<{ id: string; transaction_id: string }[]> {
    const { rows } = await owner.query<{ id: string; transaction_id: string }>(
      'SELECT id, transaction_id FROM audit.predictions WHERE id = ANY($1) ORDER BY ctid',
      [ids],
    );
    return rows;
  }

  it('writes a hundred calls that come at once with one commit, in their order', async () => {
    const records = Array.from({ length: 100 }, () => predictionRecord());
    await Promise.all(records.map((record) => audit.write([record])));
    const rows = await stored(records.map(({ id }) => id));
    expect(rows.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    expect(new Set(rows.map((row) => row.transaction_id)).size).toBe(1);
  });

  it('collects while commits are in flight: far fewer commits than calls', async () => {
    const ids: string[] = [];
    const caller = async (): Promise<void> => {
      for (let call = 0; call < 25; call++) {
        const record = predictionRecord();
        ids.push(record.id);
        await audit.write([record]);
      }
    };
    await Promise.all(Array.from({ length: 32 }, caller));
    const rows = await stored(ids);
    expect(rows).toHaveLength(800);
    expect(new Set(rows.map((row) => row.transaction_id)).size).toBeLessThan(200);
    const text = await metrics.registry.metrics();
    expect(text).toContain('veridict_audit_records_total{outcome="committed"} 800');
  });

  it('acknowledges only what another connection already sees', async () => {
    const record = predictionRecord();
    await audit.write([record]);
    expect(await stored([record.id])).toHaveLength(1);
  });

  it('keeps every field', async () => {
    const record = predictionRecord({
      occurredAt: new Date('2026-11-21T09:30:00.123Z'),
      subjectId: "l'élève 😀",
      output: null,
      threshold: 0.1 + 0.2,
      status: 'refused',
      httpStatus: 422,
      errorCode: 'validation_failed',
      errorFields: ['age', 'a "quoted" field'],
      latencyMs: 1 / 3,
    });
    await audit.write([record]);
    const { rows } = await owner.query('SELECT * FROM audit.predictions WHERE id = $1', [record.id]);
    expect(rows).toEqual([
      {
        id: record.id,
        request_id: record.requestId,
        occurred_at: record.occurredAt,
        actor_kind: 'user',
        actor_id: record.actor.id,
        credential_id: record.actor.credentialId,
        route: 'POST /models/:model/predict',
        subject_id: "l'élève 😀",
        model: 'loan-amount',
        model_version: 3,
        model_digest: record.modelDigest,
        inputs: record.inputs,
        output: null,
        threshold: 0.1 + 0.2,
        decision: null,
        status: 'refused',
        http_status: 422,
        error_code: 'validation_failed',
        error_fields: ['age', 'a "quoted" field'],
        latency_ms: 1 / 3,
        transaction_id: expect.stringMatching(/^\d+$/),
      },
    ]);
  });

  it('splits what is more than one commit should carry', async () => {
    const calls = Array.from({ length: 5 }, () => Array.from({ length: 600 }, () => predictionRecord()));
    await Promise.all(calls.map((records) => audit.write(records)));
    const rows = await stored(calls.flat().map(({ id }) => id));
    expect(rows).toHaveLength(3000);
    expect(new Set(rows.map((row) => row.transaction_id)).size).toBe(5);
  });

  it('writes what it accepted before it closes, and nothing afterwards', async () => {
    const records = Array.from({ length: 50 }, () => predictionRecord());
    const writes = records.map((record) => audit.write([record]));
    await audit.close();
    await Promise.all(writes);
    expect(await stored(records.map(({ id }) => id))).toHaveLength(50);
    await expect(audit.write([predictionRecord()])).rejects.toMatchObject({ code: 'audit_unavailable' });
  });

  it('stores every acknowledged record, and none twice, while its connections are being killed', async () => {
    const acknowledged: string[] = [];
    let asked = 0;
    let killing = true;
    const caller = async (): Promise<void> => {
      while (killing) {
        asked += 1;
        const record = predictionRecord();
        const outcome = await audit.write([record]).then(
          () => 'written',
          (error: { code: string }) => error.code,
        );
        if (outcome === 'written') acknowledged.push(record.id);
        else expect(outcome).toBe('audit_unavailable');
      }
    };
    const callers = Array.from({ length: 16 }, caller);
    for (let round = 0; round < 20; round++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'veridict-direct'`,
      );
    }
    killing = false;
    await Promise.all(callers);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.length).toBeLessThan(asked);
    expect(await stored(acknowledged)).toHaveLength(acknowledged.length);
  }, 20_000);
});
