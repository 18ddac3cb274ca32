import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Aliases } from '#libs/models';
import { Role } from '#libs/platform';
import { MlflowOutbox } from '#libs/training';
import { ModelUriFile } from '../../libs/mlflow-delivery/model-uri-file.js';
import {
  answer,
  type Fault,
  FakeMlflowServer,
  FAULTS,
  mlflowError,
} from '../../libs/mlflow-ts-client/testing/fake-mlflow-server.js';
import { actorOf } from '../support/clients-app.js';
import { createTrainedDatabase, DeliveringApplication } from '../support/delivering-application.js';
import { eventually } from '../support/eventually.js';
import { contentsOf } from '../support/mlflow-contents.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const secret = 'a-password-of-the-tracking-server';

interface DeliveryRow {
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly mlflow_version: string | null;
}

describe('deliveries to MLflow', () => {
  let trained: TestDatabase;
  let database: TestDatabase;
  let runId: string;
  let application: DeliveringApplication;
  let mlflow: FakeMlflowServer;
  const open: DeliveringApplication[] = [];

  beforeAll(async () => {
    ({ database: trained, runId } = await createTrainedDatabase());
  });
  afterAll(() => trained?.drop());

  beforeEach(async () => {
    database = await createTestDatabase({ copyOf: trained });
    mlflow = await FakeMlflowServer.started();
    application = await connect();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    await mlflow?.stop();
    await database?.drop();
  });

  async function connect(environment: Readonly<Record<string, string>> = {}): Promise<DeliveringApplication> {
    const one = await DeliveringApplication.connect(database, {
      MLFLOW_TRACKING_URI: mlflow.trackingUri,
      ...environment,
    });
    open.push(one);
    return one;
  }

  async function deliveryOf(id = runId): Promise<DeliveryRow> {
    const rows = await application.query<DeliveryRow>(
      'SELECT state, attempts, error, mlflow_version FROM mlflow_deliveries WHERE training_run_id = $1',
      [id],
    );
    return rows[0]!;
  }
  const until = (id: string, expected: Partial<DeliveryRow>): Promise<unknown> =>
    eventually(async () => {
      expect(await deliveryOf(id)).toMatchObject(expected);
      return true;
    });
  const logOf = (one: DeliveringApplication, message: string): Record<string, unknown>[] =>
    one.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => String(msg).includes(message));

  describe('of runs that ended otherwise', () => {
    it('tell of failed and cancelled ones, without a version', async () => {
      const none = { model_version: null, metrics: null, n_rows: null, promoted: null };
      const error = { code: 'internal', detail: 'the planted failure', problems: [] };
      const failed = await application.repeatRun(runId, { ...none, status: 'failed', error });
      const cancelled = await application.repeatRun(runId, {
        ...none,
        status: 'cancelled',
        started_at: null,
      });
      await application.deliverer.start();
      await until(cancelled, { state: 'delivered', mlflow_version: null });
      const { runs, uuids } = contentsOf(mlflow);
      const statusOf = (id: string | undefined): string | undefined =>
        runs.find(({ tags }) => tags.get('veridict.run_uuid') === id)?.status;
      expect([statusOf(runId), statusOf(failed), statusOf(cancelled)]).toEqual([
        'FINISHED',
        'FAILED',
        'KILLED',
      ]);
      expect(uuids.versions).toHaveLength(1);
    });

    it('refuse one whose model the code no longer declares, and go on with the others', async () => {
      await application.query(
        `INSERT INTO models SELECT (jsonb_populate_record(m, '{"name": "of-yesterday"}')).* FROM models m WHERE name = 'loan-amount'`,
      );
      const orphan = await application.repeatRun(runId, { model: 'of-yesterday', model_version: null });
      const [next] = await application.repeat(runId, 1);
      await application.deliverer.start();
      await until(next!, { state: 'delivered' });
      expect(await deliveryOf(orphan)).toMatchObject({
        state: 'refused',
        error: expect.stringContaining('no model of that name'),
      });
    });
  });

  describe('on a server that fails', () => {
    it('try one run ten times, with the others in between, then leave it refused until somebody asks', async () => {
      const [other] = await application.repeat(runId, 1);
      mlflow.fail({ fault: FAULTS.internalError, path: /artifacts\/model_card.md$/, times: 30 });
      await application.query(
        `UPDATE mlflow_deliveries SET next_attempt_at = now() + interval '1 hour' WHERE training_run_id = $1`,
        [other],
      );
      await application.deliverer.start();
      await until(runId, {
        state: 'refused',
        attempts: 10,
        error: expect.stringContaining('planted') as never,
      });

      await application.app.get(MlflowOutbox).deliverAgain(other!, actorOf(Role.Admin));
      await until(other!, { state: 'delivered' });
      expect((await deliveryOf()).state).toBe('refused');

      await application.app.get(MlflowOutbox).deliverAgain(runId, actorOf(Role.Admin));
      await until(runId, { state: 'delivered', attempts: 0, error: null });
      expect(contentsOf(mlflow).uuids.runs).toEqual([other, runId].sort());
      expect(logOf(application, 'tried again')).toHaveLength(9);
    });

    it('refuse at once what the server says of the run itself, with its words', async () => {
      mlflow.fail({
        fault: mlflowError(400, 'INVALID_PARAMETER_VALUE', 'the planted objection'),
        path: 'runs/log-batch',
      });
      await application.deliverer.start();
      await until(runId, { state: 'refused', attempts: 1 });
      expect((await deliveryOf()).error).toContain('the planted objection');

      await application.app.get(MlflowOutbox).deliverAgain(runId, actorOf(Role.Admin));
      await until(runId, { state: 'delivered' });
      expect(contentsOf(mlflow).uuids.runs).toEqual([runId]);
    });

    it.each<[string, Fault, RegExp]>([
      ['401', answer(401, 'You are not authenticated.'), /credentials/],
      ['403', answer(403, 'Permission denied'), /denies permission/],
      ['a page of a proxy', answer(200, '<html>Sign in</html>'), /HTML|Check the tracking URI/],
      ['a gateway whose server is away', FAULTS.htmlPage, /./],
      ['a database of MLflow that is away', FAULTS.internalError, /planted/],
    ])('wait at %s without blaming a run, say why once, and go on', async (_what, fault, reason) => {
      const [other] = await application.repeat(runId, 1);
      mlflow.fail({ fault, path: '/api/', times: Infinity });
      await application.deliverer.start();
      await until(runId, { state: 'pending', attempts: 0, error: expect.stringMatching(reason) as never });
      await until(other!, { state: 'pending', attempts: 0, error: expect.stringMatching(reason) as never });
      // Several pauses long.
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await deliveryOf()).toMatchObject({ state: 'pending', attempts: 0 });
      expect(logOf(application, 'wait')).toHaveLength(1);

      mlflow.clearFaults();
      await until(other!, { state: 'delivered', error: null });
      expect(logOf(application, 'go on')).toHaveLength(1);
      expect(contentsOf(mlflow).uuids.versions).toEqual([other, runId].sort());
    });

    it('wait for one that is not there, and deliver when it comes', async () => {
      await mlflow.stop();
      await application.deliverer.start();
      await until(runId, {
        state: 'pending',
        attempts: 0,
        error: expect.stringContaining('cannot be reached') as never,
      });
      const [server] = await application.query<{ reason: string; tracking_uri: string }>(
        'SELECT * FROM mlflow_servers',
      );
      expect(server).toMatchObject({
        tracking_uri: mlflow.trackingUri,
        reason: expect.stringContaining('cannot be reached'),
        contacted_at: null,
      });
      await mlflow.start();
      await until(runId, { state: 'delivered' });
      expect((await application.query<{ reason: null }>('SELECT reason FROM mlflow_servers'))[0]).toEqual({
        reason: null,
      });
    });

    it.each([2, 3] as const)('need not be told the version: MLflow %i behind a gateway', async (major) => {
      await mlflow.stop();
      mlflow = await FakeMlflowServer.started({ major, version: null });
      const behind = await connect();
      await behind.deliverer.start();
      await until(runId, { state: 'delivered', mlflow_version: '1' });
      expect(contentsOf(mlflow).uuids.models).toEqual(major === 3 ? [runId] : []);
    });

    it('wait for an experiment that was deleted to be restored', async () => {
      await application.deliverer.start();
      await until(runId, { state: 'delivered' });
      const experiment = [...mlflow.state.experiments.values()].find(({ name }) => name === 'veridict');
      experiment!.lifecycleStage = 'deleted';
      await application.app.get(MlflowOutbox).deliverAgain(runId, actorOf(Role.Admin));
      await until(runId, {
        state: 'pending',
        attempts: 0,
        error: expect.stringContaining('was deleted') as never,
      });
      experiment!.lifecycleStage = 'active';
      await until(runId, { state: 'delivered' });
      expect(contentsOf(mlflow).uuids.runs).toEqual([runId]);
    });

    it('never write credentials into log or table', async () => {
      await application.deliverer.stop();
      const address = mlflow.trackingUri.replace('http://', `http://somebody:${secret}@`);
      const careless = await connect({ MLFLOW_TRACKING_URI: address });
      mlflow.fail({ fault: answer(403, `no permission for somebody:${secret}`), path: '/api/', times: 3 });
      await careless.deliverer.start();
      await until(runId, { state: 'delivered' });
      const tables = await careless.query('SELECT * FROM mlflow_servers, mlflow_deliveries');
      expect(logOf(careless, 'wait')).toHaveLength(1);
      expect(JSON.stringify(tables) + careless.log.join('')).not.toContain(secret);
    });
  });

  describe('of aliases', () => {
    it('follow each later move, once', async () => {
      const [second] = await application.repeat(runId, 1);
      await application.deliverer.start();
      await until(second!, { state: 'delivered', mlflow_version: '2' });
      await eventually(() => contentsOf(mlflow).aliases[0] === 'models:/loan-amount@champion = 1');

      await application.app.get(Aliases).move({
        model: 'loan-amount',
        alias: 'champion',
        version: 2,
        reason: 'by hand',
        actor: actorOf(Role.Admin),
      });
      await eventually(() => contentsOf(mlflow).aliases[0] === 'models:/loan-amount@champion = 2');
      expect(mlflow.requestsTo('registered-models/alias', 'POST')).toHaveLength(2);
      const file = join(application.folder, 'models/mlflow_model_uri.txt');
      await eventually(async () => (await readFile(file, 'utf8')) === 'models:/loan-amount/2');
    });

    it('wait for their version to be delivered', async () => {
      const [second] = await application.repeat(runId, 1);
      await application.query(`UPDATE mlflow_deliveries SET state = 'refused' WHERE training_run_id = $1`, [
        second,
      ]);
      await application.query(`UPDATE model_aliases SET version = 2 WHERE alias = 'champion'`);
      await application.deliverer.start();
      await until(runId, { state: 'delivered' });
      expect(contentsOf(mlflow).aliases).toEqual([]);

      await application.app.get(MlflowOutbox).deliverAgain(second!, actorOf(Role.Admin));
      await eventually(() => contentsOf(mlflow).aliases[0] === 'models:/loan-amount@champion = 2');
    });

    it('are told to another server, too, when its runs are delivered again', async () => {
      await application.deliverer.start();
      await eventually(() => contentsOf(mlflow).aliases.length === 1);
      await application.deliverer.stop();
      const another = await FakeMlflowServer.started();
      try {
        const moved = await connect({ MLFLOW_TRACKING_URI: another.trackingUri });
        await moved.app.get(MlflowOutbox).deliverAgain(runId, actorOf(Role.Admin));
        await moved.deliverer.start();
        await eventually(() => contentsOf(another).aliases[0] === 'models:/loan-amount@champion = 1');
        expect(contentsOf(another).uuids.versions).toEqual([runId]);
      } finally {
        await another.stop();
      }
    });
  });

  describe('by several processes', () => {
    it('are made by one of them, and by the next when that one goes', async () => {
      const second = await connect();
      await application.deliverer.start();
      await eventually(() => logOf(application, 'Delivering').length === 1);
      await second.deliverer.start();
      const more = await application.repeat(runId, 3);
      await application.query(`SELECT pg_notify('mlflow_deliveries', '')`);
      await until(more.at(-1)!, { state: 'delivered' });
      expect(logOf(second, 'Deliver')).toEqual([]);

      await application.deliverer.stop();
      await eventually(() => logOf(second, 'Delivering').length === 1);
      const [last] = await application.repeat(runId, 1);
      await application.query(`SELECT pg_notify('mlflow_deliveries', '')`);
      await until(last!, { state: 'delivered' });
      expect(contentsOf(mlflow).uuids.versions).toEqual([runId, ...more, last].sort());
    });

    it('stop at once when the connection that holds the lock is gone, and begin again', async () => {
      mlflow.fail({ fault: FAULTS.hang, path: 'runs/log-batch' });
      await application.deliverer.start();
      await eventually(() => mlflow.requestsTo('runs/log-batch').length === 1);
      const superuser = new pg.Client({ connectionString: database.superuser });
      await superuser.connect();
      await superuser.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'veridict-lock' AND datname = current_database()`,
      );
      await superuser.end();
      await eventually(() => logOf(application, 'lock for deliveries to MLflow was lost').length === 1);
      await until(runId, { state: 'delivered', attempts: 0 });
      expect(contentsOf(mlflow).uuids.runs).toEqual([runId]);
    });

    it('leave nothing half recorded when the process stops in the middle, which takes no time', async () => {
      mlflow.fail({ fault: FAULTS.hang, path: 'model-versions/create' });
      await application.deliverer.start();
      await eventually(() => mlflow.requestsTo('model-versions/create').length === 1);
      const startedAt = performance.now();
      await application.deliverer.stop();
      expect(performance.now() - startedAt).toBeLessThan(1_500);
      expect(await deliveryOf()).toEqual({
        state: 'pending',
        attempts: 0,
        error: null,
        mlflow_version: null,
      });
    });
  });

  it('wait where no server is configured, say so once, and are made when one is', async () => {
    const without = await connect({ MLFLOW_TRACKING_URI: '' });
    await without.deliverer.start();
    expect(logOf(without, 'MLFLOW_TRACKING_URI is not set')).toEqual([
      expect.objectContaining({ pending: 1 }) as never,
    ]);
    expect(await deliveryOf()).toMatchObject({ state: 'pending', attempts: 0 });
    await application.deliverer.start();
    await until(runId, { state: 'delivered' });
  });
});

describe('the file with the address of the newest champion', () => {
  it('is replaced in one step, and a folder that cannot be written is worth one warning', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'veridict-uri-'));
    const log: string[] = [];
    const { Logger } = await import('#libs/platform');
    const logger = new Logger('info', { write: (line) => log.push(line) });
    try {
      const file = new ModelUriFile(logger, folder);
      await file.write('models:/loan-amount/1');
      await file.write('models:/loan-amount/2');
      expect(await readFile(join(folder, 'models/mlflow_model_uri.txt'), 'utf8')).toBe(
        'models:/loan-amount/2',
      );
      expect(log).toEqual([]);

      const blocked = new ModelUriFile(logger, join(folder, 'models/mlflow_model_uri.txt'));
      await blocked.write('models:/loan-amount/3');
      await blocked.write('models:/loan-amount/4');
      expect(log).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
