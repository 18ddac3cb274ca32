import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DatasetsApp, startDatasetsApp } from '../support/dataset-files.js';

const dataFolder = join(import.meta.dirname, '../../../shared/data');
const homeCredit = join(dataFolder, 'homecredit_application_train_sample.csv');
const taiwan = join(dataFolder, 'credit_uci_default_taiwan.csv');
const withFile = (file: string) => (existsSync(file) ? it : it.skip);

/** The two tables of credit scoring as their READMEs describe them. */
describe('real files as datasets', () => {
  let datasets: DatasetsApp;

  beforeAll(async () => {
    datasets = await startDatasetsApp();
  });
  afterAll(() => datasets.close());

  withFile(homeCredit)('takes the sample of Home Credit for what it is', async () => {
    const file = new Uint8Array(readFileSync(homeCredit));
    const shown = await datasets.infer(file, { target: 'TARGET', positive_class: 1 });
    expect(shown).toMatchObject({
      row_count: 5000,
      identifier: 'SK_ID_CURR',
      target: 'TARGET',
      positive_class: '1',
    });
    const kinds = Map.groupBy(shown.columns, ({ kind }) => kind);
    const names = (kind: 'numeric' | 'categorical' | 'boolean') => kinds.get(kind)!.map(({ name }) => name);
    expect(shown.columns).toHaveLength(122);
    // The key and the target are numbers too; of the 16 texts three say yes or no.
    expect(names('numeric')).toHaveLength(106);
    expect(names('categorical')).toHaveLength(13);
    expect(names('boolean')).toEqual(['FLAG_OWN_CAR', 'FLAG_OWN_REALTY', 'EMERGENCYSTATE_MODE']);
    const inferred = new Map(shown.inferred.columns.map((column) => [column.name, column]));
    const missing = [...inferred.values()].map((column) => column.missing);
    expect(missing.filter((count) => count > 0)).toHaveLength(65);
    expect(missing.reduce((sum, count) => sum + count, 0)).toBe(148_845);
    expect(missing.filter((count) => count > 2000)).toHaveLength(49);
    expect(inferred.get('COMMONAREA_AVG')!.missing).toBe(3496);
    expect(inferred.get('ORGANIZATION_TYPE')!.distinct).toBe(57);
    expect(inferred.get('OCCUPATION_TYPE')).toMatchObject({ distinct: 18, missing: 1536 });
    expect(inferred.get('WALLSMATERIAL_MODE')!.levels).toContainEqual({ value: 'Stone, brick', count: 1071 });
    expect(shown.warnings.filter((warning) => warning.includes('far from all other values'))).toEqual([
      expect.stringContaining('DAYS_EMPLOYED: 878 rows hold 365243'),
    ]);

    const { name } = await datasets.create(file, {
      name: 'home_credit',
      columns: { DAYS_EMPLOYED: { missing_values: [365243] } },
    });
    const [counts] = await datasets.dataSource.query<object[]>(
      `SELECT count(*)::int AS rows, count(*) FILTER (WHERE "TARGET" = 1)::int AS defaults,
              min("SK_ID_CURR")::int AS first, max("SK_ID_CURR")::int AS last FROM datasets.${name}`,
    );
    expect(counts).toEqual({ rows: 5000, defaults: 412, first: 100020, last: 456238 });
  });

  withFile(taiwan)('takes the credit cards of Taiwan for what they are', async () => {
    const file = new Uint8Array(readFileSync(taiwan));
    const target = 'default.payment.next.month';
    const columns = { EDUCATION: { kind: 'categorical' } };
    const dataset = await datasets.create(file, { name: 'taiwan', target, positive_class: '1', columns });
    expect(dataset).toMatchObject({ row_count: 30_000, identifier: 'ID', target, warnings: [] });
    expect(dataset.columns).toHaveLength(25);
    expect(dataset.columns.filter(({ kind }) => kind === 'numeric')).toHaveLength(24);
    expect(dataset.columns.filter(({ nullable }) => nullable)).toEqual([]);
    expect(dataset.columns.find(({ name }) => name === 'EDUCATION')!.allowed_values).toEqual([...'0123456']);
    const [counts] = await datasets.dataSource.query<object[]>(
      `SELECT count(*)::int AS rows, sum("${target}")::int AS defaults, max("AGE")::int AS oldest FROM datasets.taiwan`,
    );
    expect(counts).toEqual({ rows: 30_000, defaults: 6636, oldest: 79 });
  });
});
