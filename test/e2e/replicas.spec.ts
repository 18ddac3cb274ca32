import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { HeldTable } from '../support/held-table.js';
import { onePrediction, someFeatures } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import { quickly, runWithStatus, startTraining, trainNow } from '../support/training.js';
import type { TestDatabase } from '../support/test-database.js';
import { eventually } from '../support/eventually.js';
import { VeridictServer } from '../support/veridict-server.js';

const path = { model: 'loan-amount' };

describe('two processes on one database', () => {
  let database: TestDatabase;
  let servers: VeridictServer[];
  let first: VeridictOperations;
  let second: VeridictOperations;

  beforeAll(async () => {
    database = await VeridictServer.installed();
    servers = [await VeridictServer.start({ database }), await VeridictServer.start({ database })];
    // A token of one is a token of the other.
    const token = await servers[0]!.signIn();
    [first, second] = servers.map((server) => server.client({ token })) as [
      VeridictOperations,
      VeridictOperations,
    ];
    await trainNow(first, { hyperparameters: { alpha: 300 } });
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
  });

  const servedBy = async (process: VeridictOperations): Promise<number> =>
    onePrediction(await process.predict({ path, body: { features: { ...someFeatures } } })).model_version;
  const move = (process: VeridictOperations, version: number) =>
    process.moveAlias({
      path: { ...path, alias: 'champion' },
      body: { version, reason: 'From either side' },
    });

  it('both serve what one of them was told to serve', async () => {
    for (const version of [2, 1, 2, 1]) {
      await move(version === 1 ? second : first, version);
      for (const process of [first, second]) {
        await eventually(async () => (await servedBy(process)) === version, 2_000);
      }
    }
  });

  it('both serve what either has trained', async () => {
    const { model_version: version, promoted } = await trainNow(second);
    if (!promoted) await move(second, version);
    for (const process of [first, second])
      await eventually(async () => (await servedBy(process)) === version, 2_000);
  });

  it('keep one chain of moves though both move at once', async () => {
    const before = (await first.getModelHistory({ path })).data.items.length;
    const start = await servedBy(first);
    await Promise.all(Array.from({ length: 20 }, (_, i) => move(i % 2 ? first : second, (i % 3) + 1)));
    const moves = (await second.getModelHistory({ path })).data.items.slice(0, -before).reverse();
    expect(moves.length).toBeGreaterThanOrEqual(3);
    let version: number | null = start;
    for (const { from_version, to_version } of moves) {
      expect(from_version).toBe(version);
      version = to_version;
    }
    for (const process of [first, second])
      await eventually(async () => (await servedBy(process)) === version, 2_000);
  });

  it('train a model once at a time between them, and cancel for each other', async () => {
    const held = await HeldTable.hold(database, 'clients');
    const { id } = await startTraining(first);
    await held.untilSomebodyWaits();
    expect((await refusalOf(second.train({ body: quickly }))).cause).toMatchObject({
      status: 409,
      training_run_id: id,
    });
    await second.cancelTrainingRun({ path: { id } });
    await held.release();
    expect((await runWithStatus(first, id, ['cancelled'])).model_version).toBeNull();
    expect((await trainNow(second)).training_run_id).not.toBe(id);
  });
});
