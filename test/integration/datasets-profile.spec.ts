import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import {
  DatasetProfiles,
  type DatasetProfileDto,
  DatasetRegistry,
  DatasetsHttpModule,
  ProfileWarningCode,
  SeededRandom,
} from '#libs/datasets';
import type { Problem } from '#libs/platform';
import { missingFiles, readRows, type Row } from '../../bench/train/tables/csv.js';
import { asSuperuser } from '../support/held-table.js';
import { type RowsApp, startRowsApp } from '../support/rows-app.js';

type Column = DatasetProfileDto['columns'][number];
type Cell = number | string | boolean | null;

const rowCount = 2000;

/** A table with one of everything that should be found, and honest columns that should not. */
function plantedRows(): Record<string, Cell>[] {
  const random = new SeededRandom(7);
  return Array.from({ length: rowCount }, (_, place) => {
    const sick = random.chance(0.3);
    const honest = random.normal(sick ? 1 : 0, 1);
    return {
      id: place + 1,
      sick,
      honest,
      copied: honest,
      age: 20 + Math.floor(random.uniform() * 40),
      // Known only after the outcome, in one of two ways; neither is in order.
      amount_lost: sick ? (random.chance(0.5) ? 5 : -5) + random.uniform() : random.uniform(),
      closed_on: sick ? '2026-01-01' : null,
      outcome: random.chance(0.001) ? 'open' : sick ? 'lost' : 'kept',
      constant: 3,
      nearly: random.chance(0.007) ? random.uniform() : 0,
      number: ((place * 7919) % rowCount) + 5000,
      reference: `ref-${(place * 7919) % rowCount}`,
      employed_days: random.chance(0.2) ? 365243 : -Math.floor(random.uniform() * 5000),
      unknown_as: random.chance(0.1) ? -1 : Math.floor(random.uniform() * 40),
      town: `town ${Math.floor(random.uniform() * 400)}`,
      colour: place < 3 ? 'unique' : random.pick(['red', 'green', 'blue']),
      empty: null,
      born: `19${60 + Math.floor(random.uniform() * 40)}-0${1 + Math.floor(random.uniform() * 9)}-15`,
      skin: random.pick(['a', 'b']),
      pay: 1000 + 500 * honest + random.normal(0, 200),
    };
  });
}

const types: Readonly<Record<string, string>> = {
  ...{
    id: 'bigint PRIMARY KEY',
    sick: 'boolean',
    honest: 'float8',
    copied: 'float8',
    age: 'int',
    amount_lost: 'float8',
  },
  ...{
    closed_on: 'date',
    outcome: 'text',
    constant: 'int',
    nearly: 'float8',
    number: 'int',
    reference: 'text',
  },
  ...{ employed_days: 'int', unknown_as: 'int', town: 'text', colour: 'text', empty: 'float8', born: 'date' },
  ...{ skin: 'text', pay: 'float8' },
};

describe('the profile of a dataset', () => {
  let rows: RowsApp;
  const planted = plantedRows();

  const fill = async (
    table: string,
    columns: Readonly<Record<string, string>>,
    cells: Record<string, Cell>[],
  ) => {
    const client = new pg.Client({ connectionString: rows.database.superuser });
    await client.connect();
    const names = Object.keys(columns);
    const list = names.map((name) => `${pg.escapeIdentifier(name)} ${columns[name]}`).join(', ');
    await client.query(
      `CREATE TABLE public.${table} (${list}); GRANT SELECT ON public.${table} TO veridict_app`,
    );
    const lines = cells.map((row) => `${names.map((name) => quotedCell(row[name] ?? null)).join(',')}\n`);
    await pipeline(
      Readable.from(lines),
      client.query(copyFrom(`COPY public.${table} FROM STDIN (FORMAT csv)`)),
    );
    await client.end();
  };
  const attach = async (name: string, more: object): Promise<void> => {
    const response = await rows.app.inject({
      ...{ method: 'POST', url: '/datasets/attach', headers: { 'x-test-role': 'admin' } },
      payload: { name, schema: 'public', relation: `${name}_table`, ...more },
    });
    expect(response.statusCode).toBe(201);
  };
  const read = async (url: string): Promise<DatasetProfileDto> => {
    const response = await rows.app.inject(`/datasets/${url}`);
    expect(response.statusCode).toBe(200);
    return response.json<DatasetProfileDto>();
  };
  const column = ({ columns }: DatasetProfileDto, name: string): Column =>
    columns.find((candidate) => candidate.name === name)!;
  const warned = ({ warnings }: DatasetProfileDto): string[] =>
    warnings.map(({ code, column: name }) => `${code} ${name}`).sort();

  beforeAll(async () => {
    rows = await startRowsApp(DatasetsHttpModule);
    await fill('planted_table', types, planted);
    await attach('planted', { target: 'sick', columns: { skin: { sensitive: true } } });
  });

  afterAll(() => rows?.close());

  it('warns of what is planted, and of nothing that is not', async () => {
    expect(warned(await read('planted/profile'))).toEqual([
      'all_missing empty',
      'constant closed_on',
      'constant constant',
      'duplicate_column copied',
      'high_cardinality town',
      'identifier_like number',
      'identifier_like reference',
      'near_constant nearly',
      'suspected_leakage amount_lost',
      'suspected_leakage closed_on',
      'suspected_leakage outcome',
      'suspected_sentinel employed_days',
      'suspected_sentinel unknown_as',
    ]);
  });

  it('tells figures that others compute too', async () => {
    const profile = await read('planted/profile');
    expect(profile).toMatchObject({
      ...{
        row_count: rowCount,
        rows_profiled: rowCount,
        target: 'sick',
        task: 'binary',
        positive_class: 'true',
      },
    });
    const sick = planted.map((row) => row['sick'] === true);
    for (const name of ['honest', 'age', 'amount_lost', 'employed_days', 'pay'])
      expectNumbers(
        column(profile, name),
        planted.map((row) => row[name] as number),
      );
    expect(column(profile, 'honest').association).toEqual({
      ...{
        measure: 'auc',
        value: expect.closeTo(
          aucOf(
            planted.map((row) => row['honest'] as number),
            sick,
          ),
          10,
        ),
      },
    });
    const colours = planted.map((row) => row['colour'] as string);
    expect(column(profile, 'colour').association).toEqual({
      ...{ measure: 'cramers_v', value: expect.closeTo(cramersVOf(colours, sick.map(String)), 10) },
    });
    expect(column(profile, 'honest').alone!.value).toBeGreaterThan(0.7);
    expect(column(profile, 'honest').alone!.value).toBeLessThan(0.8);
    // In no order with the target, so that its ranks say little; by its values it says all.
    expect(column(profile, 'amount_lost').association!.value).toBeLessThan(0.7);
    expect(column(profile, 'amount_lost').alone!.value).toBeGreaterThan(0.99);
    expect(column(profile, 'age').alone!.value).toBeLessThan(0.6);
    expect(column(profile, 'born').days).toMatchObject({
      minimum: expect.stringMatching(/^1960-/),
      p50: expect.stringMatching(/^19[78]/),
    });

    const ofPay = await read('planted/profile?target=pay');
    expect(ofPay.task).toBe('regression');
    const pay = planted.map((row) => row['pay'] as number);
    expect(column(ofPay, 'honest').association).toEqual({
      ...{
        measure: 'pearson',
        value: expect.closeTo(
          pearsonOf(
            planted.map((row) => row['honest'] as number),
            pay,
          ),
          10,
        ),
      },
    });
    expect(column(ofPay, 'colour').association).toEqual({
      ...{ measure: 'eta_squared', value: expect.closeTo(etaSquaredOf(colours, pay), 10) },
    });
    const ofColour = await read('planted/profile?target=colour');
    expect(ofColour.task).toBe('multiclass');
    expect(column(ofColour, 'age').association).toEqual({
      ...{
        measure: 'eta_squared',
        value: expect.closeTo(
          etaSquaredOf(
            colours,
            planted.map((row) => row['age'] as number),
          ),
          10,
        ),
      },
    });
    expect(warned(ofColour)).toContain('too_few_rows colour');
    expect(warned(ofColour)).toContain('class_imbalance colour');
    expect(warned(ofColour).filter((warning) => warning.startsWith('suspected_leakage'))).toEqual([]);
  });

  it('shows no single row', async () => {
    const profile = await read('planted/profile');
    expect(column(profile, 'colour').levels).toMatchObject({ other_values: 1, other_count: 3 });
    expect(column(profile, 'reference').levels).toEqual({
      top: [],
      other_values: rowCount,
      other_count: rowCount,
    });
    const text = JSON.stringify(profile);
    for (const value of ['unique', 'ref-1"']) expect(text).not.toContain(value);
    for (const { numbers, days } of profile.columns)
      for (const { count } of [...(numbers?.histogram ?? []), ...(days?.histogram ?? [])])
        expect(count === 0 || count >= 5).toBe(true);
  });

  it('only counts sensitive columns, unless somebody who may asks for them', async () => {
    expect(column(await read('planted/profile'), 'skin')).toEqual({
      ...{ name: 'skin', kind: 'categorical', hidden: true, count: rowCount, missing: 0, distinct: null },
      ...{ numbers: null, days: null, levels: null, association: null, alone: null },
    });
    const asked = column(await read('planted/profile?include_sensitive=true'), 'skin');
    expect(asked).toMatchObject({ hidden: false, distinct: 2 });
    const refused = await rows.app.inject({
      ...{ url: '/datasets/planted/profile?include_sensitive=true', headers: { 'x-test-role': 'viewer' } },
    });
    expect(refused.statusCode).toBe(403);
    expect((await rows.app.inject('/datasets/planted/profile?target=skin')).statusCode).toBe(422);
  });

  it('warns a training of its own columns alone', async () => {
    const definition = await rows.app.get(DatasetRegistry).find('planted');
    const warnings = await rows.app.get(DatasetProfiles).warnings(definition, {
      ...{ target: 'sick', positiveClass: 'true', features: ['honest', 'outcome', 'skin'] },
    });
    expect(warnings.map(({ code, column: name }) => [code, name])).toEqual([
      ['suspected_leakage', 'outcome'],
    ]);
  });

  it('reads values that stand for a missing one as missing', async () => {
    await attach('declared', {
      relation: 'planted_table',
      columns: { employed_days: { missing_values: [365243] } },
    });
    const profile = await read('declared/profile?target=sick');
    const days = planted.map((row) => row['employed_days'] as number).filter((value) => value !== 365243);
    expect(column(profile, 'employed_days').missing).toBe(rowCount - days.length);
    expectNumbers(column(profile, 'employed_days'), days);
    expect(warned(profile)).not.toContain('suspected_sentinel employed_days');
  });

  it('looks at a sample of a large relation, the same one each time, and says so', async () => {
    await asSuperuser(
      rows.database,
      `CREATE TABLE public.large_table AS
         SELECT g AS id, (g * 7919 % 1000)::float8 AS x, g % 4 = 0 AS y, CASE WHEN g % 4 = 0 THEN 1 + g % 3 ELSE 0 END AS leak
         FROM generate_series(1, 200000) g;
       GRANT SELECT ON public.large_table TO veridict_app`,
    );
    await attach('large', { id_column: 'id', target: 'y' });
    const profile = await read('large/profile');
    expect(profile.row_count).toBe(200_000);
    expect(profile.rows_profiled).toBeGreaterThan(47_000);
    expect(profile.rows_profiled).toBeLessThanOrEqual(50_000);
    expect(column(profile, 'x').numbers!.mean).toBeGreaterThan(490);
    expect(column(profile, 'x').numbers!.mean).toBeLessThan(509);
    expect(warned(profile)).toEqual(['suspected_leakage leak']);
    expect(await read('large/profile')).toEqual(profile);
  });

  it('holds with no rows, few rows, values at the ends of their types, and hundreds of columns', async () => {
    const wide = Array.from({ length: 450 }, (_, place) => `c${place} float8 DEFAULT ${place}`);
    await asSuperuser(
      rows.database,
      `CREATE TABLE public.none_table (id int PRIMARY KEY, x float8, y boolean, day date, word text);
       CREATE TABLE public.few_table AS SELECT g AS id, g::float8 AS x, g % 2 = 0 AS y, DATE '2026-01-01' + g AS day, 'w' || g AS word FROM generate_series(1, 4) g;
       CREATE TABLE public.ends_table (id text PRIMARY KEY, x float8, y float8, day date, word text);
       INSERT INTO public.ends_table SELECT g::text, (ARRAY['NaN', 'Infinity', '-Infinity', '1e308', '-1e308', '0'])[1 + g % 6]::float8,
         (ARRAY['NaN', '1', '2', '3'])[1 + g % 4]::float8, (ARRAY['infinity', '-infinity', '4713-01-01 BC', '2026-01-01', '5874897-12-31'])[1 + g % 5]::date,
         (ARRAY['', 'nan', 'None', repeat('long', 5000) || g % 2])[1 + g % 4] FROM generate_series(1, 120) g;
       CREATE TABLE public.wide_table (id int PRIMARY KEY, ${wide.join(', ')});
       INSERT INTO public.wide_table (id, c1) SELECT g, g % 7 FROM generate_series(1, 40) g;
       GRANT SELECT ON public.none_table, public.few_table, public.ends_table, public.wide_table TO veridict_app`,
    );
    for (const [name, more] of Object.entries({
      none: {},
      few: { id_column: 'id' },
      ends: {},
      wide: { target: 'c1' },
    }))
      await attach(name, { ...(name === 'wide' ? {} : { target: 'y' }), ...more });
    expect(await read('none/profile')).toMatchObject({ row_count: 0, rows_profiled: 0 });
    const few = await read('few/profile');
    expect(column(few, 'x').numbers).toMatchObject({ mean: null, minimum: null, p50: null, histogram: [] });
    expect(column(few, 'word').levels).toEqual({ top: [], other_values: 4, other_count: 4 });
    expect(warned(few)).toContain('too_few_rows y');
    const ends = await read('ends/profile');
    expect(column(ends, 'x')).toMatchObject({ count: 20, distinct: 1 });
    expect(column(ends, 'day').count).toBe(72);
    expect(column(ends, 'word')).toMatchObject({ count: 30 });
    const wideProfile = await read('wide/profile');
    expect(wideProfile.columns).toHaveLength(450);
    expect(wideProfile.warnings.filter(({ code }) => code === ProfileWarningCode.Constant)).toHaveLength(449);
  });

  it('says what is missing once the relation has changed or gone, and so does the dataset', async () => {
    const problemOf = async (url: string): Promise<Problem> => {
      const response = await rows.app.inject(url);
      expect(response.statusCode).toBe(422);
      return response.json<Problem>();
    };
    await asSuperuser(
      rows.database,
      `CREATE TABLE public.changing_table AS SELECT g AS id, g AS x, g AS "z'" FROM generate_series(1, 30) g;
       ALTER TABLE public.changing_table ADD PRIMARY KEY (id); GRANT SELECT ON public.changing_table TO veridict_app`,
    );
    await attach('changing', {});
    await asSuperuser(rows.database, `ALTER TABLE public.changing_table DROP COLUMN "z'"`);
    expect((await problemOf('/datasets/changing/profile')).errors).toEqual([
      { pointer: "z'", detail: expect.stringContaining('no column of that name any more') },
    ]);
    expect((await rows.app.inject('/datasets/changing')).json()).toMatchObject({
      ...{ row_count: 30, warnings: ["The relation has no column z' any more."] },
    });
    await asSuperuser(
      rows.database,
      `ALTER TABLE public.changing_table ADD "z'" int; REVOKE SELECT ON public.changing_table FROM veridict_app`,
    );
    expect(await problemOf('/datasets/changing/profile')).toMatchObject({ code: 'dataset_unfit' });
    expect((await rows.app.inject('/datasets/changing')).json()).toMatchObject({ row_count: null });
    await asSuperuser(rows.database, 'DROP TABLE public.changing_table');
    expect(await problemOf('/datasets/changing/profile')).toMatchObject({ code: 'dataset_unfit' });
    expect(
      (await rows.app.inject('/datasets'))
        .json<{ items: { name: string }[] }>()
        .items.map(({ name }) => name),
    ).toContain('changing');
  });

  for (const [file, name, idColumn, target, options] of [
    ['credit_uci_default_taiwan.csv', 'taiwan', 'ID', 'default.payment.next.month', { positive_class: '1' }],
    [
      'homecredit_application_train_sample.csv',
      'homecredit',
      'SK_ID_CURR',
      'TARGET',
      { positive_class: '1' },
    ],
    ['california_housing.csv', 'housing', 'row', 'median_house_value', {}],
  ] as const) {
    const absent = missingFiles(file);
    (absent === undefined ? it : it.skip)(
      `tells the figures of ${file}${absent === undefined ? '' : ` (${absent})`}`,
      async () => {
        const table: Row[] = readRows(file).map((row, place) =>
          idColumn === 'row' ? { row: String(place), ...row } : row,
        );
        const names = Object.keys(table[0]!);
        const isNumber = (each: string): boolean =>
          table.every((row) => row[each] === '' || !Number.isNaN(Number(row[each])));
        const kinds = Object.fromEntries(
          names.map((each) => [
            each,
            each === idColumn ? 'bigint PRIMARY KEY' : isNumber(each) ? 'float8' : 'text',
          ]),
        );
        await fill(
          `${name}_table`,
          kinds,
          table.map((row) => ({ ...row })),
        );
        await attach(name, { target, ...options });
        const profile = await read(`${name}/profile`);
        expect(profile).toMatchObject({ row_count: table.length, rows_profiled: table.length });
        for (const each of names.filter((candidate) => candidate !== idColumn)) {
          const present = table.filter((row) => row[each] !== '');
          const found = column(profile, each);
          expect([each, found.count, found.missing]).toEqual([
            each,
            present.length,
            table.length - present.length,
          ]);
          expect([each, found.distinct]).toEqual(
            [each, new Set(present.map((row) => row[each])).size].map((value) => value),
          );
          if (kinds[each] !== 'float8' || present.length < 10) continue;
          const values = present.map((row) => Number(row[each]));
          expectNumbers(found, values);
          const labels = present.map((row) => row[target]!);
          if (each === target) continue;
          const { association } = found;
          if (String(profile.task) === 'binary' && association!.value !== null)
            expect([each, association!.value]).toEqual([
              each,
              expect.closeTo(
                aucOf(
                  values,
                  labels.map((label) => Number(label) === 1),
                ),
                9,
              ),
            ]);
          if (String(profile.task) === 'regression')
            expect([each, association!.value]).toEqual([
              each,
              expect.closeTo(pearsonOf(values, labels.map(Number)), 9),
            ]);
        }
        expect(profile.warnings.filter(({ code }) => code === ProfileWarningCode.SuspectedLeakage)).toEqual(
          [],
        );
        if (name === 'homecredit') expect(warned(profile)).toContain('suspected_sentinel DAYS_EMPLOYED');
      },
    );
  }
});

const quotedCell = (cell: Cell): string =>
  typeof cell === 'string' && cell !== '' ? `"${cell.replaceAll('"', '""')}"` : String(cell ?? '');

function expectNumbers({ name, numbers }: Column, values: readonly number[]): void {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (fraction: number): number =>
    sorted[Math.max(0, Math.ceil(fraction * sorted.length - 1e-9) - 1)]!;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  );
  const near = (value: number): unknown =>
    expect.closeTo(value, 8 - Math.ceil(Math.log10(Math.abs(value) + 1)));
  expect([name, numbers]).toMatchObject([
    name,
    {
      ...{ mean: near(mean), standard_deviation: near(deviation) },
      ...{ minimum: sorted[4], maximum: sorted.at(-5) },
      ...(values.length > 500 ? { p01: quantile(0.01), p99: quantile(0.99) } : {}),
      ...{ p25: quantile(0.25), p50: quantile(0.5), p75: quantile(0.75) },
    },
  ]);
  const { histogram } = numbers!;
  expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  expect(histogram[0]!.from).toBe(sorted[4]);
  expect(histogram.at(-1)!.to).toBe(sorted.at(-5));
}

/** By average ranks. */
function aucOf(values: readonly number[], positive: readonly boolean[]): number {
  const order = values.map((_, place) => place).sort((a, b) => values[a]! - values[b]!);
  let ranks = 0;
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (const place of order.slice(start, end)) if (positive[place]) ranks += (start + end + 1) / 2;
    start = end;
  }
  const positives = positive.filter(Boolean).length;
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (positive.length - positives));
}

function pearsonOf(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (term: (place: number) => number): number =>
    x.reduce((total, _, place) => total + term(place), 0);
  const covariance = sum((place) => (x[place]! - mx) * (y[place]! - my));
  return (
    covariance / Math.sqrt(sum((place) => (x[place]! - mx) ** 2) * sum((place) => (y[place]! - my) ** 2))
  );
}

function etaSquaredOf(groups: readonly string[], values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const total = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  let between = 0;
  for (const group of new Set(groups)) {
    const own = values.filter((_, place) => groups[place] === group);
    between += own.length * (own.reduce((sum, value) => sum + value, 0) / own.length - mean) ** 2;
  }
  return between / total;
}

function cramersVOf(a: readonly string[], b: readonly string[]): number {
  const [as, bs] = [[...new Set(a)], [...new Set(b)]];
  let chiSquared = 0;
  for (const left of as)
    for (const right of bs) {
      const observed = a.filter((value, place) => value === left && b[place] === right).length;
      const expected =
        (a.filter((value) => value === left).length * b.filter((value) => value === right).length) / a.length;
      chiSquared += (observed - expected) ** 2 / expected;
    }
  return Math.sqrt(chiSquared / a.length / (Math.min(as.length, bs.length) - 1));
}
