import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PredictionDto, VeridictOperations } from '#libs/sdk';
import { eventually } from '../support/eventually.js';
import { asSuperuser } from '../support/held-table.js';
import { onePrediction } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import type { TestDatabase } from '../support/test-database.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'attrition';
const reason = 'Interviews cost little';

/** An employee of the sample whose probability lies well inside, so that thresholds fit on both sides. */
async function undecidedEmployee(veridict: VeridictOperations): Promise<{ id: number; probability: number }> {
  const { data } = await veridict.listEmployees({ query: { limit: 100 } });
  for (const { id } of data.items) {
    const { probability } = (await veridict.predictAttritionById({ path: { id_employee: id } })).data;
    if (probability! > 0.05 && probability! < 0.95) return { id, probability: probability! };
  }
  throw new Error('Every answer of the sample is certain');
}

describe('the threshold of a version', () => {
  let database: TestDatabase;
  let servers: VeridictServer[];
  let veridict: VeridictOperations;
  let other: VeridictOperations;
  let version: number;
  let trained: number;
  let employee: { id: number; probability: number };

  beforeAll(async () => {
    database = await VeridictServer.installed();
    servers = [await VeridictServer.start({ database }), await VeridictServer.start({ database })];
    [veridict, other] = (await Promise.all(servers.map((server) => server.adminClient()))) as [
      VeridictOperations,
      VeridictOperations,
    ];
    version = (await veridict.getModel({ path: { model } })).data.aliases[0]!.version;
    trained = (await veridict.getModelVersion({ path: { model, version } })).data.threshold!;
    employee = await undecidedEmployee(veridict);
  });

  afterAll(async () => {
    await Promise.all(servers?.map((server) => server.stop()) ?? []);
    await database?.drop();
  });

  const path = () => ({ model, version });
  const override = (threshold: number, by = veridict) =>
    by.overrideThreshold({ path: path(), body: { threshold, reason } });
  const answerOf = async (by: VeridictOperations): Promise<PredictionDto> =>
    (await by.predictAttritionById({ path: { id_employee: employee.id }, query: { explain: true } })).data;
  const recordOf = async ({ prediction_id: id }: PredictionDto) =>
    (await veridict.getPredictionRecord({ path: { id } })).data;

  it('is the trained one until somebody decides otherwise', async () => {
    const { data } = await veridict.getModelVersion({ path: path() });
    expect(data).toMatchObject({ threshold: trained, trained_threshold: trained });
    expect((await veridict.getThresholdHistory({ path: path() })).data).toEqual({
      threshold: trained,
      trained_threshold: trained,
      items: [],
    });
  });

  it('decides the next prediction in every process, its explanation and its record; replays keep the recorded one', async () => {
    const before = await answerOf(veridict);
    for (const threshold of [
      employee.probability / 2,
      (1 + employee.probability) / 2,
      employee.probability,
    ]) {
      const { data } = await override(threshold);
      expect(data).toMatchObject({ threshold, trained_threshold: trained });
      const expected = { threshold, prediction: threshold <= employee.probability ? 1 : 0 };
      const here = await answerOf(veridict);
      expect(here).toMatchObject({ ...expected, probability: employee.probability });
      expect(here.explanation).toEqual(before.explanation);
      const there = await eventually(async () => {
        const answer = await answerOf(other);
        return answer.threshold === threshold && answer;
      }, 2_000);
      expect(there).toMatchObject({ ...expected, probability: employee.probability });
      for (const answer of [here, there])
        expect(await recordOf(answer)).toMatchObject({
          threshold,
          output: { prediction: expected.prediction, probability: employee.probability },
        });
      const byVersion = await veridict.predictWithVersion({
        path: path(),
        body: { features: (await recordOf(here)).inputs! },
      });
      expect(onePrediction(byVersion)).toMatchObject(expected);
      for (const answer of [before, here, there]) {
        const { data: replay } = await veridict.replayPrediction({ path: { id: answer.prediction_id } });
        expect(replay).toMatchObject({ identical: true });
      }
    }
  });

  it('changes for a version that is loaded beside the champion too', async () => {
    const { model_version: second } = await trainNow(veridict, { model });
    const champion = (await veridict.getModel({ path: { model } })).data.aliases[0]!.version;
    const beside = champion === second ? version : second;
    const features = (await recordOf(await answerOf(veridict))).inputs!;
    const ask = async (by: VeridictOperations) =>
      onePrediction(await by.predictWithVersion({ path: { model, version: beside }, body: { features } }));
    await Promise.all([ask(veridict), ask(other)]);
    await veridict.overrideThreshold({
      path: { model, version: beside },
      body: { threshold: 0.0625, reason },
    });
    expect((await ask(veridict)).threshold).toBe(0.0625);
    await eventually(async () => (await ask(other)).threshold === 0.0625, 2_000);
    await veridict.moveAlias({
      path: { model, alias: 'champion' },
      body: { version: beside, reason: 'The test wants it' },
    });
    expect(await answerOf(veridict)).toMatchObject({ model_version: beside, threshold: 0.0625 });
    await veridict.moveAlias({ path: { model, alias: 'champion' }, body: { version, reason: 'And back' } });
    await eventually(async () => (await answerOf(other)).model_version === version);
  });

  it('is told who, when, why, from and to; the same again records nothing', async () => {
    await override(0.25);
    await override(0.25);
    await override(0.75);
    const { data: history } = await other.getThresholdHistory({ path: path() });
    const { data: me } = await veridict.showMyAccount();
    expect(history).toMatchObject({ threshold: 0.75, trained_threshold: trained });
    expect(history.items[0]).toEqual({
      overridden_at: expect.any(String),
      from_threshold: 0.25,
      to_threshold: 0.75,
      reason,
      actor_kind: 'user',
      actor_id: me.id,
    });
    const chain = [...history.items].reverse();
    expect(chain[0]!.from_threshold).toBe(trained);
    chain.slice(1).forEach((item, i) => expect(item.from_threshold).toBe(chain[i]!.to_threshold));
    const { data: events } = await veridict.listAdministrativeEvents({
      query: { action: 'threshold.overridden', limit: 1 },
    });
    expect(events.items[0]).toMatchObject({
      subject_kind: 'model',
      subject_id: model,
      actor_id: me.id,
      details: { version, from_threshold: 0.25, to_threshold: 0.75, reason },
    });
  });

  it('stays one chain though both processes override at once', async () => {
    await Promise.all(Array.from({ length: 16 }, (_, i) => override((i + 1) / 32, i % 2 ? veridict : other)));
    const chain = (await veridict.getThresholdHistory({ path: path() })).data.items.reverse();
    chain.slice(1).forEach((item, i) => expect(item.from_threshold).toBe(chain[i]!.to_threshold));
    const inForce = chain.at(-1)!.to_threshold;
    for (const by of [veridict, other])
      await eventually(async () => (await answerOf(by)).threshold === inForce, 2_000);
  });

  it('is refused for models that do not answer yes or no, for no probability, without a reason, and unknown versions', async () => {
    const body = { threshold: 0.5, reason };
    const regression = await refusalOf(
      veridict.overrideThreshold({ path: { model: 'loan-amount', version: 1 }, body }),
    );
    expect(regression.cause).toMatchObject({
      status: 422,
      errors: [
        {
          pointer: '/threshold',
          detail: 'loan-amount does not answer yes or no (its task is regression), so it has no threshold',
        },
      ],
    });
    for (const threshold of [-0.1, 1.1, '0.5', null])
      await expect(
        veridict.overrideThreshold({ path: path(), body: { threshold: threshold as number, reason } }),
      ).rejects.toMatchObject({ status: 422 });
    await expect(
      veridict.overrideThreshold({ path: path(), body: { threshold: 0.5 } as never }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(veridict.overrideThreshold({ path: { model, version: 999 }, body })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('is the business of admins', async () => {
    const password = 'nine lanterns over a quiet harbour';
    for (const role of ['viewer', 'analyst'] as const) {
      const email = `${role}-of-thresholds@example.org`;
      await veridict.createUser({ body: { email, password, role } });
      const person = servers[0]!.client({ token: await servers[0]!.signIn(email, password) });
      await expect(override(0.5, person)).rejects.toMatchObject({ status: 403 });
      expect((await person.getThresholdHistory({ path: path() })).data.items.length).toBeGreaterThan(0);
    }
  });

  it('can neither be rewritten nor deleted by the application', async () => {
    const [rights] = await asSuperuser<{ update: boolean; delete: boolean }>(
      database,
      `SELECT has_table_privilege('veridict_app', 'threshold_overrides', 'UPDATE') AS update,
              has_table_privilege('veridict_app', 'threshold_overrides', 'DELETE') AS delete`,
    );
    expect(rights).toEqual({ update: false, delete: false });
  });

  it('is kept by a restart, and read by a process that missed the news', async () => {
    await override(0.125);
    // Cut off from notifications: it reconnects and reads what it missed.
    await asSuperuser(
      database,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'veridict-listen' AND datname = current_database()`,
    );
    await override(0.1875);
    for (const by of [veridict, other])
      await eventually(async () => (await answerOf(by)).threshold === 0.1875, 10_000);
    await servers[1]!.stop();
    servers[1] = await VeridictServer.start({ database });
    other = await servers[1].adminClient();
    expect(await answerOf(other)).toMatchObject({ threshold: 0.1875, probability: employee.probability });
  });
});
