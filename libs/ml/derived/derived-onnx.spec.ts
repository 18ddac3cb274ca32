import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { selectRows, type Table } from '../table/table.js';
import { derivedFile } from '../testing/derived-file.js';
import {
  exactExpression,
  expressionColumns,
  expressionRows,
  expressionTraining,
} from '../testing/random-expression.js';
import { randomNumbers } from '../testing/random-table.js';
import { feedsOf, openSession } from '../testing/run-onnx.js';
import { evaluate } from './evaluate.js';
import type { DerivedExpression } from './expression.js';
import { learn } from './learn.js';
import { parseDerived } from './parse.js';

const parse = (expression: string): DerivedExpression =>
  parseDerived({ name: 'derived', expression }, expressionColumns);

/** The answers for the table in batches of each size. */
async function answersIn(
  expression: DerivedExpression,
  table: Table,
  sizes: readonly number[],
  learnt = learn([expression], expressionTraining),
): Promise<Float64Array[]> {
  const session = await openSession(derivedFile(expression, expressionColumns, learnt));
  const answers: Float64Array[] = [];
  for (const size of sizes) {
    const all = new Float64Array(table.rowCount);
    for (let start = 0; start < table.rowCount; start += size) {
      const length = Math.min(size, table.rowCount - start);
      const batch = selectRows(
        table,
        Uint32Array.from({ length }, (_, offset) => start + offset),
      );
      const outputs = await session.run(feedsOf(expressionColumns, batch));
      all.set(outputs['answer']?.data as Float64Array, start);
    }
    answers.push(all);
  }
  await session.release();
  return answers;
}

function tableOf(rows: readonly { numbers: readonly number[]; post: string | null }[]): Table {
  const columns = expressionColumns.map(({ name, kind }, index) => [
    name,
    kind === 'categorical'
      ? rows.map(({ post }) => post)
      : Float64Array.from(rows, ({ numbers }) => numbers[index] ?? NaN),
  ]);
  return { rowCount: rows.length, columns: Object.fromEntries(columns) as Table['columns'] };
}

describe('a derived feature in ONNX Runtime', () => {
  it('is the very double of evaluate, for random expressions and rows, alone and in batches', async () => {
    await fc.assert(
      fc.asyncProperty(exactExpression, expressionRows, async (source, rows) => {
        const expression = parse(source);
        const table = tableOf(rows);
        const expected = evaluate(expression, table, learn([expression], expressionTraining));
        for (const answers of await answersIn(expression, table, [1, 7, table.rowCount])) {
          expect(answers).toEqual(expected);
        }
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  const next = randomNumbers(3);
  const many = tableOf(
    Array.from({ length: 1000 }, () => ({
      numbers: [Math.exp((next() - 0.5) * 60), 0.9 + next() / 5, (next() - 0.5) * 1600, 1, 0],
      post: null,
    })),
  );

  it.each([
    'log(ancienneté)',
    'log("revenu mensuel") * 3 + 1',
    'exp(x)',
    'exp(-x) / 7',
    'log(ancienneté) / exp("revenu mensuel")',
    'log(1 + exp(0 - x))',
  ])('%s is within 1e-12 of evaluate and the same double in any batch', async (source) => {
    const expression = parse(source);
    const expected = evaluate(expression, many);
    const [alone, ...batches] = await answersIn(expression, many, [1, 2, 3, 5, 7, 16, 1000]);
    for (const answers of batches) expect(answers).toEqual(alone);
    alone?.forEach((answer, row) => {
      const golden = expected[row] ?? 0;
      if (Number.isNaN(golden)) expect(answer).toBeNaN();
      else expect(Math.abs(answer - golden)).toBeLessThanOrEqual(1e-12 * Math.abs(golden));
    });
    expect(expected.filter((value) => Number.isFinite(value)).length).toBeGreaterThan(100);
  });

  it.each(['1 / 3', 'log(1)', 'if(1 < 2, 3, 4)', '0 / 0'])(
    '%s, a constant, has a value per row',
    async (source) => {
      const expression = parse(source);
      const table = selectRows(many, [0, 1, 2]);
      const [answers] = await answersIn(expression, table, [3]);
      expect(answers).toEqual(evaluate(expression, table));
      expect(answers).toHaveLength(3);
    },
  );

  it.each(['mean(x)', 'mean(ancienneté, poste)', 'mean("revenu mensuel", poste) + mean("and")'])(
    '%s is what was learnt, missing for groups that were not',
    async (source) => {
      const expression = parse(source);
      const texts = ['Tech Lead', 'tech lead', '', 'nan', 'None', null, "l'hôte", 'Manager', '__proto__'];
      const table = tableOf(texts.map((post) => ({ numbers: [1, 2, 3, 1, 0], post })));
      const expected = evaluate(expression, table, learn([expression], expressionTraining));
      expect(await answersIn(expression, table, [1, 9])).toEqual([expected, expected]);
      expect(expected.some((value) => Number.isFinite(value))).toBe(true);
    },
  );

  it('knows no group where no row of the training had one', async () => {
    const expression = parse('coalesce(mean(x, poste), -1)');
    const silent = { ...expressionTraining.columns, poste: Array<string>(6).fill('None') };
    const learnt = learn([expression], { rowCount: 6, columns: silent });
    expect(learnt).toEqual({ 'mean(x, poste)': {} });
    const table = tableOf([{ numbers: [1, 2, 3, 1, 0], post: 'Tech Lead' }]);
    expect(evaluate(expression, table, learnt)).toEqual(Float64Array.of(-1));
    expect(await answersIn(expression, table, [1], learnt)).toEqual([Float64Array.of(-1)]);
  });

  it('takes an infinite value for a missing one, as evaluate does', async () => {
    const table = tableOf([{ numbers: [Infinity, -Infinity, 1, 1, 1], post: 'Tech Lead' }]);
    const expression = parse('coalesce(ancienneté, "revenu mensuel", 5)');
    expect(evaluate(expression, table)).toEqual(Float64Array.of(5));
    expect(await answersIn(expression, table, [1])).toEqual([Float64Array.of(5)]);
  });
});
