import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { BatchPredictionDto, VeridictOperations } from '#libs/sdk';
import { csvRows, endOf, resultsOf, runBatch, startBatch } from '../support/batches.js';
import { eventually } from '../support/eventually.js';
import { asSuperuser, HeldTable } from '../support/held-table.js';
import { refusalOf } from '../support/refusal.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'attrition';

describe('the results of a batch', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;
  let version: number;
  let first: BatchPredictionDto;
  let second: BatchPredictionDto;

  beforeAll(async () => {
    server = await VeridictServer.start();
    veridict = await server.adminClient();
    ({ model_version: version } = await trainNow(veridict, { model }));
    first = await runBatch(veridict, { model, version });
    second = await runBatch(veridict, { model, version });
  });

  afterAll(() => server?.stop());

  const deleteResults = async (id: string) =>
    (await veridict.deleteBatchPredictionResults({ path: { id } })).data;
  const recordOf = async (id: string) => (await veridict.getBatchPredictionRecord({ path: { id } })).data;
  const latest = async () =>
    csvRows(String((await veridict.exportLatestPredictions({ path: { model } })).data));
  const storedRows = async (id: string): Promise<number> =>
    (
      await asSuperuser<{ rows: number }>(
        server.database,
        'SELECT count(*)::int AS rows FROM batch_prediction_results WHERE batch_id = $1',
        [id],
      )
    )[0]!.rows;

  it('cannot be deleted one by one by the application, nor behind the back of the batch', async () => {
    const application = new pg.Client({ connectionString: server.database.application });
    await application.connect();
    try {
      await expect(
        application.query('DELETE FROM batch_prediction_results WHERE batch_id = $1 AND position = 1', [
          first.id,
        ]),
      ).rejects.toMatchObject({ code: '42501' });
      await application.query('SELECT delete_batch_prediction_results($1)', [first.id]);
      expect(await storedRows(first.id)).toBe(first.rows_answered);
    } finally {
      await application.end();
    }
  });

  it('stay while the batch has not ended', async () => {
    const held = await HeldTable.hold(server.database, 'batch_prediction_results', 'EXCLUSIVE');
    const { id } = await startBatch(veridict, { model, version });
    await held.untilSomebodyWaits();
    expect(await refusalOf(deleteResults(id))).toMatchObject({
      status: 409,
      code: 'batch_prediction_unfinished',
    });
    await held.release();
    expect(await endOf(veridict, id)).toMatchObject({ status: 'succeeded', results_deleted_at: null });
    expect(await resultsOf(veridict, id)).toHaveLength(first.rows_answered);
    await deleteResults(id);
  });

  it('are deleted as a whole, once, and the batch says so; its record and other batches stay', async () => {
    const record = await recordOf(first.id);
    const deleted = await deleteResults(first.id);
    expect(deleted).toEqual({ ...first, results_deleted_at: expect.any(String) });
    expect(await storedRows(first.id)).toBe(0);
    // Again: nothing more happens.
    expect(await deleteResults(first.id)).toEqual(deleted);
    expect((await veridict.getBatchPrediction({ path: { id: first.id } })).data).toEqual(deleted);
    expect(await recordOf(first.id)).toEqual(record);
    for (const ask of [
      () => veridict.listBatchPredictionResults({ path: { id: first.id } }),
      () => veridict.exportBatchPrediction({ path: { id: first.id } }),
    ])
      expect(await refusalOf(ask())).toMatchObject({ status: 410, code: 'batch_results_deleted' });
    expect(await resultsOf(veridict, second.id)).toHaveLength(second.rows_answered);
    const { data: me } = await veridict.showMyAccount();
    const { data: events } = await veridict.listAdministrativeEvents({
      query: { action: 'batch_prediction.results_deleted', subject_id: first.id },
    });
    expect(events.items).toMatchObject([
      {
        actor_id: me.id,
        subject_kind: 'batch_prediction',
        details: { model, model_version: version, rows_answered: first.rows_answered, rows_refused: 0 },
      },
    ]);
  });

  it('are no current predictions any more when they are gone', async () => {
    expect(await runBatch(veridict, { model, version, rows: 'unpredicted' })).toMatchObject({
      rows_answered: 0,
    });
    expect(new Set((await latest()).map((row) => row['batch_prediction_id']))).toEqual(new Set([second.id]));
    await deleteResults(second.id);
    expect(await latest()).toEqual([]);
    expect(await runBatch(veridict, { model, version, rows: 'unpredicted' })).toMatchObject({
      rows_answered: first.rows_answered,
      content_hash: first.content_hash,
    });
  });

  it('expire with their batch, once among several processes, unless they are the newest of a row', async () => {
    const superseded = await runBatch(veridict, { model, version });
    const newest = await runBatch(veridict, { model, version });
    await asSuperuser(
      server.database,
      `UPDATE batch_predictions SET finished_at = finished_at - interval '400 days'`,
    );
    const replicas = await Promise.all([1, 2].map(() => VeridictServer.start({ database: server.database })));
    try {
      const read = async (id: string) => (await veridict.getBatchPrediction({ path: { id } })).data;
      const isDone = ({ log }: VeridictServer): boolean => log.includes('Deleted the expired results');
      await eventually(() => Promise.resolve(replicas.some(isDone)));
      expect(await storedRows(superseded.id)).toBe(0);
      expect(await read(superseded.id)).toMatchObject({ content_hash: superseded.content_hash });
      const { data: events } = await veridict.listAdministrativeEvents({
        query: { action: 'batch_prediction.results_deleted', subject_id: superseded.id },
      });
      expect(events.items).toMatchObject([{ actor_id: 'system', details: { model, after_days: 365 } }]);
      expect((await read(newest.id)).results_deleted_at).toBeNull();
      expect((await latest()).length).toBe(newest.rows_answered);
    } finally {
      await Promise.all(replicas.map((replica) => replica.stop()));
    }
  });

  it('of no batch are not found', async () => {
    expect(await refusalOf(deleteResults('00000000-0000-4000-8000-000000000000'))).toMatchObject({
      status: 404,
      code: 'batch_prediction_not_found',
    });
  });
});
