import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Configuration, Logger, Role, SigningSecret } from '#libs/platform';
import { RunStatus, type TrainingRunEntity, TrainingRuns } from '#libs/training';
import { type Api, createApi } from '../../apps/api/src/create-api.js';
import { actorOf } from '../support/clients-app.js';
import { QueuedRuns } from '../../libs/training/runs/queued-runs.js';
import { ShownRuns } from '../../libs/training/shown-runs.js';
import { HeldTable } from '../support/held-table.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const result = {
  n_rows: 100,
  trained_algorithm: 'linear',
  model_version: 1,
  metrics: { RMSE: 1 },
  baseline_metrics: { RMSE: 2 },
  promoted: false,
  promotion_reason: 'of no interest here',
};
const request = {
  model: 'loan-amount',
  algorithm: 'linear',
  hyperparameters: {},
  seed: 1,
  test_size: 0.2,
  options: { split: { method: 'identifier' }, interval_coverage: 0.9 },
} as const;
const failure = { code: 'internal', detail: 'The worker thought so', problems: [] } as const;

describe('the states of a training run', () => {
  let database: TestDatabase;
  let api: Api;
  let runs: TrainingRuns;
  let queued: QueuedRuns;
  let run: TrainingRunEntity;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createApi({
      configuration: new Configuration({ DRAIN_DELAY_MS: '0' }),
      logger: new Logger('silent'),
      signingSecret: new SigningSecret('a secret of the tests, thirty-two characters long'),
      database: { url: database.application, role: undefined, poolSize: 4 },
      durable: true,
      // The test is the worker.
      withWorker: false,
    });
    runs = api.app.get(TrainingRuns);
    queued = api.app.get(QueuedRuns, { strict: false });
  });

  beforeEach(async () => {
    run = await queued.add(request, actorOf(Role.Admin));
  });

  afterAll(async () => {
    await api.close();
    await database.drop();
  });

  const succeed = (of: TrainingRunEntity): Promise<boolean> =>
    api.app.get(DataSource).transaction((manager) => runs.succeed(manager, of, result));

  it('belongs to the worker that took it last: whatever an older attempt reports is refused', async () => {
    const paused = (await runs.claim(run.id))!;
    const successor = (await runs.claim(run.id))!;
    expect([paused.attempt, successor.attempt]).toEqual([1, 2]);

    // The first worker wakes up and does not know that it was given up.
    expect(await runs.report(paused, { phase: 'storing' })).toBe(false);
    expect(await succeed(paused)).toBe(false);
    await runs.fail(paused, failure);
    expect(await runs.get(run.id)).toEqual(successor);

    expect(await succeed(successor)).toBe(true);
    expect(await runs.get(run.id)).toMatchObject({ status: RunStatus.Succeeded, ...result });
  });

  it('ends once: nobody takes, ends or cancels it afterwards', async () => {
    const mine = (await runs.claim(run.id))!;
    expect(await succeed(mine)).toBe(true);
    const ended = await runs.get(run.id);

    expect(await succeed(mine)).toBe(false);
    await runs.fail(mine, failure);
    expect(await runs.claim(run.id)).toBeUndefined();
    await expect(runs.cancel(run.id, actorOf(Role.Admin))).rejects.toMatchObject({
      code: 'training_run_finished',
    });
    expect(await runs.get(run.id)).toEqual(ended);
  });

  it('is not ended by a worker whose run was cancelled under its hands', async () => {
    const mine = (await runs.claim(run.id))!;
    const cancelled = await runs.cancel(run.id, actorOf(Role.Admin));
    expect(await succeed(mine)).toBe(false);
    await runs.fail(mine, failure);
    expect(await runs.get(run.id)).toEqual(cancelled);
  });

  it('is never shown as delivered without saying where, however close the delivery comes', async () => {
    await succeed((await runs.claim(run.id))!);
    // The reader stands between the run and its delivery when the delivery ends.
    const deliverer = await HeldTable.hold(database, 'mlflow_deliveries');
    const shown = api.app.get(ShownRuns).get(run.id);
    await deliverer.untilSomebodyWaits();
    await deliverer.commit(
      `UPDATE training_runs SET mlflow_run_id = 'there' WHERE id = '${run.id}'`,
      `UPDATE mlflow_deliveries SET state = 'delivered' WHERE training_run_id = '${run.id}'`,
    );
    expect(await shown).toMatchObject({ mlflow_run_id: 'there', delivery: { state: 'delivered' } });
  });
});
