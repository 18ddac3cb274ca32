import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  derivedToSql,
  evaluateDerived,
  learnDerived,
  parseAllDerived,
  selectRows,
  type FeatureColumn,
  type LearntConstants,
  type Table,
} from '#libs/ml';
import { learntConstantSql } from '#libs/models';
import { derivedFile } from '../../libs/ml/testing/derived-file.js';
import { feedsOf, openSession } from '../../libs/ml/testing/run-onnx.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const columns: readonly FeatureColumn[] = [
  { name: 'pay', kind: 'numeric', nullable: true },
  { name: `l'"âge`, kind: 'numeric', nullable: false },
  { name: 'model', kind: 'categorical', nullable: true },
];
const [relative, offset] = parseAllDerived(
  [
    { name: 'relative', expression: 'coalesce(pay / (mean(pay, model) + 1), 1)' },
    { name: 'offset', expression: `"l'""âge" - mean("l'""âge") + mean("l'""âge", model)` },
  ],
  columns,
);
const expressions = [relative!, offset!];

const rowCount = 300;
const posts = ['Manager', 'Tech Lead', "Chargé d'\\ affaires", 'nan', '', null];
/** The last post is one that only the later rows have: the first champion does not know it. */
const rows: Table = {
  rowCount,
  columns: {
    pay: Float64Array.from({ length: rowCount }, (_, row) =>
      row % 7 === 0 ? NaN : 1000 + (row * 7919) / 13,
    ),
    [`l'"âge`]: Float64Array.from({ length: rowCount }, (_, row) => 18 + (row % 47) / 3),
    model: Array.from({ length: rowCount }, (_, row) =>
      row >= 200 && row % 5 === 0 ? 'New' : posts[row % 6]!,
    ),
  },
};
const from = (start: number): number[] => Array.from({ length: 150 }, (_, row) => start + row);
const first = learnDerived(expressions, selectRows(rows, from(0)));
const second = learnDerived(expressions, selectRows(rows, from(150)));

describe('a view with the learnt constants of the champion', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.migration });
    await client.connect();
    await client.query('CREATE TABLE people (position integer, pay numeric, "l\'""âge" float8, model text)');
    const cell = (name: string, row: number): number | string | null => {
      const value = rows.columns[name]![row]!;
      return Number.isNaN(value) ? null : value;
    };
    for (let row = 0; row < rowCount; row += 1) {
      const values = columns.map(({ name }) => cell(name, row));
      await client.query('INSERT INTO people VALUES ($1, $2, $3, $4)', [row, ...values]);
    }
    const written = expressions.map(
      (expression) => `${derivedToSql(expression, learntConstantSql('staying'))} AS "${expression.name}"`,
    );
    await client.query(
      `CREATE VIEW people_features AS SELECT position, model, ${written.join(', ')} FROM people`,
    );
    await store('staying', 1, first);
    await store('staying', 2, second);
    await store('another', 1, { 'mean(pay, model)': { Manager: -1 } });
    await client.query(
      `INSERT INTO model_aliases VALUES ('another', 'champion', 1), ('staying', 'challenger', 2)`,
    );
  });

  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  async function store(model: string, version: number, learnt: LearntConstants): Promise<void> {
    await client.query(`INSERT INTO artefacts (sha256, content) VALUES ('none', '') ON CONFLICT DO NOTHING`);
    await client.query(
      `INSERT INTO models (name, description, dataset, task, target, features)
       VALUES ($1, '', 'people', 'binary', 'left', '[]') ON CONFLICT DO NOTHING`,
      [model],
    );
    await client.query(
      `INSERT INTO model_versions (model, version, artefact_sha256, training_run_id, task, algorithm,
         hyperparameters, seed, test_size, split, features, metrics, baseline_metrics, card, card_details, learnt)
       VALUES ($1, $2, 'none', gen_random_uuid(), 'binary', 'linear',
         '{}', 0, 0.2, '{"method": "identifier"}', '[]', '{}', '{}', '{}', '{}', $3)`,
      [model, version, JSON.stringify(learnt)],
    );
  }

  const promote = (version: number): Promise<unknown> =>
    client.query(
      `INSERT INTO model_aliases VALUES ('staying', 'champion', $1)
       ON CONFLICT (model, alias) DO UPDATE SET version = $1`,
      [version],
    );

  async function shown(name: string): Promise<number[]> {
    const { rows: answers } = await client.query<{ value: number | null }>(
      `SELECT "${name}" AS value FROM people_features ORDER BY position`,
    );
    return answers.map(({ value }) => (value === null ? NaN : value + 0));
  }

  it('has no constants before there is a champion', async () => {
    expect(await shown('relative')).toEqual(Array<number>(rowCount).fill(1));
    expect(await shown('offset')).toEqual(Array<number>(rowCount).fill(NaN));
  });

  it('shows every row as TypeScript and ONNX compute it, and follows the champion', async () => {
    const seen: number[][] = [];
    for (const [version, learnt] of [first, second].entries()) {
      await promote(version + 1);
      for (const expression of expressions) {
        const answers = await shown(expression.name);
        expect(answers).toEqual([...evaluateDerived(expression, rows, learnt)]);
        const session = await openSession(derivedFile(expression, columns, learnt));
        const outputs = await session.run(feedsOf(columns, rows));
        await session.release();
        expect(answers).toEqual([...(outputs['answer']?.data as Float64Array)]);
        seen.push(answers);
      }
    }
    const [before, , after] = seen;
    const isNew = (_: number, row: number): boolean => rows.columns['model']![row] === 'New';
    expect(new Set(before!.filter(isNew))).toEqual(new Set([1]));
    expect(new Set(after!.filter(isNew)).size).toBeGreaterThan(2);
    expect(after).not.toEqual(before);
  });

  it('reads the constants once per query, not per row', async () => {
    await promote(1);
    const { rows: plan } = await client.query<{ 'QUERY PLAN': string }>(
      'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) SELECT relative FROM people_features',
    );
    const lines = plan.map((line) => line['QUERY PLAN']);
    const scans = lines.filter((line) => /Scan.* on model_versions/.test(line));
    expect(lines.join('\n')).toContain('InitPlan');
    expect(scans.length).toBeGreaterThan(0);
    for (const scan of scans) expect(scan).toContain('loops=1)');
  });
});
