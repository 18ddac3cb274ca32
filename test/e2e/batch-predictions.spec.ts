import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BatchPredictionDto, BatchResultDto, VeridictOperations } from '#libs/sdk';
import { contentHashOfExport, csvRows, endOf, resultsOf, runBatch, startBatch } from '../support/batches.js';
import { isHeldOut } from '../support/held-out.js';
import { asSuperuser, HeldTable } from '../support/held-table.js';
import { manyPredictions } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';
import { startVisitsServer } from '../support/visits.js';

const emptyHash = '0'.repeat(64);

describe('batch predictions', () => {
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    ({ server, database } = await startVisitsServer());
    veridict = await server.adminClient();
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const exportOf = async ({ id }: BatchPredictionDto): Promise<string> =>
    String((await veridict.exportBatchPrediction({ path: { id } })).data);
  const latestOf = async (model: string): Promise<string> =>
    String((await veridict.exportLatestPredictions({ path: { model } })).data);

  /** What the route by body answers to every visit, in the order of the identifiers. */
  async function answersOneByOne(model: string, version: number): Promise<unknown[]> {
    const rows = await asSuperuser<Record<string, unknown>>(
      database,
      'SELECT pages, minutes, source, known FROM visits ORDER BY id',
    );
    const answers: unknown[] = [];
    for (let start = 0; start < rows.length; start += 500) {
      const instances = rows.slice(start, start + 500);
      const reply = await veridict.predictWithVersion({ path: { model, version }, body: { instances } });
      for (const prediction of manyPredictions(reply)) {
        const {
          prediction_id: _id,
          model: _m,
          model_version: _v,
          threshold: _t,
          warnings: _w,
          ...answer
        } = prediction;
        answers.push(answer);
      }
    }
    return answers;
  }

  describe.each(['linear', 'gbdt', 'mlp'] as const)('with %s', (algorithm) => {
    it.each(['purchase', 'customer-tier', 'spending'])(
      'answer %s as the route by body does, to the last bit, and hash what they export',
      async (model) => {
        const { model_version: version } = await trainNow(veridict, { model, algorithm });
        const batch = await runBatch(veridict, { model, version });
        expect(batch).toMatchObject({
          status: 'succeeded',
          model_version: version,
          rows_answered: 1500,
          rows_refused: 0,
          attempt: 1,
          progress: { phase: 'finished', rows_total: 1500, rows_done: 1500, rows_remaining: 0 },
        });
        const results = await resultsOf(veridict, batch.id);
        expect(results.map(({ row_identifier }) => Number(row_identifier))).toEqual(
          Array.from({ length: 1500 }, (_, index) => index + 1),
        );
        expect(results.map(({ answer }) => answer)).toEqual(await answersOneByOne(model, version));

        const text = await exportOf(batch);
        expect(contentHashOfExport(text)).toBe(batch.content_hash);
        expect(csvRows(text).map(numbersOf)).toEqual(results.map(numbersOfResult));
        // One digit of one number changes it.
        const forged = contentHashOfExport(text.replace(/,([^,]*),(train|test),\n$/, ',9$1,$2,\n'));
        expect(forged).not.toBe(batch.content_hash);
        const { data: record } = await veridict.getBatchPredictionRecord({ path: { id: batch.id } });
        expect(record).toMatchObject({
          model,
          model_version: version,
          model_digest: batch.model_digest,
          threshold: batch.threshold,
          selection: 'all',
          status: 'succeeded',
          rows_answered: 1500,
          rows_refused: 0,
          content_hash: batch.content_hash,
        });
        expect(record.actor_id).toBe(batch.requested_by);
        // The same version says the same of the same rows.
        expect((await runBatch(veridict, { model, version })).content_hash).toBe(batch.content_hash);
      },
    );
  });

  it('answer at once with where to look, and send what becomes of the batch', async () => {
    await trainNow(veridict, { model: 'purchase' });
    const reply = await veridict.createBatchPrediction({ body: { model: 'purchase' } });
    expect(reply.response.status).toBe(202);
    expect(reply.response.headers.get('location')).toBe(`/batch-predictions/${reply.data.id}`);
    const response = await fetch(`${server.url}/batch-predictions/${reply.data.id}/events`, {
      headers: { authorization: `Bearer ${await server.signIn()}` },
    });
    const events = (await response.text()).split('\n\n').filter(Boolean);
    const last = JSON.parse(/^data: (.*)$/m.exec(events.at(-1)!)![1]!) as BatchPredictionDto;
    expect(events.at(-1)).toContain('event: finished');
    expect(last).toMatchObject({ id: reply.data.id, status: 'succeeded', rows_answered: 1500 });
    expect(last.progress.rows_per_second).toBeGreaterThan(0);
    const { data: list } = await veridict.listBatchPredictions({
      query: { model: 'purchase', status: 'succeeded' },
    });
    expect(list.items[0]!.id).toBe(reply.data.id);
    const { data: records } = await veridict.listBatchPredictionRecords({ query: { model: 'purchase' } });
    expect(records.items[0]!.id).toBe(reply.data.id);
  });

  it('keep rows that the version cannot answer, with the field and never the value', async () => {
    await trainNow(veridict, { model: 'purchase' });
    await asSuperuser(
      database,
      `UPDATE visits SET source = 'smoke signals' WHERE id = 7; UPDATE visits SET pages = 'NaN', known = NULL WHERE id = 1500`,
    );
    try {
      const batch = await runBatch(veridict, { model: 'purchase' });
      expect(batch).toMatchObject({ status: 'succeeded', rows_answered: 1498, rows_refused: 2 });
      const { data: refused } = await veridict.listBatchPredictionResults({
        path: { id: batch.id },
        query: { outcome: 'refused' },
      });
      expect(refused.total).toBe(2);
      expect(refused.items).toEqual([
        {
          position: 7,
          row_identifier: '7',
          split: null,
          answer: null,
          problems: [{ field: 'source', detail: 'must be one of "link", "mail", "search"' }],
        },
        {
          position: 1500,
          row_identifier: '1500',
          split: null,
          answer: null,
          problems: [
            { field: 'pages', detail: expect.stringMatching(/number/) },
            { field: 'known', detail: expect.stringMatching(/true or false/) },
          ],
        },
      ]);
      expect(JSON.stringify(refused)).not.toContain('smoke');
      const { data: one } = await veridict.listBatchPredictionResults({
        path: { id: batch.id },
        query: { row_identifier: '8' },
      });
      expect(one).toMatchObject({ total: 1, items: [{ position: 8 }] });
      const text = await exportOf(batch);
      expect(text).not.toContain('smoke');
      expect(csvRows(text)).toHaveLength(1500);
      expect(contentHashOfExport(text)).toBe(batch.content_hash);
      // This dataset does not know when a row changes: what was refused is tried again, what was answered is not.
      const second = await runBatch(veridict, { model: 'purchase', rows: 'unpredicted' });
      expect(second).toMatchObject({ rows_answered: 0, rows_refused: 2 });
    } finally {
      await asSuperuser(
        database,
        `UPDATE visits SET source = 'mail' WHERE id = 7; UPDATE visits SET pages = 3, known = true WHERE id = 1500`,
      );
    }
    expect(await runBatch(veridict, { model: 'purchase', rows: 'unpredicted' })).toMatchObject({
      rows_answered: 2,
    });
    expect(await runBatch(veridict, { model: 'purchase', rows: 'unpredicted' })).toMatchObject({
      rows_answered: 0,
      rows_refused: 0,
      content_hash: emptyHash,
    });
  });

  it('say of each row whether the version learned from it, held it out, or has never seen it as it is', async () => {
    const model = 'repeat-purchase';
    await asSuperuser(
      database,
      `CREATE TABLE kept AS SELECT * FROM visits; UPDATE visits SET bought = NULL WHERE id <= 20`,
    );
    try {
      const { model_version: version } = await trainNow(veridict, { model });
      const splits = async (): Promise<(string | null)[]> => {
        const batch = await runBatch(veridict, { model, version });
        const results = (await resultsOf(veridict, batch.id)).map(({ split }) => split);
        expect(csvRows(await exportOf(batch)).map(({ split }) => split)).toEqual(results);
        const latest = csvRows(await latestOf(model));
        const inOrder = latest.toSorted((a, b) => Number(a['row_identifier']) - Number(b['row_identifier']));
        expect(inOrder.map(({ split }) => split)).toEqual(results);
        return results;
      };
      const { data: trained } = await veridict.getModelVersion({ path: { model, version } });
      const expected = Array.from({ length: 1500 }, (_, index) => {
        // Without a target it was read for neither side.
        if (index < 20) return 'unseen';
        return isHeldOut(trained, String(index + 1), null) ? 'test' : 'train';
      });
      expect(await splits()).toEqual(expected);

      const [train, test] = [expected.indexOf('train'), expected.indexOf('test')] as const;
      await asSuperuser(
        database,
        `INSERT INTO visits SELECT 9000 + id, household, seen_at, pages, minutes, source, known, campaign, subscribed
           FROM visits WHERE id <= 100;
         UPDATE visits SET minutes = coalesce(minutes, 0) + 1 WHERE id IN (${train + 1}, ${test + 1})`,
      );
      const now = [...expected, ...Array<string>(100).fill('unseen')];
      now[train] = 'changed';
      now[test] = 'unseen';
      expect(await splits()).toEqual(now);
    } finally {
      await asSuperuser(
        database,
        'DELETE FROM visits; INSERT INTO visits SELECT * FROM kept; DROP TABLE kept',
      );
    }
  });

  it('write text that a spreadsheet would run as text, and give it back for the hash', async () => {
    await asSuperuser(database, `UPDATE visits SET tier = '=cmd()' WHERE tier = 'gold'`);
    try {
      const { model_version: version } = await trainNow(veridict, { model: 'customer-tier' });
      const batch = await runBatch(veridict, { model: 'customer-tier', version });
      const text = await exportOf(batch);
      expect(text.split('\n')[0]).toBe(
        'position,row_identifier,prediction,label,probability_=cmd(),probability_Aucun – autre,probability_silver,split,problems',
      );
      expect(csvRows(text).some(({ label }) => label === `'=cmd()`)).toBe(true);
      expect(csvRows(text).some(({ label }) => label === '=cmd()')).toBe(false);
      expect(contentHashOfExport(text)).toBe(batch.content_hash);
    } finally {
      await asSuperuser(database, `UPDATE visits SET tier = 'gold' WHERE tier = '=cmd()'`);
    }
  });

  it('keep their version when the champion moves meanwhile, and take one batch of a model at a time', async () => {
    const path = { model: 'spending', alias: 'champion' };
    const first = (await trainNow(veridict, { model: 'spending', hyperparameters: { alpha: 500 } }))
      .model_version;
    const second = (await trainNow(veridict, { model: 'spending', hyperparameters: { alpha: 1 } }))
      .model_version;
    await veridict.moveAlias({ path, body: { version: first, reason: 'For the test' } });
    const held = await HeldTable.hold(database, 'batch_prediction_results', 'EXCLUSIVE');
    const { id } = await startBatch(veridict, { model: 'spending' });
    await held.untilSomebodyWaits();
    expect(await refusalOf(startBatch(veridict, { model: 'spending' }))).toMatchObject({
      status: 409,
      code: 'batch_prediction_in_progress',
      cause: { batch_prediction_id: id },
    });
    expect(await refusalOf(veridict.listBatchPredictionResults({ path: { id } }))).toMatchObject({
      status: 409,
      code: 'batch_prediction_unfinished',
    });
    expect(await refusalOf(veridict.getBatchPredictionRecord({ path: { id } }))).toMatchObject({
      status: 404,
    });
    await veridict.moveAlias({ path, body: { version: second, reason: 'For the test' } });
    await held.release();
    const batch = await endOf(veridict, id);
    expect(batch).toMatchObject({ status: 'succeeded', model_version: first, rows_answered: 1500 });
    expect((await resultsOf(veridict, id)).map(({ answer }) => answer)).toEqual(
      await answersOneByOne('spending', first),
    );
    // What the old version said is not current any more.
    expect(await runBatch(veridict, { model: 'spending', rows: 'unpredicted' })).toMatchObject({
      model_version: second,
      rows_answered: 1500,
    });
    const latest = csvRows(await latestOf('spending'));
    expect(latest).toHaveLength(1500);
    expect(latest.every(({ model_version }) => model_version === String(second))).toBe(true);
  });

  it('end when they are cancelled, with a record of what was answered until then', async () => {
    await trainNow(veridict, { model: 'purchase' });
    const held = await HeldTable.hold(database, 'visits');
    const { id } = await startBatch(veridict, { model: 'purchase' });
    await held.untilSomebodyWaits();
    const { data: cancelled } = await veridict.cancelBatchPrediction({ path: { id } });
    expect(cancelled).toMatchObject({ status: 'cancelled', rows_answered: 0, content_hash: emptyHash });
    expect(await refusalOf(veridict.cancelBatchPrediction({ path: { id } }))).toMatchObject({
      status: 409,
      code: 'batch_prediction_finished',
    });
    await held.release();
    const { data: record } = await veridict.getBatchPredictionRecord({ path: { id } });
    expect(record).toMatchObject({ status: 'cancelled', rows_answered: 0, content_hash: emptyHash });
    // The thread and its connections are gone, and the model is free.
    expect(await runBatch(veridict, { model: 'purchase' })).toMatchObject({ status: 'succeeded' });
    const connections = await asSuperuser(
      database,
      `SELECT 1 FROM pg_stat_activity WHERE application_name = 'veridict-batch' AND datname = current_database()`,
    );
    expect(connections).toEqual([]);
  });

  it('answer an empty dataset with nothing', async () => {
    await trainNow(veridict, { model: 'purchase' });
    await asSuperuser(database, 'CREATE TABLE kept AS SELECT * FROM visits; DELETE FROM visits');
    try {
      const batch = await runBatch(veridict, { model: 'purchase' });
      expect(batch).toMatchObject({ status: 'succeeded', rows_answered: 0, content_hash: emptyHash });
      expect(await resultsOf(veridict, batch.id)).toEqual([]);
      expect(await exportOf(batch)).toBe('position,row_identifier,prediction,probability,split,problems\n');
      // Rows that are gone have no newest prediction.
      expect(csvRows(await latestOf('purchase'))).toEqual([]);
    } finally {
      await asSuperuser(database, 'INSERT INTO visits SELECT * FROM kept; DROP TABLE kept');
    }
  });

  it('fail with the name of the column when the dataset lost one', async () => {
    await trainNow(veridict, { model: 'purchase' });
    await asSuperuser(database, 'ALTER TABLE visits RENAME COLUMN pages TO sheets');
    try {
      expect(await refusalOf(runBatch(veridict, { model: 'purchase' }))).toMatchObject({
        status: 422,
        code: 'dataset_unfit',
        errors: [{ pointer: 'pages', detail: expect.stringContaining('visits') }],
      });
    } finally {
      await asSuperuser(database, 'ALTER TABLE visits RENAME COLUMN sheets TO pages');
    }
  });

  it('refuse what does not exist', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const path = { id };
    for (const ask of [
      () => veridict.getBatchPrediction({ path }),
      () => veridict.cancelBatchPrediction({ path }),
      () => veridict.listBatchPredictionResults({ path }),
      () => veridict.exportBatchPrediction({ path }),
    ])
      expect(await refusalOf(ask())).toMatchObject({ status: 404, code: 'batch_prediction_not_found' });
    expect(await refusalOf(startBatch(veridict, { model: 'nothing' }))).toMatchObject({
      code: 'model_not_found',
    });
    expect(await refusalOf(startBatch(veridict, { model: 'loan-amount' }))).toMatchObject({
      code: 'model_not_ready',
    });
    expect(await refusalOf(startBatch(veridict, { model: 'purchase', version: 999 }))).toMatchObject({
      code: 'version_not_found',
    });
    expect(await refusalOf(startBatch(veridict, { model: 'purchase', rows: 'some' as 'all' }))).toMatchObject(
      {
        status: 422,
      },
    );
  });
});

function numbersOf(row: Readonly<Record<string, string>>): (string | number | undefined)[] {
  const names = Object.keys(row).filter(
    (name) => !['position', 'problems', 'row_identifier', 'label', 'split'].includes(name),
  );
  return [row['row_identifier'], row['label'] ?? '', ...names.map((name) => Number(row[name]))];
}

function numbersOfResult({ row_identifier, answer }: BatchResultDto): (string | number | undefined)[] {
  const { prediction, probability, interval, label, probabilities } = answer!;
  const shares = Object.keys(probabilities ?? {}).sort((a, b) => (a < b ? -1 : 1));
  return [
    row_identifier,
    label ?? '',
    prediction,
    ...(probability === undefined ? [] : [probability]),
    ...(interval ? [interval.lower, interval.upper] : []),
    ...shares.map((name) => probabilities![name]),
  ];
}
