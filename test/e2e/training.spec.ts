import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TrainingResultDto, TrainingRunDto, VeridictOperations } from '#libs/sdk';
import { eventually } from '../support/eventually.js';
import { asSuperuser, HeldTable } from '../support/held-table.js';
import { refusalOf } from '../support/refusal.js';
import { quickly, runWithStatus, startTraining, trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const unknownId = '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11';

describe('training', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    server = await VeridictServer.start({ environment: { TRAINING_THREADS: '2' } });
    veridict = await server.adminClient();
  });

  afterAll(() => server.stop());

  const versionCount = async (): Promise<number> =>
    (await veridict.listModelVersions({ path: { model: 'loan-amount' } })).data.items.length;
  const championVersion = async (): Promise<number | undefined> =>
    (await veridict.getModel({ path: { model: 'loan-amount' } })).data.aliases.find(
      ({ alias }) => alias === 'champion',
    )?.version;

  it('answers everything that there is to know of the new version', async () => {
    const { data, response } = await veridict.train({ body: quickly });
    expect(response.status).toBe(200);
    const metrics = { MAE: expect.any(Number), MSE: expect.any(Number), RMSE: expect.any(Number) };
    expect(data).toEqual({
      message: expect.stringMatching(/^Version \d+ of loan-amount was trained on \d+ rows and /),
      model: 'loan-amount',
      model_version: expect.any(Number),
      algorithm: 'linear',
      metrics: expect.objectContaining({ ...metrics, 'R²': expect.any(Number) }),
      baseline_metrics: expect.objectContaining({ ...metrics, 'R²': expect.any(Number) }),
      n_rows: expect.any(Number),
      training_run_id: expect.any(String),
      mlflow_run_id: null,
      mlflow_model_uri: null,
      promoted: true,
      promotion_reason: expect.stringMatching(/^RMSE [\d.]+ is (below|equal to) [\d.]+ of the champion/),
      duration_ms: expect.any(Number),
    });
    const result = data as Extract<typeof data, { message: string }>;
    // What the numbers must mean: squares and roots agree, and the model beats the mean of the training rows.
    expect(result.metrics['RMSE']! ** 2).toBeCloseTo(result.metrics['MSE']!, 3);
    expect(result.metrics['RMSE']).toBeLessThan(result.baseline_metrics['RMSE']!);
    expect(result.metrics['R²']).toBeGreaterThan(0.4);
    expect(Math.abs(result.baseline_metrics['R²']!)).toBeLessThan(0.02);
    const { data: clients } = await veridict.listClients({ query: { limit: 1 } });
    expect(result.n_rows).toBeGreaterThan(0.5 * clients.total);
    expect(result.duration_ms).toBeGreaterThan(0);

    const { data: run } = await veridict.getTrainingRun({ path: { id: result.training_run_id } });
    expect(run).toMatchObject({ status: 'succeeded', progress: { phase: 'finished' }, attempt: 1 });
    const { data: version } = await veridict.getModelVersion({
      path: { model: 'loan-amount', version: result.model_version },
    });
    expect(version).toMatchObject({ metrics: result.metrics, training_run_id: result.training_run_id });
  });

  it('does the same as POST /retrain', async () => {
    const trained = await trainNow(veridict, { seed: 5, test_size: 0.3 });
    const { data } = await veridict.retrain({ body: { ...quickly, seed: 5, test_size: 0.3 } });
    expect(data).toMatchObject({ model_version: trained.model_version + 1, metrics: trained.metrics });
  });

  it('writes the same bytes again from the same rows, parameters and seed', async () => {
    const body = { seed: 7, hyperparameters: { alpha: 3.5 } };
    const numbers = [await trainNow(veridict, body), await trainNow(veridict, body)].map(
      ({ model_version }) => model_version,
    );
    const versions = await Promise.all(
      numbers.map((version) => veridict.getModelVersion({ path: { model: 'loan-amount', version } })),
    );
    const [first, second] = versions.map(({ data }) => data);
    expect(second!.version).toBe(first!.version + 1);
    expect(second!.sha256).toBe(first!.sha256);
    expect(second!.card.training_fingerprint).toBe(first!.card.training_fingerprint);

    const other = await trainNow(veridict, { ...body, hyperparameters: { alpha: 3.6 } });
    const { data: otherVersion } = await veridict.getModelVersion({
      path: { model: 'loan-amount', version: other.model_version },
    });
    expect(otherVersion.sha256).not.toBe(first!.sha256);
  });

  it('keeps the champion when the candidate is worse, and says why', async () => {
    const before = await championVersion();
    const result = await trainNow(veridict, { hyperparameters: { alpha: 1e12 } });
    expect(result.promoted).toBe(false);
    expect(result.promotion_reason).toMatch(
      /^RMSE [\d.]+ is above [\d.]+ of the champion on \d+ rows held out of both$/,
    );
    expect(result.message).toContain('did not pass the gate; the champion stays');
    expect(await championVersion()).toBe(before);
    const { data: history } = await veridict.getModelHistory({ path: { model: 'loan-amount' } });
    expect(history.items.map(({ to_version }) => to_version)).not.toContain(result.model_version);
  });

  it('does not overrule somebody who moved the alias during the training', async () => {
    const before = (await championVersion())!;
    const reading = await HeldTable.hold(server.database, 'clients');
    const { id } = await startTraining(veridict);
    await reading.untilSomebodyWaits();
    // From here on the run cannot report its progress, which it does first when it knows its rival.
    const reporting = await HeldTable.hold(server.database, 'training_runs', 'EXCLUSIVE');
    await reading.release();
    await reporting.untilSomebodyWaits();
    await veridict.moveAlias({
      path: { model: 'loan-amount', alias: 'champion' },
      body: { version: 1, reason: 'Back to what we know' },
    });
    await reporting.release();
    const run = await runWithStatus(veridict, id, ['succeeded', 'failed']);
    expect(run).toMatchObject({ status: 'succeeded', promoted: false });
    expect(run.promotion_reason).toMatch(/^The champion moved to version 1 during the training/);
    expect(await championVersion()).toBe(1);
    expect(before).not.toBe(1);
  });

  describe('followed from afar', () => {
    it.each(['respond-async', 'wait=0', 'respond-async, wait=10'])(
      'answers Prefer: %s with 202 and where to look',
      async (Prefer) => {
        const { data, response } = await veridict.train({ body: quickly, headers: { Prefer } });
        expect(response.status).toBe(202);
        const { id, status } = data as TrainingRunDto;
        expect(['queued', 'running', 'succeeded']).toContain(status);
        expect(response.headers.get('location')).toBe(`/training-runs/${id}`);
        const run = await runWithStatus(veridict, id, ['succeeded', 'failed', 'cancelled']);
        expect(run).toMatchObject({ status: 'succeeded', model_version: expect.any(Number) });
        const { data: runs } = await veridict.listTrainingRuns({ query: { limit: 1 } });
        expect(runs.items).toEqual([run]);
      },
    );

    it('refuses a time to wait that is none', async () => {
      const refusal = await refusalOf(veridict.train({ body: quickly, headers: { Prefer: 'wait=soon' } }));
      expect(refusal).toMatchObject({ status: 422, errors: [{ pointer: 'prefer' }] });
    });

    it('streams progress, then the end, to everybody who follows', async () => {
      const held = await HeldTable.hold(server.database, 'clients');
      const { id } = await startTraining(veridict);
      await held.untilSomebodyWaits();
      const follow = async (): Promise<{ event: string | undefined; run: TrainingRunDto }[]> => {
        const events: { event: string | undefined; run: TrainingRunDto }[] = [];
        const { stream } = await veridict.streamTrainingRun({
          path: { id },
          onSseEvent: ({ event, data }) => {
            events.push({ event, run: data as unknown as TrainingRunDto });
            // The table is given free only when the follower has seen the run in progress.
            if (events.length === 1) waiting.shift()!();
          },
        });
        for await (const _ of stream);
        return events;
      };
      const waiting: (() => void)[] = [];
      const bothSawProgress = Promise.all(
        [1, 2].map(() => new Promise<void>((resolve) => waiting.push(resolve))),
      );
      const followers = Promise.all([follow(), follow()]);
      await bothSawProgress;
      await held.release();
      for (const events of await followers) {
        expect(events.at(0)).toMatchObject({ event: 'progress', run: { id, status: 'running' } });
        expect(events.at(-1)).toMatchObject({
          event: 'finished',
          run: { id, status: 'succeeded', progress: { phase: 'finished' } },
        });
        expect(events.slice(0, -1).every(({ event }) => event === 'progress')).toBe(true);
      }
    });

    it('tells a late follower the end at once', async () => {
      const { training_run_id: id } = await trainNow(veridict);
      const response = await fetch(`${server.url}/training-runs/${id}/events`, {
        headers: { authorization: `Bearer ${await server.signIn()}` },
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
      // Reading to the end also shows that the server closes the stream.
      const text = await response.text();
      expect(text.match(/^event: .*$/gm)).toEqual(['event: finished']);
    });

    it('answers a problem, not a stream, for a run that does not exist or a caller who is nobody', async () => {
      const token = await server.signIn();
      const unknown = await fetch(`${server.url}/training-runs/${unknownId}/events`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(unknown.status).toBe(404);
      expect(unknown.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await unknown.json()).toMatchObject({ code: 'training_run_not_found', status: 404 });
      const malformed = await fetch(`${server.url}/training-runs/latest/events`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(await malformed.json()).toMatchObject({ status: 422, errors: [{ pointer: '/id' }] });
      expect((await fetch(`${server.url}/training-runs/${unknownId}/events`)).status).toBe(401);
      expect(await refusalOf(veridict.getTrainingRun({ path: { id: unknownId } }))).toMatchObject({
        status: 404,
        code: 'training_run_not_found',
      });
    });
  });

  describe('one at a time', () => {
    it('refuses a second run of the model and names the one that is in the way', async () => {
      const held = await HeldTable.hold(server.database, 'clients');
      const { id } = await startTraining(veridict);
      await held.untilSomebodyWaits();
      const refusals = await Promise.all([1, 2, 3].map(() => refusalOf(veridict.train({ body: quickly }))));
      for (const refusal of refusals) {
        expect(refusal).toMatchObject({ status: 409, code: 'training_in_progress' });
        expect(refusal.cause).toMatchObject({ training_run_id: id });
        expect(refusal.retryAfterSeconds).toBeGreaterThan(0);
      }
      await held.release();
      await runWithStatus(veridict, id, ['succeeded']);
    });

    it('lets one of many simultaneous callers through', async () => {
      const held = await HeldTable.hold(server.database, 'clients');
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () =>
          startTraining(veridict).then(
            () => 'started',
            (error: { code: string }) => error.code,
          ),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'started')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'training_in_progress')).toHaveLength(7);
      await held.release();
      const { data } = await veridict.listTrainingRuns({ query: { limit: 1 } });
      await runWithStatus(veridict, data.items[0]!.id, ['succeeded']);
    });
  });

  describe('cancelled', () => {
    it('stops a run that is running, tells who waits, and registers nothing', async () => {
      const versions = await versionCount();
      const held = await HeldTable.hold(server.database, 'clients');
      const waiting = refusalOf(veridict.train({ body: quickly, headers: { Prefer: 'wait=30' } }));
      await held.untilSomebodyWaits();
      const { data: runs } = await veridict.listTrainingRuns({ query: { status: 'running' } });
      const { data: cancelled } = await veridict.cancelTrainingRun({ path: { id: runs.items[0]!.id } });
      expect(cancelled).toMatchObject({ status: 'cancelled', progress: { phase: 'finished' } });
      const refusal = await waiting;
      expect(refusal).toMatchObject({ status: 409, code: 'training_cancelled' });
      expect(refusal.cause).toMatchObject({ training_run_id: cancelled.id });
      await held.release();
      // The next run is free to go, and takes the number that the cancelled one did not use.
      expect((await trainNow(veridict)).model_version).toBe(versions + 1);
      const { data: still } = await veridict.getTrainingRun({ path: { id: cancelled.id } });
      expect(still).toEqual(cancelled);
    });

    it('ends the connection that reads, although the database is still at work for it', async () => {
      const held = await HeldTable.hold(server.database, 'clients');
      const { id } = await startTraining(veridict);
      await held.untilSomebodyWaits();
      const readers = (): Promise<object[]> =>
        asSuperuser(
          server.database,
          "SELECT pid FROM pg_stat_activity WHERE application_name = 'veridict-training' AND datname = current_database()",
        );
      expect(await readers()).toHaveLength(1);
      await veridict.cancelTrainingRun({ path: { id } });
      await eventually(async () => (await readers()).length === 0);
      await held.release();
    });

    it('ends the thread that trains, and its helpers', async () => {
      const tasks = `/proc/${server.process.pid}/task`;
      if (!existsSync(tasks)) return console.warn('skipped: no /proc to count threads in');
      const before = readdirSync(tasks).length;
      const { id } = await startTraining(veridict, {
        algorithm: 'gbdt',
        hyperparameters: { n_estimators: 10_000, num_leaves: 1000, min_child_samples: 1 },
      });
      const fitting = await eventually(async () => {
        const { data } = await veridict.getTrainingRun({ path: { id } });
        return (data.progress.iteration ?? 0) > 0 && data;
      });
      expect(fitting.progress).toMatchObject({ phase: 'fitting', loss: expect.any(Number) });
      expect(readdirSync(tasks).length).toBeGreaterThan(before + 1);
      await veridict.cancelTrainingRun({ path: { id } });
      await eventually(() => Promise.resolve(readdirSync(tasks).length <= before));
    });

    it('stops a run that is still queued; its job then finds nothing to do', async () => {
      const versions = await versionCount();
      // Every job of this test becomes due in an hour, so that no worker takes it before it is cancelled.
      await asSuperuser(
        server.database,
        `CREATE FUNCTION public.postpone() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN NEW.start_after := now() + interval '1 hour'; RETURN NEW; END $$`,
      );
      await asSuperuser(
        server.database,
        'CREATE TRIGGER postpone BEFORE INSERT ON pgboss.job FOR EACH ROW EXECUTE FUNCTION public.postpone()',
      );
      const { id, status } = await startTraining(veridict);
      expect(status).toBe('queued');
      const { data: cancelled } = await veridict.cancelTrainingRun({ path: { id } });
      expect(cancelled).toMatchObject({ status: 'cancelled', attempt: 0, started_at: null });
      await asSuperuser(server.database, 'DROP TRIGGER postpone ON pgboss.job');
      await asSuperuser(
        server.database,
        "UPDATE pgboss.job SET start_after = now() WHERE data->>'training_run_id' = $1",
        [id],
      );
      expect((await trainNow(veridict)).model_version).toBe(versions + 1);
      const { data: still } = await veridict.getTrainingRun({ path: { id } });
      expect(still).toEqual(cancelled);
    });

    it('refuses to cancel a run that has ended, and one that does not exist', async () => {
      const { training_run_id: id } = await trainNow(veridict);
      expect(await refusalOf(veridict.cancelTrainingRun({ path: { id } }))).toMatchObject({
        status: 409,
        code: 'training_run_finished',
      });
      expect(await refusalOf(veridict.cancelTrainingRun({ path: { id: unknownId } }))).toMatchObject({
        status: 404,
        code: 'training_run_not_found',
      });
    });

    it('leaves who asked, who cancelled and how it ended in the audit', async () => {
      const { data: me } = await veridict.showMyAccount();
      const { training_run_id: id } = await trainNow(veridict);
      const { data: events } = await veridict.listAdministrativeEvents({ query: { limit: 3 } });
      const acts = events.items.filter(({ subject_id }) => subject_id === id);
      expect(acts.map(({ action }) => action).sort()).toEqual(['training.finished', 'training.requested']);
      expect(acts.every(({ actor_id }) => actor_id === me.id)).toBe(true);
    });
  });

  it('lists its runs newest first, page by page, by model and by status', async () => {
    const ids: string[] = [];
    let total: number | undefined;
    for (let cursor: string | undefined; ;) {
      const { data } = await veridict.listTrainingRuns({
        query: { limit: 4, ...(cursor ? { cursor } : {}) },
      });
      ids.push(...data.items.map(({ id }) => id));
      total = data.total;
      if (data.next_cursor === null) break;
      cursor = data.next_cursor;
    }
    expect(ids.length).toBe(total);
    expect(new Set(ids).size).toBe(total);
    const { data: all } = await veridict.listTrainingRuns({ query: { limit: 1000 } });
    expect(all.items.map(({ id }) => id)).toEqual(ids);
    const { data: loans } = await veridict.listTrainingRuns({ query: { limit: 1000, model: 'loan-amount' } });
    expect(loans.items).toEqual(all.items.filter(({ model }) => model === 'loan-amount'));
    expect(loans.total).toBeLessThan(all.total);
    const times = all.items.map(({ created_at }) => created_at);
    expect(times).toEqual([...times].sort().reverse());
    const { data: cancelled } = await veridict.listTrainingRuns({ query: { status: 'cancelled' } });
    expect(cancelled.items).toEqual(all.items.filter(({ status }) => status === 'cancelled'));
    expect(cancelled.total).toBeGreaterThanOrEqual(2);
  });

  describe('refused', () => {
    const fieldsOf = async (body: object): Promise<[number | undefined, string[]]> => {
      const refusal = await refusalOf(veridict.train({ body: { ...quickly, ...body } }));
      return [refusal.status, [...new Set(refusal.errors.map(({ pointer }) => pointer))].sort()];
    };

    it('lists every hyperparameter that is unknown, of the wrong kind or out of bounds', async () => {
      expect(await fieldsOf({ hyperparameters: { toString: 1 } })).toEqual([
        422,
        ['/hyperparameters/toString'],
      ]);
      expect(await fieldsOf({ hyperparameters: { alpha: -1, depth: 3, C: 10 } })).toEqual([
        422,
        ['/hyperparameters/C', '/hyperparameters/alpha', '/hyperparameters/depth'],
      ]);
      for (const alpha of ['1', null, true, [1], 1e13]) {
        expect(await fieldsOf({ hyperparameters: { alpha } })).toEqual([422, ['/hyperparameters/alpha']]);
      }
    });

    it('lists every field of the request that is not valid', async () => {
      expect(
        await fieldsOf({ algorithm: 'forest', seed: 1.5, test_size: 0.9, hyperparameters: 1, epochs: 3 }),
      ).toEqual([422, ['/algorithm', '/epochs', '/hyperparameters', '/seed', '/test_size']]);
    });

    it('takes no null for a field: what is left out takes its default', async () => {
      const body = { model: null, algorithm: null, hyperparameters: null, seed: null, test_size: null };
      expect(await fieldsOf(body)).toEqual([
        422,
        ['/algorithm', '/hyperparameters', '/model', '/seed', '/test_size'],
      ]);
    });

    it('does not know models that do not exist', async () => {
      expect(await refusalOf(veridict.train({ body: { model: 'house-price' } }))).toMatchObject({
        status: 404,
        code: 'model_not_found',
      });
    });

    it('names the columns that the table no longer has', async () => {
      await asSuperuser(server.database, 'ALTER TABLE clients RENAME COLUMN score_credit TO score');
      await asSuperuser(server.database, 'ALTER TABLE clients RENAME COLUMN age TO years');
      try {
        const refusal = await refusalOf(veridict.train({ body: quickly }));
        expect(refusal).toMatchObject({ status: 422, code: 'training_data_unfit' });
        expect(refusal.errors.map(({ pointer }) => pointer)).toEqual(['age', 'score_credit']);
      } finally {
        await asSuperuser(server.database, 'ALTER TABLE clients RENAME COLUMN score TO score_credit');
        await asSuperuser(server.database, 'ALTER TABLE clients RENAME COLUMN years TO age');
      }
    });

    it.each(['viewer', 'analyst'] as const)('does not let a %s train or cancel', async (role) => {
      const email = `${role}@example.org`;
      const password = 'a phrase of four words';
      await veridict.createUser({ body: { email, password, role } });
      const caller = server.client({ token: await server.signIn(email, password) });
      const versions = await versionCount();
      for (const call of [
        caller.train({ body: quickly }),
        caller.retrain({ body: quickly }),
        caller.cancelTrainingRun({ path: { id: unknownId } }),
      ]) {
        expect(await refusalOf(call)).toMatchObject({ status: 403, code: 'insufficient_scope' });
      }
      expect(await versionCount()).toBe(versions);
    });
  });

  it('needs no body: it then tries all algorithms, and says what it tried', async () => {
    const response = await fetch(`${server.url}/train`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await server.signIn()}`, prefer: 'wait=120' },
    });
    expect(response.status).toBe(200);
    const result = (await response.json()) as TrainingResultDto;
    const { data: run } = await veridict.getTrainingRun({ path: { id: result.training_run_id } });
    expect(run).toMatchObject({
      model: 'loan-amount',
      algorithm: 'auto',
      trained_algorithm: result.algorithm,
      options: { split: { method: 'identifier' }, interval_coverage: 0.9 },
    });
    const path = { model: 'loan-amount', version: result.model_version };
    const { data: version } = await veridict.getModelVersion({ path });
    const { data: card } = await veridict.getModelCard({ path });
    expect(version.algorithm).toBe(result.algorithm);
    expect(new Set(card.trials!.map(({ algorithm }) => algorithm))).toEqual(
      new Set(['gbdt', 'linear', 'mlp']),
    );
    const chosen = card.trials!.filter((trial) => trial.chosen);
    expect(chosen).toMatchObject([
      { algorithm: version.algorithm, hyperparameters: version.hyperparameters },
    ]);
    expect(chosen[0]!.mean).toBe(Math.min(...card.trials!.map(({ mean }) => mean!)));
  });
});
