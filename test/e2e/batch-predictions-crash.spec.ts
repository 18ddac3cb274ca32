import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BatchPredictionDto, VeridictOperations } from '#libs/sdk';
import { contentHashOfExport, csvRows, endOf, resultsOf, runBatch, startBatch } from '../support/batches.js';
import { eventually } from '../support/eventually.js';
import { asSuperuser } from '../support/held-table.js';
import type { TestDatabase } from '../support/test-database.js';
import { VeridictServer } from '../support/veridict-server.js';

/** The queue notices a dead worker by its heartbeat: 10 s, then its next look (5 s), then 1 s before it retries. */
const recoveryMs = 40_000;
const model = 'loan-amount';
const rowCount = 20_000;

/** The sample clients, five times, and values at the edges of what the table takes. */
const moreClients = `
  INSERT INTO clients (age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, loyer_mensuel, anciennete_ans)
  SELECT age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, loyer_mensuel, anciennete_ans
  FROM clients, generate_series(1, 4);
  UPDATE clients SET revenu_estime_mois = 1e12, age = -1e12 WHERE id = 5;
  UPDATE clients SET revenu_estime_mois = 4.9e-324 WHERE id = 6`;

/** Each chunk takes a while, so that a test can act in the middle of a batch. */
const slowDown = (seconds: number): string => `
  CREATE OR REPLACE FUNCTION slow_down() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW.position % 4096 = 1 THEN PERFORM pg_sleep(${seconds}); END IF; RETURN NEW; END $$`;
const slowChunks = `${slowDown(0.7)};
  CREATE TRIGGER slow_down BEFORE INSERT ON batch_prediction_results FOR EACH ROW EXECUTE FUNCTION slow_down()`;

describe('batches of predictions', () => {
  let database: TestDatabase;
  let servers: VeridictServer[];
  let veridict: VeridictOperations;

  beforeAll(async () => {
    database = await VeridictServer.installed();
    servers = [await VeridictServer.start({ database }), await VeridictServer.start({ database })];
    veridict = await servers[0]!.adminClient();
    await asSuperuser(database, moreClients);
    await asSuperuser(database, slowChunks);
  });

  afterAll(async () => {
    await Promise.all(servers?.map((server) => server.stop()) ?? []);
    await database?.drop();
  });

  const untilInTheMiddle = (id: string): Promise<BatchPredictionDto> =>
    eventually(async () => {
      const { data } = await veridict.getBatchPrediction({ path: { id } });
      return data.progress.rows_done > 0 && data;
    });
  const exportOf = async (id: string): Promise<string> =>
    String((await veridict.exportBatchPrediction({ path: { id } })).data);

  it('are answered by one of two workers, each row once, in pages that are stable', async () => {
    const batch = await runBatch(veridict, { model });
    expect(batch).toMatchObject({
      status: 'succeeded',
      attempt: 1,
      rows_answered: rowCount,
      rows_refused: 0,
    });
    const results = await resultsOf(veridict, batch.id, 999);
    expect(results.map(({ position }) => position)).toEqual(
      Array.from({ length: rowCount }, (_, index) => index + 1),
    );
    const ids = await asSuperuser<{ id: string }>(database, 'SELECT id FROM clients ORDER BY id');
    expect(results.map(({ row_identifier }) => row_identifier)).toEqual(ids.map(({ id }) => id));
    for (const place of [0, 4, 5, rowCount - 1]) {
      const { row_identifier, answer } = results[place]!;
      const { data } = await veridict.predictClientById({ path: { id: Number(row_identifier) } });
      expect(answer).toMatchObject({ prediction: data.prediction, interval: data.interval });
    }
    expect(contentHashOfExport(await exportOf(batch.id))).toBe(batch.content_hash);
  });

  it('know which rows have changed since', async () => {
    await runBatch(veridict, { model, rows: 'unpredicted' });
    expect(await runBatch(veridict, { model, rows: 'unpredicted' })).toMatchObject({ rows_answered: 0 });
    const id = 17;
    const current = await veridict.getClient({ path: { id } });
    await veridict.changeClient({
      path: { id },
      body: { age: current.data.age + 20 },
      headers: { 'If-Match': current.response.headers.get('etag')! },
    });
    const batch = await runBatch(veridict, { model, rows: 'unpredicted' });
    expect(batch).toMatchObject({ status: 'succeeded', rows_answered: 1 });
    const [result] = await resultsOf(veridict, batch.id);
    const { data: now } = await veridict.predictClientById({ path: { id } });
    expect(result).toMatchObject({ row_identifier: '17', answer: { prediction: now.prediction } });
    const latest = csvRows(String((await veridict.exportLatestPredictions({ path: { model } })).data));
    expect(latest).toHaveLength(rowCount);
    const row = latest.find(({ row_identifier }) => row_identifier === '17')!;
    expect(row['batch_prediction_id']).toBe(batch.id);
    expect(Number(row['prediction'])).toBe(now.prediction);
  });

  it('answer what their snapshot holds, and know afterwards what changed meanwhile', async () => {
    const { id } = await startBatch(veridict, { model });
    await untilInTheMiddle(id);
    // The last rows are still to be read when the first ones are stored.
    await asSuperuser(
      database,
      `UPDATE clients SET age = age + 1, version = version + 1 WHERE id > ${rowCount - 10};
       INSERT INTO clients (age, sport_licence, niveau_etude, revenu_estime_mois, risque_personnel, anciennete_ans)
       VALUES (33, true, 'bac', 2000, 0.5, 1)`,
    );
    const batch = await endOf(veridict, id);
    expect(batch).toMatchObject({ status: 'succeeded', rows_answered: rowCount });
    const rest = await runBatch(veridict, { model, rows: 'unpredicted' });
    expect(rest).toMatchObject({ rows_answered: 11 });
    await asSuperuser(database, `DELETE FROM clients WHERE id = (SELECT max(id) FROM clients)`);
  });

  it('keep what they answered when they are cancelled in the middle, and its record', async () => {
    const { id } = await startBatch(veridict, { model });
    await untilInTheMiddle(id);
    const { data: batch } = await veridict.cancelBatchPrediction({ path: { id } });
    expect(batch.status).toBe('cancelled');
    expect(batch.rows_answered % 4096).toBe(0);
    const results = await resultsOf(veridict, id);
    expect(results).toHaveLength(batch.rows_answered);
    const { data: record } = await veridict.getBatchPredictionRecord({ path: { id } });
    expect(record).toMatchObject({ status: 'cancelled', rows_answered: results.length });
    expect(contentHashOfExport(await exportOf(id))).toBe(record.content_hash);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await resultsOf(veridict, id)).toHaveLength(batch.rows_answered);
    // The model is free, and the same rows hash to what they hashed to before.
    expect(await runBatch(veridict, { model })).toMatchObject({
      status: 'succeeded',
      rows_answered: rowCount,
    });
  });

  it('go on after their connections were cut', async () => {
    const { content_hash } = await runBatch(veridict, { model });
    const { id } = await startBatch(veridict, { model });
    await untilInTheMiddle(id);
    await asSuperuser(
      database,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'veridict-batch' AND datname = current_database()`,
    );
    expect(await endOf(veridict, id, recoveryMs)).toMatchObject({
      status: 'succeeded',
      attempt: 2,
      rows_answered: rowCount,
      content_hash,
    });
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'go on after the last stored chunk when their worker goes down by %s, without doubling a row',
    async (signal) => {
      const { content_hash } = await runBatch(veridict, { model });
      // One worker only: which of two takes a batch is chance.
      const [, other] = servers;
      await other!.signal('SIGTERM');
      // Longer than a server that is told to stop waits for its jobs.
      await asSuperuser(database, slowDown(2));
      const { id } = await startBatch(veridict, { model });
      const before = await untilInTheMiddle(id);
      await servers[0]!.signal(signal);
      await asSuperuser(database, slowDown(0.1));
      servers = [await VeridictServer.start({ database }), await VeridictServer.start({ database })];
      veridict = await servers[0]!.adminClient();
      const batch = await endOf(veridict, id, recoveryMs);
      expect(batch).toMatchObject({ status: 'succeeded', attempt: 2, rows_answered: rowCount, content_hash });
      expect(before.progress.rows_done).toBeLessThan(rowCount);
      const results = await resultsOf(veridict, id);
      expect(new Set(results.map(({ row_identifier }) => row_identifier)).size).toBe(rowCount);
      expect(results).toHaveLength(rowCount);
      expect(contentHashOfExport(await exportOf(id))).toBe(content_hash);
      const { data: events } = await veridict.listAdministrativeEvents({ query: { subject_id: id } });
      const ends = events.items.filter(({ action }) => action === 'batch_prediction.finished');
      expect(ends).toHaveLength(1);
    },
  );
});
