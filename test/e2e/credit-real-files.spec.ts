import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { customerFeaturesOf, everyCustomer, type StoredCustomer } from '../support/customers.js';
import { eventually } from '../support/eventually.js';
import { manyPredictions, onePrediction } from '../support/loan-features.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const folder = join(import.meta.dirname, '../../../shared/data');
const homeCredit = join(folder, 'homecredit_application_train_sample.csv');
const taiwan = join(folder, 'credit_uci_default_taiwan.csv');
const withHomeCredit = existsSync(homeCredit) ? it : it.skip;
const withTaiwan = existsSync(taiwan) ? it : it.skip;

let server: VeridictServer;
let veridict: VeridictOperations;
beforeAll(async () => {
  server = await VeridictServer.start({ installation: 'every_model' });
  veridict = await server.adminClient();
});
afterAll(() => server?.stop());

describe('Home Credit in place of the generated customers', () => {
  const model = 'default-risk';
  /** The one of the issue. */
  const id = 100_020;
  let customers: StoredCustomer[];
  const cardOf = async (of: number) =>
    (await veridict.getCustomerScoreCard({ query: { id: of, limit: 10 } })).data;

  withHomeCredit('comes in through the import of every table, all of it', async () => {
    const body = await readFile(homeCredit, 'utf8');
    const { data: report } = await veridict.importRows({
      path: { name: 'customers' },
      query: { mode: 'replace' },
      body,
    });
    console.log(
      `Home Credit: ${report.rows_imported} rows of 122 columns imported in ${report.duration_ms} ms`,
    );
    expect(report).toMatchObject({ rows_imported: 5000, rows_refused: 0, rows_deleted: 2500 });
    customers = await everyCustomer(veridict);
    expect(customers).toHaveLength(5000);
    const rate = customers.filter(({ values }) => values['TARGET'] === 1).length / 5000;
    expect(rate).toBeCloseTo(0.0824, 4);
    expect(customers.filter(({ values }) => values['DAYS_EMPLOYED'] === 365_243)).toHaveLength(878);
    expect(customers.filter(({ values }) => values['WALLSMATERIAL_MODE'] === 'Stone, brick')).toHaveLength(
      1071,
    );
  });

  withHomeCredit('trains a version that is neither chance nor a leak', async () => {
    const result = await trainNow(veridict, { model });
    const { data: version } = await veridict.getModelVersion({
      path: { model, version: result.model_version },
    });
    console.log(
      `Home Credit: held-out AUC ${version.metrics['auc']!.toFixed(3)}, threshold ${version.threshold!.toFixed(3)}`,
    );
    expect(version.metrics['auc']).toBeGreaterThan(0.6);
    expect(version.metrics['auc']).toBeLessThan(0.82);
    await veridict.moveAlias({
      path: { model, alias: 'champion' },
      body: { version: result.model_version, reason: 'Of these customers' },
    });
  });

  withHomeCredit(
    'answers the score card of the issue, and nobody of the sample or of the README',
    async () => {
      const card = await eventually(async () => {
        const asked = await cardOf(id);
        return asked.standing !== null && asked;
      });
      expect(card).toMatchObject({ customer_id: id, row_id: String(id), model });
      expect(card.score).toBe(Math.round(1000 * (1 - card.probability)));
      expect(['accepted', 'review', 'refused']).toContain(card.decision);
      expect(card.reasons).toHaveLength(10);
      expect(card.standing).toMatchObject({ rows: 5000 });
      for (const unknown of [10_001, 500_001])
        await expect(cardOf(unknown)).rejects.toMatchObject({ status: 404, code: 'customer_not_found' });
    },
  );

  withHomeCredit('says the same by number, by body and in a list, of every tenth customer', async () => {
    const some = customers.filter((_, index) => index % 10 === 0);
    const listed: number[] = [];
    for (let from = 0; from < some.length; from += 250) {
      const instances = some.slice(from, from + 250).map(customerFeaturesOf);
      const answers = await veridict.predict({ path: { model }, body: { instances } });
      listed.push(...manyPredictions(answers).map(({ probability }) => probability!));
    }
    for (const [index, customer] of some.entries()) {
      const { data } = await veridict.predictRow({ path: { model, row_id: customer.row_id } });
      expect(data.probability).toBe(listed[index]);
    }
    expect((await cardOf(Number(some[0]!.row_id))).probability).toBe(listed[0]);
    const alone = await veridict.predict({
      path: { model },
      body: { features: customerFeaturesOf(some[1]!) },
    });
    expect(onePrediction(alone).probability).toBe(listed[1]);
  });

  withHomeCredit(
    'answers what-ifs and counterfactuals, and keeps what people decide instead',
    async () => {
      const refused = await eventually(async () => {
        for (const { row_id } of customers.slice(0, 200)) {
          const card = await cardOf(Number(row_id));
          if (card.decision === 'refused') return card;
        }
        return false;
      }, 30_000);
      const { data: tried } = await veridict.askCustomerWhatIf({
        path: { id: refused.customer_id },
        query: { language: 'fr' },
        body: { changes: { EXT_SOURCE_2: 0.8, EXT_SOURCE_3: 0.8 } },
      });
      expect(tried.positive_class).toBe('difficultés de paiement');
      expect(tried.probability_difference).toBeLessThan(0);
      const { data: found } = await veridict.findCustomerCounterfactual({
        path: { id: refused.customer_id },
        body: {},
      });
      expect(found).toMatchObject({ already: false, before: { decision: 'refused' } });
      for (const { feature } of found.changes)
        expect(['AMT_CREDIT', 'AMT_GOODS_PRICE', 'AMT_ANNUITY']).toContain(feature);
      if (found.found) expect(found.after!.decision).toBe('accepted');

      const path = { prediction_id: refused.prediction_id };
      await veridict.overrideDecision({ path, body: { decision: 'accepted', reason: 'A guarantor signed' } });
      const { data: decision } = await veridict.getDecision({ path });
      expect(JSON.stringify(decision)).toContain('A guarantor signed');
      const { data: replay } = await veridict.replayPrediction({ path: { id: refused.prediction_id } });
      expect(replay.identical).toBe(true);
    },
    240_000,
  );

  withHomeCredit('is warned about before anybody trains on it', async () => {
    const { data: profile } = await veridict.profileDataset({ path: { name: 'customers' } });
    expect(JSON.stringify(profile)).toContain('EXT_SOURCE_2');
    const { data: dataset } = await veridict.getDataset({ path: { name: 'customers' } });
    expect(dataset).toMatchObject({ origin: 'built_in', row_count: 5000, positive_class: '1' });
  });
});

describe('credit cards of Taiwan through the routes of every table', () => {
  const model = 'card-default';
  const target = 'default.payment.next.month';

  withTaiwan(
    'becomes a dataset after a look at what was found in it',
    async () => {
      const file = new Blob([await readFile(taiwan)], { type: 'text/csv' });
      const category = { kind: 'categorical' } as const;
      const definition = {
        name: 'taiwan',
        ...{ target, positive_class: '1' },
        columns: {
          EDUCATION: category,
          GENDER: { ...category, sensitive: true },
          MARRIAGE: { ...category, sensitive: true },
          AGE: { sensitive: true },
        },
      };
      const dry = await veridict.createDataset({ query: { dry_run: true }, body: { file, definition } });
      expect(dry.data).toMatchObject({ row_count: 30_000, identifier: 'ID', target });
      const { data: dataset } = await veridict.createDataset({ body: { file, definition } });
      expect(dataset).toMatchObject({ origin: 'owned', row_count: 30_000, positive_class: '1' });
    },
    240_000,
  );

  withTaiwan(
    'becomes a model that learns no sex, age or marriage',
    async () => {
      const { data: made } = await veridict.createModel({
        body: {
          name: model,
          dataset: 'taiwan',
          threshold: { rule: 'cost', false_negative: 10, false_positive: 1 },
        },
      });
      expect(made).toMatchObject({ task: 'binary', target });
      const result = await trainNow(veridict, { model, algorithm: 'gbdt' });
      console.log(`UCI Taiwan: held-out AUC ${result.metrics['auc']!.toFixed(3)}, ${result.duration_ms} ms`);
      expect(result.promoted).toBe(true);
      expect(result.metrics['auc']).toBeGreaterThan(0.74);
      expect(result.metrics['auc']).toBeLessThan(0.82);
      const { data: version } = await veridict.getModelVersion({ path: { model, version: 1 } });
      const names = version.features.map(({ name }) => name);
      expect(names).toHaveLength(20);
      for (const name of ['GENDER', 'MARRIAGE', 'AGE', 'ID', target]) expect(names).not.toContain(name);
    },
    240_000,
  );

  withTaiwan(
    'decides of stored rows as default-risk does of customers',
    async () => {
      const path = { model, row_id: '1' };
      const { data: card } = await veridict.getScoreCard({ path });
      expect(card).toMatchObject({ model, row_id: '1', positive_class: `${target} is 1` });
      expect(card.probability).toBe((await veridict.predictRow({ path })).data.probability);
      const { data: tried } = await veridict.askWhatIf({ path, body: { changes: { PAY_0: 0, PAY_2: 0 } } });
      expect(tried.after.probability).toBeLessThan(card.probability);
      const { data: found } = await veridict.findCounterfactual({
        path,
        body: { actionable: ['PAY_0', 'PAY_2', 'LIMIT_BAL'] },
      });
      expect(found.before.probability).toBe(card.probability);
      const { data: contract } = await veridict.getModelOpenApi({ path: { model } });
      expect(JSON.stringify(contract)).toContain('PAY_AMT6');
    },
    240_000,
  );
});
