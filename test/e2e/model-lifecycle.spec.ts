import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewModelDto, VeridictOperations } from '#libs/sdk';
import {
  bill,
  billsDataset,
  createBillsDatabase,
  defineDataset,
  startBillsServer,
  targets,
} from '../support/bills.js';
import { HeldTable } from '../support/held-table.js';
import { onePrediction } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import type { TestDatabase } from '../support/test-database.js';
import { runWithStatus, startTraining, trainNow } from '../support/training.js';
import type { VeridictServer } from '../support/veridict-server.js';

const binary: Omit<NewModelDto, 'name'> = {
  dataset: 'bills',
  target: 'paid late',
  excluded: ['segment', 'montant; total'],
};

describe('the life of a model that a user makes', () => {
  let server: VeridictServer;
  let database: TestDatabase;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    database = await createBillsDatabase();
    server = await startBillsServer(database);
    veridict = await server.adminClient();
  });

  afterAll(async () => {
    await server?.stop();
    await database?.drop();
  });

  const problemsOf = async (body: NewModelDto) => {
    const refusal = await refusalOf(veridict.createModel({ body }));
    expect(refusal).toMatchObject({ status: 422, code: 'validation_failed' });
    return refusal.errors;
  };

  describe('making one', () => {
    it('takes what is not told from the dataset and from what stands in the target, and says so', async () => {
      const { data, response } = await veridict.createModel({ body: { name: 'defaults', dataset: 'bills' } });
      expect(response.status).toBe(201);
      expect(response.headers.get('location')).toBe('/models/defaults');
      expect(data).toMatchObject({ task: 'binary', target: 'paid late', positive_class: 'Y' });
      expect(data.inferred).toEqual([
        'target is "paid late": the dataset\'s own',
        'task is binary: paid late has two values, "N" and "Y"',
        'positive_class is "Y": of "N" and "Y" it says yes',
        'features are 11 columns',
        '"sexe" is no feature: it is sensitive',
        '"note interne" is no feature: it is excluded by the dataset',
        '1 features are derived as the dataset says',
      ]);
      const { data: events } = await veridict.listAdministrativeEvents({ query: { limit: 1 } });
      expect(events.items[0]).toMatchObject({
        action: 'model.created',
        subject_id: 'defaults',
        details: { dataset: 'bills', positiveClass: 'Y' },
      });
      expect(data.warnings).toMatchObject([{ code: 'suspected_leakage', column: 'montant; total' }]);
      const { inferred: _, warnings: __, ...model } = data;
      expect((await veridict.getModel({ path: { model: 'defaults' } })).data).toEqual(model);
    });

    it('is refused with every problem at once, and the name that was meant', async () => {
      expect(
        await problemsOf({
          name: 'wrong',
          dataset: 'bills',
          target: 'segment',
          positive_class: 'A, small',
          features: ['monthly.incom', 'sexe', 'segment', 'ville'],
          excluded: ['ville', 'no such thing at all'],
          derived: [{ name: 'ratio', expression: '"charges €" / ' }],
          threshold: { rule: 'f1' },
        }),
      ).toEqual([
        { pointer: '/positive_class', detail: 'is for binary models; this is a multiclass model' },
        { pointer: '/features/0', detail: 'is no column of bills; did you mean "monthly.income"?' },
        { pointer: '/excluded/1', detail: 'is no column of bills' },
        {
          pointer: '/features/1',
          detail: 'is sensitive; to learn from it all the same, name it in sensitive_features',
        },
        { pointer: '/features/2', detail: 'is what the model predicts' },
        { pointer: '/features/3', detail: 'is named in excluded too' },
      ]);
      expect(await problemsOf({ name: 'wrong', dataset: 'bills', target: 'paidlate' })).toEqual([
        { pointer: '/target', detail: 'is no column of bills; did you mean "paid late"?' },
      ]);
      expect(
        await problemsOf({
          name: 'wrong',
          dataset: 'bills',
          target: "l'état",
          gate: { promotion: 'manual', minimum_improvement: 1 },
        }),
      ).toEqual([
        {
          pointer: '/positive_class',
          detail: 'is required: l\'état has "neuf" and "usé"; say whose probability is answered',
        },
      ]);
      expect(
        await problemsOf({
          ...{ name: 'wrong', dataset: 'bills', target: 'montant; total', threshold: { rule: 'f1' } },
          derived: [{ name: 'ratio', expression: '"charges €" / nothing' }],
          gate: { promotion: 'manual', minimum_improvement: 1 },
        }),
      ).toEqual([
        {
          pointer: '/derived/0',
          detail:
            'at character 15: there is no column nothing, nor a derived feature declared before this one',
        },
        { pointer: '/threshold', detail: 'is for binary models; this is a regression model' },
        {
          pointer: '/gate/minimum_improvement',
          detail: 'has no effect where promotion is manual; leave it out',
        },
      ]);
      const missing = await refusalOf(veridict.createModel({ body: { name: 'wrong', dataset: 'nothing' } }));
      expect(missing).toMatchObject({ status: 404, code: 'dataset_not_found' });
    });

    it('takes a sensitive column only by name, and then learns from it', async () => {
      const { data } = await veridict.createModel({
        body: {
          ...binary,
          name: 'with-sex',
          features: ['monthly.income', 'ville'],
          sensitive_features: ['sexe'],
        },
      });
      expect(data).toMatchObject({
        features: ['monthly.income', 'ville', 'sexe'],
        sensitive_features: ['sexe'],
        derived: [],
      });
      await trainNow(veridict, { model: 'with-sex' });
      const path = { model: 'with-sex', row_id: 'F/3 é' };
      const { data: explained } = await veridict.predictRow({ path, query: { explain: true } });
      expect(explained.explanation!.contributions.map(({ feature }) => feature)).toContain('sexe');
      const password = 'nine lanterns over a quiet harbour';
      await veridict.createUser({ body: { email: 'viewer@example.org', password, role: 'viewer' } });
      const viewer = server.client({ token: await server.signIn('viewer@example.org', password) });
      expect((await viewer.predictRow({ path })).data.prediction).toBe(explained.prediction);
      expect(await refusalOf(viewer.predictRow({ path, query: { explain: true } }))).toMatchObject({
        status: 403,
      });
    });

    it('may take the other of two values for the positive one, or one of many against the rest', async () => {
      const probabilityBy = async (name: string, positive: string, target: string): Promise<number> => {
        await veridict.createModel({
          body: {
            ...{ name, dataset: 'bills', target, task: 'binary', positive_class: positive },
            excluded: targets.filter((other) => other !== target),
          },
        });
        await trainNow(veridict, { model: name, calibration: 'none' });
        return onePrediction(await veridict.predict({ path: { model: name }, body: { features: bill } }))
          .probability!;
      };
      const late = await probabilityBy('late', 'Y', 'paid late');
      const inTime = await probabilityBy('in-time', 'N', 'paid late');
      expect(late + inTime).toBeCloseTo(1, 3);
      expect(await probabilityBy('middling', 'B "mid"', 'segment')).toBeLessThan(1);
    }, 30_000);

    it('takes a name once: also of a built-in model, and of one that is no more', async () => {
      await veridict.createModel({ body: { ...binary, name: 'short-lived' } });
      await veridict.retireModel({ path: { model: 'short-lived' } });
      for (const name of ['defaults', 'loan-amount', 'short-lived']) {
        const refusal = await refusalOf(veridict.createModel({ body: { ...binary, name } }));
        expect(refusal).toMatchObject({ status: 409, code: 'model_exists' });
      }
    });

    it('lets one of two have a name that both want at once', async () => {
      const outcomes = await Promise.allSettled(
        [1, 2, 3].map(() => veridict.createModel({ body: { ...binary, name: 'wanted' } })),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    });

    it('waits for whoever deletes the dataset, and then finds none', async () => {
      await defineDataset(database, { ...billsDataset, name: 'doomed' });
      const deleting = await HeldTable.hold(database, 'datasets', 'EXCLUSIVE');
      const creating = veridict.createModel({ body: { name: 'on-sand', dataset: 'doomed' } });
      creating.catch(() => undefined);
      await deleting.untilSomebodyWaits();
      await deleting.commit(`DELETE FROM datasets WHERE name = 'doomed'`);
      expect(await refusalOf(creating)).toMatchObject({ status: 404, code: 'dataset_not_found' });
      expect(await refusalOf(veridict.getModel({ path: { model: 'on-sand' } }))).toMatchObject({
        status: 404,
      });
    });
  });

  describe('its policies', () => {
    it('choose the threshold of trainings that do not choose it, and keep versions from serving by themselves', async () => {
      await veridict.createModel({
        body: {
          ...{ ...binary, name: 'careful', gate: { promotion: 'manual' } },
          threshold: { rule: 'cost', false_negative: 10, false_positive: 1 },
        },
      });
      const first = await trainNow(veridict, { model: 'careful' });
      expect(first).toMatchObject({ promoted: false });
      expect(first.promotion_reason).toMatch(
        /^Versions of this model are promoted by hand, whatever they measure: log_loss .* is below .* of the mean baseline$/,
      );
      const path = { model: 'careful' };
      expect(await refusalOf(veridict.predict({ path, body: { features: bill } }))).toMatchObject({
        status: 503,
        code: 'model_not_ready',
      });
      const second = await trainNow(veridict, { model: 'careful', threshold: { rule: 'f1' } });
      const threshold = async (version: number): Promise<number> =>
        (await veridict.getModelVersion({ path: { ...path, version } })).data.threshold!;
      expect(await threshold(first.model_version)).toBeLessThan(await threshold(second.model_version));
      await veridict.moveAlias({
        path: { ...path, alias: 'champion' },
        body: { version: first.model_version, reason: 'Somebody looked at it' },
      });
      expect(onePrediction(await veridict.predict({ path, body: { features: bill } })).model_version).toBe(1);
    });

    it('ask of a new champion what the model asks for', async () => {
      await veridict.createModel({
        body: { ...binary, name: 'demanding', gate: { minimum_improvement: 0.5 } },
      });
      expect(await trainNow(veridict, { model: 'demanding', hyperparameters: { C: 0.00001 } })).toMatchObject(
        {
          promoted: true,
        },
      );
      const better = await trainNow(veridict, { model: 'demanding' });
      expect(better.promoted).toBe(false);
      expect(better.promotion_reason).toMatch(
        /is below .* of the champion .*; the model asks for an improvement of at least 0.5$/,
      );
    });
  });

  describe('retiring it', () => {
    const path = { model: 'retiring' };

    it('leaves nothing that answers, and everything that was recorded', async () => {
      await veridict.createModel({ body: { ...binary, name: path.model } });
      await trainNow(veridict, { model: path.model });
      const answer = onePrediction(await veridict.predict({ path, body: { features: bill } }));
      expect((await veridict.getModel({ path })).data.ready).toBe(true);

      await veridict.retireModel({ path });

      const gone = [
        veridict.predict({ path, body: { features: bill } }),
        veridict.predictWithVersion({ path: { ...path, version: 1 }, body: { features: bill } }),
        veridict.predictRow({ path: { ...path, row_id: 'F/3 é' } }),
        veridict.train({ body: { model: path.model } }),
        veridict.createBatchPrediction({ body: { model: path.model } }),
        veridict.getModelSchema({ path }),
        veridict.moveAlias({ path: { ...path, alias: 'champion' }, body: { version: 1, reason: 'No way' } }),
        veridict.retireModel({ path }),
      ];
      for (const call of gone)
        expect(await refusalOf(call)).toMatchObject({ status: 404, code: 'model_not_found' });

      const { data: model } = await veridict.getModel({ path });
      expect(model).toMatchObject({ ready: false, retired_at: expect.stringMatching(/^20/) });
      const names = async (query: { include_retired?: boolean }): Promise<string[]> =>
        (await veridict.listModels({ query })).data.items.map(({ name }) => name);
      expect(await names({})).not.toContain(path.model);
      expect(await names({ include_retired: true })).toContain(path.model);
      expect((await veridict.listModelVersions({ path })).data.items).toHaveLength(1);
      expect(
        (await veridict.getModelCard({ path: { ...path, version: 1 } })).data.training_rows,
      ).toBeGreaterThan(100);
      expect((await veridict.getModelHistory({ path })).data.items).toHaveLength(1);

      const { data: replay } = await veridict.replayPrediction({ path: { id: answer.prediction_id } });
      expect(replay).toMatchObject({ identical: true, model: path.model, model_version: 1 });
      const { data: health } = await veridict.getHealth();
      expect(health.model_loaded).not.toHaveProperty(path.model);
      const { data: events } = await veridict.listAdministrativeEvents({
        query: { action: 'model.retired', limit: 1 },
      });
      expect(events.items[0]).toMatchObject({ subject_id: path.model });
    });

    it('waits for a training that is in progress', async () => {
      await veridict.createModel({ body: { ...binary, name: 'busy' } });
      const held = await HeldTable.hold(database, 'datasets.bills');
      const { id } = await startTraining(veridict, { model: 'busy' });
      await held.untilSomebodyWaits();
      const refusal = await refusalOf(veridict.retireModel({ path: { model: 'busy' } }));
      expect(refusal).toMatchObject({ status: 409, code: 'training_in_progress' });
      await veridict.cancelTrainingRun({ path: { id } });
      await held.release();
      await runWithStatus(veridict, id, ['cancelled']);
      await veridict.retireModel({ path: { model: 'busy' } });
    });

    it('is refused for a built-in model', async () => {
      expect(await refusalOf(veridict.retireModel({ path: { model: 'loan-amount' } }))).toMatchObject({
        status: 409,
        code: 'model_built_in',
      });
    });
  });

  it('makes no server unready and logs no error while it has no champion', async () => {
    const { data: health } = await veridict.getHealth();
    expect(health.status).toBe('ok');
    expect(health.model_loaded).toMatchObject({ defaults: false, 'with-sex': true });
    expect(server.log).not.toMatch(/"level":"(error|fatal)"/);
  });
});
