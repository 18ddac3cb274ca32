import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { VeridictOperations } from '#libs/sdk';
import { asSuperuser } from '../support/held-table.js';
import { onePrediction } from '../support/loan-features.js';
import { refusalOf } from '../support/refusal.js';
import { trainNow } from '../support/training.js';
import { VeridictServer } from '../support/veridict-server.js';

const odd = `a"; DROP TABLE users; --`;
const body = {
  name: 'visits',
  schema: 'hospital',
  relation: 'visits of 2026',
  id_column: 'visit',
  target: 'returned',
};

describe('an attached view', () => {
  let server: VeridictServer;
  let veridict: VeridictOperations;

  beforeAll(async () => {
    server = await VeridictServer.start({ installation: 'empty' });
    veridict = await server.adminClient();
    await asSuperuser(
      server.database,
      `CREATE SCHEMA hospital;
       CREATE TABLE hospital.stays AS
         SELECT 'V/' || g AS visit, (hashint4(g) & 63)::int AS age, (hashint4(g + 7000) & 15)::float8 AS "a""; DROP TABLE users; --",
                (ARRAY['A', 'B', '$1'])[1 + (hashint4(g + 9000) & 1023) % 3] AS ward
         FROM generate_series(1, 600) g;
       CREATE VIEW hospital."visits of 2026" AS
         SELECT *, age + "a""; DROP TABLE users; --" * 2 > 46 + (hashtext(visit) & 7) AS returned,
                CASE WHEN age + "a""; DROP TABLE users; --" * 2 > 46 + (hashtext(visit) & 7) THEN 'late' END AS reminder
         FROM hospital.stays`,
    );
  });

  afterAll(() => server?.stop());

  it('is read once its owner allows it, by the statement that the refusal names', async () => {
    const refusal = await refusalOf(veridict.attachDataset({ body }));
    expect(refusal).toMatchObject({ status: 422, errors: [{ pointer: '/relation' }] });
    const { detail } = refusal.errors[0]!;
    await asSuperuser(server.database, detail.slice(detail.indexOf('GRANT')));
    const { data: shown } = await veridict.attachDataset({ body, query: { dry_run: true } });
    expect(shown).toMatchObject({ row_count: 600, created_at: null });
    const { data: dataset } = await veridict.attachDataset({ body });
    expect(dataset).toEqual({ ...shown, created_at: expect.any(String), version: 1 });
    expect((await veridict.listDatasets()).data.items.map(({ name }) => name)).toContain('visits');
  });

  it('is warned about, learned from without what leaks, and answers as every dataset', async () => {
    const { data: profile } = await veridict.profileDataset({ path: { name: 'visits' } });
    expect(profile).toMatchObject({ rows_profiled: 600, task: 'binary', positive_class: 'true' });
    const leaks = profile.warnings.filter(({ code }) => code === 'suspected_leakage');
    expect(leaks.map(({ column }) => column)).toEqual(['reminder']);

    const leaking = expect.objectContaining({ code: 'suspected_leakage', column: 'reminder' });
    const { data: leaky } = await veridict.createModel({ body: { name: 'leaky', dataset: 'visits' } });
    expect(leaky.warnings).toContainEqual(leaking);
    await veridict.retireModel({ path: { model: leaky.name } });
    const { data: made } = await veridict.createModel({
      body: { name: 'returns', dataset: 'visits', excluded: ['reminder'] },
    });
    expect(made.warnings).not.toContainEqual(leaking);
    const { promoted } = await trainNow(veridict, { model: 'returns', algorithm: 'linear' });
    expect(promoted).toBe(true);
    const path = { model: 'returns' };
    const byRow = (await veridict.predictRow({ path: { ...path, row_id: 'V/7' } })).data;
    const record = (await veridict.getPredictionRecord({ path: { id: byRow.prediction_id } })).data;
    expect(Object.keys(record.inputs!).sort()).toEqual(['age', odd, 'ward'].sort());
    const features = record.inputs as Record<string, unknown>;
    const byBody = onePrediction(await veridict.predict({ path, body: { features } }));
    expect(byBody.probability).toBe(byRow.probability);
  });

  it('is missed by what needs a column that it has no more', async () => {
    const path = { model: 'returns', row_id: 'V/7' };
    await asSuperuser(
      server.database,
      `DROP VIEW hospital."visits of 2026";
       CREATE VIEW hospital."visits of 2026" AS SELECT visit, age, ward, age > 30 AS returned FROM hospital.stays;
       GRANT SELECT ON hospital."visits of 2026" TO PUBLIC`,
    );
    const training = await refusalOf(trainNow(veridict, { model: 'returns', algorithm: 'linear' }));
    expect(training).toMatchObject({ status: 422, code: 'training_data_unfit' });
    expect(JSON.stringify(training.errors)).toContain('DROP TABLE users');
    const unfit = { status: 422, code: 'dataset_unfit', errors: [{ pointer: odd }] };
    expect(await refusalOf(veridict.predictRow({ path }))).toMatchObject(unfit);
    expect(await refusalOf(veridict.getScoreCard({ path }))).toMatchObject(unfit);
    const { data: dataset } = await veridict.getDataset({ path: { name: 'visits' } });
    expect(dataset.warnings).toEqual([
      `The relation has no column ${odd} any more.`,
      'The relation has no column reminder any more.',
    ]);
  });

  it('is deleted when no model needs it any more, and stays in the database', async () => {
    const path = { name: 'visits' };
    expect(await refusalOf(veridict.deleteDataset({ path }))).toMatchObject({
      ...{ status: 409, code: 'dataset_in_use' },
    });
    await veridict.retireModel({ path: { model: 'returns' } });
    await veridict.deleteDataset({ path });
    expect(await refusalOf(veridict.getDataset({ path }))).toMatchObject({ code: 'dataset_not_found' });
    const [found] = await asSuperuser<{ rows: string }>(
      server.database,
      `SELECT count(*)::text AS rows FROM hospital."visits of 2026"`,
    );
    expect(found).toEqual({ rows: '600' });
  });
});
