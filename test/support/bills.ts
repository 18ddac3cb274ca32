import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { asSuperuser } from './held-table.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { VeridictServer } from './veridict-server.js';

const rowCount = 900;

/** A table whose columns are called as files call them, in which every kind of column is; the same rows in every run. */
const createBills = `
  CREATE TABLE datasets.bills AS
  SELECT 'F/' || n || ' é' AS "n° de facture",
         (2000 + h('income', n) * 4000)::float8 AS "monthly.income",
         CASE WHEN h('gap', n) > 0.1 THEN h('charges', n) * 900 END AS "charges €",
         h('rate', n) * 5 AS "rate ""nominal""",
         (ARRAY['neuf', 'usé'])[1 + floor(h('state', n) * 2)::int] AS "l'état",
         (ARRAY['Paris', 'Évry', 'Lyon'])[1 + floor(h('town', n) * 3)::int] AS ville,
         floor(h('built', n) * 9)::float8 AS "constructor",
         date '2020-01-01' + floor(h('signed', n) * 2000)::int AS "signed on",
         CASE WHEN h('retired', n) < 0.2 THEN 365243 ELSE floor(h('days', n) * 9000) END::float8 AS "days employed",
         h('insured', n) < 0.4 AS "ok?",
         (ARRAY['F', 'M'])[1 + floor(h('sex', n) * 2)::int] AS sexe,
         h('noise', n) AS "note interne",
         NULL::text AS "paid late", NULL::text AS segment, NULL::float8 AS "montant; total",
         1 AS veridict_version, now() AS veridict_created_at, now() AS veridict_updated_at
  FROM generate_series(1, ${rowCount}) AS n;
  UPDATE datasets.bills SET "montant; total" = "monthly.income" / 10 + coalesce("charges €", 300)
    + 100 * ("l'état" = 'usé')::int + ("signed on" - date '2020-01-01') / 5.0 + 60 * "note interne"
    + CASE WHEN "days employed" = 365243 THEN 300 ELSE 0 END + 50 * (ville = 'Paris')::int;
  UPDATE datasets.bills SET "paid late" = CASE WHEN "montant; total" > 1150 THEN 'Y' ELSE 'N' END,
    segment = CASE WHEN "montant; total" < 950 THEN 'A, small' WHEN "montant; total" < 1250 THEN 'B "mid"' ELSE 'c.d/é' END;
  ALTER TABLE datasets.bills ADD PRIMARY KEY ("n° de facture");
  GRANT SELECT, INSERT, UPDATE, DELETE ON datasets.bills TO veridict_app`;

const column = (
  name: string,
  kind: DatasetColumn['kind'],
  more: Partial<DatasetColumn> = {},
): DatasetColumn => ({
  ...{ name, kind, description: name, nullable: false, optional: false, sensitive: false },
  ...more,
});

export const billsDataset: DatasetDefinition = {
  name: 'bills',
  origin: 'owned',
  description: 'Bills of a company that nobody has seen',
  relation: 'datasets.bills',
  identifier: 'n° de facture',
  revision: 'veridict_version',
  splitColumns: [{ name: 'veridict_created_at', kind: 'time' }],
  target: 'paid late',
  derived: [{ name: 'charges / income', expression: '"charges €" / "monthly.income"' }],
  columns: [
    column('monthly.income', 'numeric', { unit: 'EUR per month' }),
    column('charges €', 'numeric', { nullable: true }),
    column('rate "nominal"', 'numeric'),
    column("l'état", 'categorical', { allowedValues: ['neuf', 'usé'] }),
    column('ville', 'categorical', { open: true }),
    column('constructor', 'numeric', { integer: true }),
    column('signed on', 'date'),
    column('days employed', 'numeric', { missingValues: [365243] }),
    column('ok?', 'boolean', { synonyms: { true: ['oui'], false: ['non'] } }),
    column('sexe', 'categorical', { sensitive: true, allowedValues: ['F', 'M'] }),
    column('note interne', 'numeric', { excluded: true }),
    column('paid late', 'categorical', { nullable: true }),
    column('segment', 'categorical', { nullable: true }),
    column('montant; total', 'numeric', { nullable: true }),
  ],
};

/** Columns that a model on bills does not learn from in these tests: the three targets beside its own. */
export const targets = ['paid late', 'segment', 'montant; total'];

/** A row of a request. */
export const bill = {
  'monthly.income': 3100,
  'charges €': 420.5,
  'rate "nominal"': 2.5,
  "l'état": 'usé',
  ville: 'Paris',
  constructor: 4,
  'signed on': '2022-02-28',
  'days employed': 1200,
  'ok?': true,
};

/** A database in which a user has defined the dataset `bills`. */
export async function createBillsDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  await asSuperuser(
    database,
    `CREATE FUNCTION h(name text, n int) RETURNS float8 LANGUAGE sql IMMUTABLE AS
       $$ SELECT ('x' || left(md5(name || n), 8))::bit(32)::bigint / 4294967296.0 $$`,
  );
  for (const statement of createBills.split(';\n')) await asSuperuser(database, statement);
  await defineDataset(database, billsDataset);
  return database;
}

export async function defineDataset(database: TestDatabase, definition: DatasetDefinition): Promise<void> {
  const json = JSON.stringify(definition).replaceAll("'", "''");
  await asSuperuser(
    database,
    `INSERT INTO datasets VALUES ('${definition.name}', '${json}', now(), 'system', 'test')`,
  );
}

export function startBillsServer(
  database: TestDatabase,
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<VeridictServer> {
  return VeridictServer.start({ database, installation: 'empty', environment });
}
