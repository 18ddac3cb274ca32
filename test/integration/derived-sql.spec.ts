import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import {
  derivedToSql,
  evaluateDerived,
  learnDerived,
  parseDerived,
  type LearntConstants,
  type LearntSql,
  type Table,
} from '#libs/ml';
import {
  exactExpression,
  expressionColumns,
  expressionRows,
  expressionTraining,
  POSTS,
} from '../../libs/ml/testing/random-expression.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

type Rows = readonly { readonly numbers: readonly number[]; readonly post: string | null }[];

/** Out of range: a product may leave the range of doubles where `evaluate` goes on. Told in `toSql`. */
const OUT_OF_RANGE = '22003';

/** The constants written into the statement. */
function writtenOut(learnt: LearntConstants): LearntSql {
  return ({ key }, group) =>
    `${pg.escapeLiteral(JSON.stringify(learnt[key]))}::jsonb ${group === undefined ? `#>> '{}'` : `->> ${group}`}`;
}

describe('a derived feature in PostgreSQL', () => {
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase({ empty: true });
    client = new pg.Client({ connectionString: database.superuser });
    await client.connect();
    await client.query(`CREATE TEMPORARY TABLE employees (
      position integer, ancienneté double precision, "revenu mensuel" numeric, x double precision NOT NULL,
      owner boolean NOT NULL, "and" boolean, poste text)`);
  });

  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function store(rows: Rows): Promise<Table> {
    await client.query('TRUNCATE employees');
    const orNull = (value: number | undefined): number | null =>
      value === undefined || Number.isNaN(value) ? null : value;
    for (const [position, { numbers, post }] of rows.entries()) {
      const [tenure, income, x, owner, and] = numbers;
      const truth = (value: number | undefined): boolean | null => {
        const number = orNull(value);
        return number === null ? null : number === 1;
      };
      await client.query('INSERT INTO employees VALUES ($1, $2, $3, $4, $5, $6, $7)', [
        position,
        // PostgreSQL's own NaN must be as missing as NULL.
        position % 2 === 0 && Number.isNaN(tenure) ? 'NaN' : orNull(tenure),
        orNull(income),
        x,
        truth(owner),
        truth(and),
        post,
      ]);
    }
    const columns = expressionColumns.map(({ name, kind }, index) => [
      name,
      kind === 'categorical'
        ? rows.map(({ post }) => post)
        : Float64Array.from(rows, ({ numbers }) => numbers[index] ?? NaN),
    ]);
    return { rowCount: rows.length, columns: Object.fromEntries(columns) as Table['columns'] };
  }

  async function answersOf(sql: string): Promise<number[] | 'out of range'> {
    try {
      const result = await client.query<{ answer: number | null }>(
        `SELECT ${sql} AS answer FROM employees ORDER BY position`,
      );
      expect(result.fields[0]?.dataTypeID).toBe(pg.types.builtins.FLOAT8);
      return result.rows.map(({ answer }) => (answer === null ? NaN : answer + 0));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === OUT_OF_RANGE) return 'out of range';
      throw error;
    }
  }

  it('is the very double of evaluate, NULL for missing, for random expressions and rows', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(exactExpression, expressionRows, async (expression, rows) => {
        const table = await store(rows);
        const derived = parseDerived({ name: 'derived', expression }, expressionColumns);
        const learnt = learnDerived([derived], expressionTraining);
        const answers = await answersOf(derivedToSql(derived, writtenOut(learnt)));
        if (answers === 'out of range') return;
        compared += 1;
        expect(answers).toEqual([...evaluateDerived(derived, table, learnt)]);
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(compared).toBeGreaterThan(290);
  });

  it.each([
    'log(ancienneté)',
    'exp(x / 10)',
    'exp(x * 1000)',
    'log(abs(x)) * exp(-abs(x))',
    'log(log(log(x)))',
  ])('%s is within 1e-12 of evaluate', async (expression) => {
    const numbers = [0, -1, 1, 0.5, 3, 17.25, 900, NaN];
    const table = await store(
      numbers.map((value, row) => ({
        numbers: [value, 1, numbers[7 - row] || 2, 1, 1],
        post: POSTS[row] ?? null,
      })),
    );
    const derived = parseDerived({ name: 'derived', expression }, expressionColumns);
    const answers = await answersOf(derivedToSql(derived));
    const expected = evaluateDerived(derived, table);
    expect(answers).toHaveLength(expected.length);
    expected.forEach((value, row) => {
      const answer = Number(answers[row]);
      if (Number.isNaN(value)) expect(answer).toBeNaN();
      else expect(Math.abs(answer - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
    });
    expect(expected.some((value) => Number.isFinite(value))).toBe(true);
  });

  it('is not made with learnt constants that nobody says where to find', () => {
    const derived = parseDerived({ name: 'derived', expression: 'x / mean(x)' }, expressionColumns);
    expect(() => derivedToSql(derived)).toThrow('mean(x) is learnt: say where SQL finds it');
  });

  it('takes names and texts as they are, whatever they hold', async () => {
    await client.query(`CREATE TEMPORARY TABLE odd ("a""; DROP TABLE odd; --" text)`);
    const text = `x'\\'; DROP TABLE odd; --`;
    await client.query('INSERT INTO odd VALUES ($1)', [text]);
    const name = 'a"; DROP TABLE odd; --';
    const expression = `"${name.replaceAll('"', '""')}" = '${text.replaceAll("'", "''")}'`;
    const derived = parseDerived({ name: 'derived', expression }, [
      { name, kind: 'categorical', nullable: true },
    ]);
    for (const setting of ['on', 'off']) {
      await client.query(`SET standard_conforming_strings = ${setting}`);
      const { rows } = await client.query<{ answer: number }>(
        `SELECT ${derivedToSql(derived)} AS answer FROM odd`,
      );
      expect(rows).toEqual([{ answer: 1 }]);
    }
  });

  it('reads a long chain of choices, and deep nesting', async () => {
    await store([{ numbers: [1, 2, 3, 1, 0], post: 'Tech Lead' }]);
    const chain = Array.from({ length: 100 }, (_, index) => index).reduceRight(
      (otherwise, index) => (index < 40 ? `if(x = ${index}, ${index * 2}, ${otherwise})` : otherwise),
      '-1',
    );
    const nested = `${'log('.repeat(45)}x${')'.repeat(45)}`;
    for (const expression of [chain, nested, `x${' + x'.repeat(499)}`]) {
      const derived = parseDerived({ name: 'derived', expression }, expressionColumns);
      const [answer] = (await answersOf(derivedToSql(derived))) as number[];
      expect(answer).toEqual({ [chain]: 6, [nested]: NaN }[expression] ?? 1500);
    }
  });
});
