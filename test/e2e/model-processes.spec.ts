import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { bill, createBillsDatabase, startBillsServer } from '../support/bills.js';
import { runBatch } from '../support/batches.js';
import { eventually } from '../support/eventually.js';
import { onePrediction } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import { SeparateProcess } from '../support/separate-process.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';

const model = 'late-payment';
const path = { model };

describe('a model that is made in one of several processes', () => {
  let database: TestDatabase;
  let processes: SeparateProcess[] = [];
  let first: VeridictOperations;
  let second: VeridictOperations;

  beforeAll(async () => {
    database = await createBillsDatabase();
    // Makes the first admin; then each part runs by itself.
    const preparing = await startBillsServer(database);
    const token = await preparing.signIn();
    await preparing.stop();
    processes = await Promise.all([
      SeparateProcess.start('api', database),
      SeparateProcess.start('api', database),
      SeparateProcess.start('worker', database),
    ]);
    [first, second] = [processes[0]!.client(token), processes[1]!.client(token)];
  });

  afterAll(async () => {
    await Promise.all(processes.map((one) => one.stop()));
    await database?.drop();
  });

  it('is trained by the worker and answered by both at once', async () => {
    await first.createModel({
      body: { name: model, dataset: 'bills', excluded: ['segment', 'montant; total'] },
    });
    expect((await second.getModel({ path })).data).toMatchObject({ origin: 'user', ready: false });
    const { promoted } = await trainNow(second, { model });
    expect(promoted).toBe(true);
    const answer = onePrediction(await second.predict({ path, body: { features: bill } }));
    await eventually(async () => (await first.getModel({ path })).data.ready, 5_000);
    const other = (await first.predict({ path, body: { features: bill } })).data;
    expect(other).toMatchObject({ probability: answer.probability });
    expect(await runBatch(first, { model })).toMatchObject({ status: 'succeeded', rows_refused: 0 });
  });

  it('answers in none of them soon after one of them retired it, and is replayed by both', async () => {
    const { prediction_id: id } = onePrediction(await second.predict({ path, body: { features: bill } }));
    await first.retireModel({ path });
    expect((await refusalOf(first.predict({ path, body: { features: bill } }))).code).toBe('model_not_found');
    await eventually(async () => (await second.getModel({ path })).data.retired_at !== null, 5_000);
    expect((await refusalOf(second.predict({ path, body: { features: bill } }))).code).toBe(
      'model_not_found',
    );
    expect((await refusalOf(second.train({ body: { model } }))).code).toBe('model_not_found');
    for (const api of [first, second])
      expect((await api.replayPrediction({ path: { id } })).data.identical).toBe(true);
    for (const { log } of processes) expect(log).not.toMatch(/"level":"(error|fatal)"/);
  });
});
