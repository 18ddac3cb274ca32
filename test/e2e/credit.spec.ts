import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerScoreCardDto, VeridictOperations } from '#libs/sdk';
import { eventually } from '../support/eventually.js';
import { onePrediction } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import { VeridictServer } from '../support/veridict-server.js';

const model = 'default-risk';
const protectedColumns = [
  ...['CODE_GENDER', 'CNT_CHILDREN', 'NAME_FAMILY_STATUS', 'DAYS_BIRTH', 'CNT_FAM_MEMBERS'],
];
const customer = 500_001;

describe('default-risk on the generated customers', () => {
  let server: VeridictServer;
  let token: string;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'every_model' });
    token = await server.signIn();
    veridict = server.client({ token });
  });
  afterAll(() => server?.stop());

  const cardOf = async (id: number, more: { language?: 'en' | 'fr'; limit?: number } = {}) =>
    (await veridict.getCustomerScoreCard({ query: { id, ...more } })).data;
  const inputsOf = async (predictionId: string): Promise<Record<string, unknown>> =>
    (await veridict.getPredictionRecord({ path: { id: predictionId } })).data.inputs!;
  const stored = async (id: number): Promise<Record<string, unknown>> =>
    (await veridict.getDatasetRow({ path: { name: 'customers', row_id: String(id) } })).data.values;
  /** The first one whom the model decides of like that. */
  async function someone(decision: string): Promise<CustomerScoreCardDto> {
    for (let id = customer; id < customer + 300; id += 1) {
      const card = await cardOf(id);
      if (card.decision === decision) return card;
    }
    throw new Error(`nobody is ${decision}`);
  }

  it('was trained at the first start, with a threshold by what errors cost, without protected columns', async () => {
    expect((await veridict.getModel({ path: { model } })).data).toMatchObject({
      ready: true,
      task: 'binary',
    });
    const { data: version } = await veridict.getModelVersion({ path: { model, version: 1 } });
    expect(version.metrics['auc']).toBeGreaterThan(0.65);
    expect(version.metrics['auc']).toBeLessThan(0.9);
    const names = version.features.map(({ name }) => name);
    expect(names).toHaveLength(115);
    expect(names.filter((name) => [...protectedColumns, 'TARGET', 'SK_ID_CURR'].includes(name))).toEqual([]);
    // Ten refused good customers weigh as much as one default: far below one half.
    expect(version.threshold).toBeLessThan(0.25);
  });

  it('answers a score card that says what was decided, why, and where the customer stands', async () => {
    // The first cards of a version may come before the others are scored.
    const card = await eventually(async () => {
      const asked = await cardOf(customer, { limit: 8 });
      return asked.standing !== null && asked;
    });
    expect(card).toMatchObject({ customer_id: customer, row_id: String(customer), model, model_version: 1 });
    expect(card.score).toBe(Math.round(1000 * (1 - card.probability)));
    expect(card.decision).toBe(decisionOf(card));
    expect(card.positive_class).toBe('difficulties to pay');
    const values = await stored(customer);
    expect(card.reasons).toHaveLength(8);
    for (const { code, feature, value, contribution, direction } of card.reasons) {
      expect(code).toBe(feature);
      expect(value).toEqual(values[feature]);
      expect(direction).toBe(contribution > 0 ? 'towards' : 'away');
    }
    expect(card.standing).toMatchObject({ rows: 2500, sampled: false });
    expect(card.standing!.features.map(({ feature }) => feature)).toEqual(
      card.reasons.map(({ feature }) => feature),
    );
  });

  it('keeps a record of it that replays to the same bits, without the outcome and protected columns', async () => {
    const card = await cardOf(customer);
    const { data: record } = await veridict.getPredictionRecord({ path: { id: card.prediction_id } });
    expect(record).toMatchObject({ status: 'answered', model, subject_id: String(customer) });
    expect(Object.keys(record.inputs!)).toHaveLength(115);
    for (const name of [...protectedColumns, 'TARGET']) expect(record.inputs).not.toHaveProperty(name);
    const { data: replay } = await veridict.replayPrediction({ path: { id: card.prediction_id } });
    expect(replay.identical).toBe(true);
  });

  it('names no protected column, however many reasons are asked for', async () => {
    const { reasons, standing } = await cardOf(customer, { limit: 100 });
    expect(reasons.length).toBeGreaterThan(50);
    const named = [...reasons, ...standing!.features].map(({ feature }) => feature);
    expect(named.filter((feature) => protectedColumns.includes(feature))).toEqual([]);
  });

  it('speaks French and English, as the address or else Accept-Language says', async () => {
    const english = await cardOf(customer);
    const french = await cardOf(customer, { language: 'fr' });
    const preferred = await veridict.getCustomerScoreCard({
      query: { id: customer },
      headers: { 'Accept-Language': 'fr-FR,fr;q=0.9,en;q=0.5' },
    });
    expect(french.positive_class).toBe('difficultés de paiement');
    expect(french.reasons.map(({ code }) => code)).toEqual(english.reasons.map(({ code }) => code));
    expect(french.reasons.map(({ text }) => text)).not.toEqual(english.reasons.map(({ text }) => text));
    expect(preferred.data.reasons).toEqual(french.reasons);
    const both = await veridict.getCustomerScoreCard({
      query: { id: customer, language: 'en' },
      headers: { 'Accept-Language': 'fr' },
    });
    expect(both.data.reasons).toEqual(english.reasons);
  });

  it.each([10_001, 100_020, 999_999_999_999_999])('knows no customer %p', async (id) => {
    const refusal = await refusalOf(cardOf(id));
    expect(refusal).toMatchObject({ status: 404, code: 'customer_not_found' });
    const { data: records } = await veridict.listPredictionRecords({
      query: { model, limit: 1, sort: '-occurred_at' },
    });
    expect(records.items[0]).toMatchObject({ status: 'refused', http_status: 404, subject_id: String(id) });
  });

  it.each([
    ...['', '?id=', '?id=abc', '?id=1.5', '?id=-1', '?id=0', '?id=1e3', '?id=0x10', '?id=%20500001'],
    ...['?id=500001&id=500002', '?id[]=500001', '?id=9999999999999999', '?id=99999999999999999999'],
    ...['?id=500001%00', "?id=500001'%20OR%20'1'='1", '?ID=500001', '?id=500001&language=de'],
  ])('refuses the query %p as malformed, naming what, and echoing nothing', async (query) => {
    const response = await fetch(`${server.url}/api/v1/customer${query}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const problem = (await response.json()) as { code: string; errors: { pointer: string }[] };
    expect([response.status, problem.code]).toEqual([422, 'validation_failed']);
    expect(problem.errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(problem)).not.toContain("'1'='1");
  });
  it('answers nobody who does not sign in', async () => {
    const refusal = await refusalOf(server.client().getCustomerScoreCard({ query: { id: customer } }));
    expect(refusal).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  it('reads 365243 days of employment as missing, from the table and from a request', async () => {
    const { data: page } = await veridict.listDatasetRows({
      path: { name: 'customers' },
      query: { limit: 100 },
    });
    const retired = page.items.find(({ values }) => values['DAYS_EMPLOYED'] === 365_243)!;
    const card = await cardOf(Number(retired.row_id));
    const inputs = await inputsOf(card.prediction_id);
    expect(inputs['DAYS_EMPLOYED']).toBeNull();
    const answer = await veridict.predict({ path: { model }, body: { features: inputs } });
    expect(onePrediction(answer).probability).toBe(card.probability);
    const sentinel = { ...inputs, DAYS_EMPLOYED: 365_243 };
    const asTheFileSays = await veridict.predict({ path: { model }, body: { features: sentinel } });
    expect(onePrediction(asTheFileSays).probability).toBe(card.probability);
  });

  it('shows what would be if some values were others, and refuses what no customer can change', async () => {
    const { prediction_id, probability } = await cardOf(customer);
    const { AMT_CREDIT: credit } = await inputsOf(prediction_id);
    const more = 2 * Number(credit);
    const { data: tried } = await veridict.askCustomerWhatIf({
      path: { id: customer },
      body: { changes: { AMT_CREDIT: more } },
    });
    expect(tried).toMatchObject({
      customer_id: customer,
      before: { probability },
      changes: [{ feature: 'AMT_CREDIT', from: credit, to: more }],
    });
    expect(tried.after.probability - probability).toBeCloseTo(tried.probability_difference, 12);
    expect(await inputsOf(tried.after.prediction_id)).toMatchObject({ AMT_CREDIT: more });

    const changes = { DAYS_BIRTH: -12_000, TARGET: 0, AMT_CREDITS: 1, AMT_ANNUITY: 'little' };
    const refusal = await refusalOf(
      veridict.askCustomerWhatIf({ path: { id: customer }, body: { changes } }),
    );
    expect(refusal.status).toBe(422);
    expect(refusal.errors.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/changes/DAYS_BIRTH', '/changes/TARGET', '/changes/AMT_CREDITS']),
    );
    await expect(
      veridict.askCustomerWhatIf({ path: { id: 10_001 }, body: { changes: { AMT_CREDIT: 1 } } }),
    ).rejects.toMatchObject({ status: 404, code: 'customer_not_found' });
  });

  it('finds the smallest change of what a customer can change that ends in another decision', async () => {
    const refused = await someone('review');
    const { data: found } = await veridict.findCustomerCounterfactual({
      path: { id: refused.customer_id },
      body: {},
    });
    expect(found).toMatchObject({ found: true, already: false, before: { decision: 'review' } });
    expect(found.after!.decision).toBe('accepted');
    const changeable = ['AMT_CREDIT', 'AMT_GOODS_PRICE', 'AMT_ANNUITY'];
    for (const { feature } of found.changes) expect(changeable).toContain(feature);
    const { data: tried } = await veridict.askCustomerWhatIf({
      path: { id: refused.customer_id },
      body: { changes: Object.fromEntries(found.changes.map(({ feature, to }) => [feature, to])) },
    });
    expect(tried.after.probability).toBe(found.after!.probability);

    const accepted = await someone('accepted');
    const { data: nothing } = await veridict.findCustomerCounterfactual({
      path: { id: accepted.customer_id },
      body: {},
    });
    expect(nothing).toMatchObject({ already: true, changes: [] });
    await expect(
      veridict.findCustomerCounterfactual({
        path: { id: refused.customer_id },
        body: { actionable: ['EXT_SOURCE_2'] },
      }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it('takes new customers through the routes of every table, and scores them at once', async () => {
    const inputs = await inputsOf((await cardOf(customer)).prediction_id);
    const id = 700_000;
    const { data: created } = await veridict.createDatasetRow({
      path: { name: 'customers' },
      body: { row_id: String(id), values: { ...inputs, AMT_CREDIT: 1_000_000 } },
    });
    expect(created.row_id).toBe(String(id));
    expect((await cardOf(id)).customer_id).toBe(id);
    expect(await stored(id)).not.toHaveProperty('DAYS_BIRTH');
    const refusal = await refusalOf(
      veridict.createDatasetRow({
        path: { name: 'customers' },
        body: { row_id: '700001', values: { ...inputs, AMT_CREDIT: -1, FLAG_EMAIL: 2 } },
      }),
    );
    expect(refusal.errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/values/AMT_CREDIT',
      '/values/FLAG_EMAIL',
    ]);
  });
});

function decisionOf({ probability, grey_band: { from, to } }: CustomerScoreCardDto): string {
  if (probability >= to) return 'refused';
  return probability < from ? 'accepted' : 'review';
}
