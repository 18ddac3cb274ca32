import { describe, expect, it } from '@jest/globals';
import { HeldTable } from '../support/held-table.js';
import { runWithStatus, startTraining, trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

/** The queue notices a dead worker by its heartbeat: 10 s, then its next look (5 s), then 1 s before it retries. */
const recoveryMs = 40_000;

describe('a server that goes down while it trains', () => {
  // Before anything is written; and with everything computed, in the transaction that stores it. At once, because
  // each waits most of its time for the queue.
  it.concurrent.each([
    ['SIGKILL', 'reads the rows', 'clients', 'ACCESS EXCLUSIVE'],
    ['SIGKILL', 'stores the version', 'artefacts', 'EXCLUSIVE'],
    ['SIGTERM', 'reads the rows', 'clients', 'ACCESS EXCLUSIVE'],
  ] as const)(
    'by %s leaves a run that still comes to exactly one end when it %s',
    async (signal, _moment, table, mode) => {
      const database = await VeridictServer.installed();
      const first = await VeridictServer.start({ database });
      const held = await HeldTable.hold(database, table, mode);
      const { id } = await startTraining(await first.adminClient());
      await held.untilSomebodyWaits();
      await first.signal(signal);
      await held.release();

      const second = await VeridictServer.start({ database });
      try {
        const veridict = await second.adminClient();
        // The champion of before serves meanwhile, and the model stays taken until the run has ended.
        expect((await veridict.getModel({ path: { model: 'loan-amount' } })).data.ready).toBe(true);
        const ended = await runWithStatus(veridict, id, ['succeeded', 'failed', 'cancelled'], recoveryMs);
        expect(ended).toMatchObject({ status: 'succeeded', attempt: 2, model_version: 2 });

        const { data: versions } = await veridict.listModelVersions({ path: { model: 'loan-amount' } });
        expect(versions.items.map(({ version }) => version)).toEqual([2, 1]);
        expect(versions.items.filter(({ training_run_id }) => training_run_id === id)).toHaveLength(1);
        const { data: events } = await veridict.listAdministrativeEvents();
        const ends = events.items.filter(
          ({ action, subject_id }) => action === 'training.finished' && subject_id === id,
        );
        expect(ends).toHaveLength(1);

        expect((await trainNow(veridict)).model_version).toBe(3);
        expect((await veridict.getTrainingRun({ path: { id } })).data).toEqual(ended);
      } finally {
        await first.stop();
        await second.stop();
        await database.drop();
      }
    },
    240_000,
  );
});
