import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Task } from '../../estimator.js';
import { MlError, type Problem } from '../../errors.js';
import {
  foreignAnswers,
  foreignColumns,
  foreignFile,
  foreignRows,
} from '../../testing/foreign-models/foreign-models.js';
import { feedsOf, openSession } from '../../testing/run-onnx.js';
import type { FeatureColumn, Table } from '../../table/table.js';
import { adaptModel, type AdaptedModel, type AdaptOptions } from './adapt-model.js';

const { age, income, debt, city, owner } = foreignColumns;
const columns = [age, income, debt, city];
const numbers = [age, income, debt];
const tiers = ['gold', 'none', 'silver'];
const options = (task: Task, features: readonly FeatureColumn[] = numbers): AdaptOptions => ({
  task,
  features,
  classes: task === 'multiclass' ? tiers : [],
  metadata: { 'veridict.model': 'test' },
  threshold: undefined,
});

type Outputs = Readonly<Record<string, readonly unknown[]>>;

async function run({ onnx, features }: AdaptedModel, table: Table = foreignRows()): Promise<Outputs> {
  const session = await openSession(onnx);
  try {
    const given = await session.run(feedsOf(features, table));
    return Object.fromEntries(
      Object.entries(given).map(([name, { data, dims }]) => {
        expect(dims).toEqual([table.rowCount]);
        return [name, Array.from(data as Iterable<unknown>)];
      }),
    );
  } finally {
    await session.release();
  }
}

const answersOf = (name: string): Outputs => foreignAnswers.models[name]!.outputs;
const list = (values: readonly unknown[] | undefined): number[] => (values as number[]).map(Number);
/** Of one class, from a list per row or a map per row. */
const column = (values: readonly unknown[] | undefined, key: number | string): number[] =>
  (values as Record<string | number, number>[]).map((row) => row[key]!);

function problemsOf(make: () => unknown): readonly Problem[] {
  try {
    make();
  } catch (error) {
    if (error instanceof MlError) return error.problems;
    throw error;
  }
  return [];
}

describe('a file of another program, led to our contract', () => {
  it.each([
    ['histogram_regressor', numbers, 'variable'],
    ['lightgbm_regressor', numbers, 'variable'],
    ['xgboost_regressor', numbers, 'variable'],
    ['linear_flag', [age, owner], 'variable'],
    ['inner_graphs', [age], 'result'],
    ['old_constants', [age], 'prediction'],
  ] as const)('answers amounts as before: %s', async (name, features, output) => {
    const adapted = adaptModel(foreignFile(name), options('regression', features));
    const { prediction } = await run(adapted);
    expect(list(prediction)).toEqual(list(answersOf(name)[output]));
  });

  it.each([
    ['logistic_zipmap', columns, 'output_probability', '1'],
    ['logistic_texts', columns, 'output_probability', 'true'],
    ['logistic_tensor', columns, 'probabilities', 1],
    ['histogram_classifier', numbers, 'output_probability', '1'],
    ['lightgbm_classifier', numbers, 'probabilities', '1'],
    ['xgboost_classifier', numbers, 'probabilities', 1],
  ] as const)('answers the probability of class 1 as before: %s', async (name, features, output, key) => {
    const adapted = adaptModel(foreignFile(name), options('binary', features));
    const { probability, label } = await run(adapted);
    expect(list(probability)).toEqual(column(answersOf(name)[output], key));
    expect(list(label)).toEqual(list(probability).map((value) => (value >= 0.5 ? 1 : 0)));
  });

  it('takes one number per row for the probability of class 1, and says that it does', async () => {
    const adapted = adaptModel(foreignFile('network_binary'), options('binary'));
    const known = Float64Array.from(foreignAnswers.rows['income']!, (value) => (value as number) ?? 3000);
    const { probability } = await run(adapted, foreignRows({ income: known }));
    expect(list(probability)).toEqual(list(answersOf('network_binary')['probability']));
    expect(adapted.notes).toEqual(['Its output probability is taken as the probability of class 1.']);
  });

  it.each([
    ['forest_tiers', columns, 'output_probability', tiers],
    ['forest_tiers_tensor', columns, 'probabilities', [0, 1, 2]],
    ['lightgbm_tiers', numbers, 'probabilities', [0, 1, 2]],
    ['xgboost_tiers', numbers, 'probabilities', [0, 1, 2]],
  ] as const)(
    'answers the probability of every class as before: %s',
    async (name, features, output, keys) => {
      const adapted = adaptModel(foreignFile(name), options('multiclass', features));
      const { label, ...outputs } = await run(adapted);
      tiers.forEach((tier, place) =>
        expect(list(outputs[`probability_${tier}`])).toEqual(column(answersOf(name)[output], keys[place]!)),
      );
      const theirs = answersOf(name)['output_label'] ?? answersOf(name)['label'];
      expect(label).toEqual(theirs!.map((own) => (typeof own === 'number' ? tiers[own] : own)));
    },
  );

  it('finds classes by name, in whatever order the file has them', async () => {
    const reversed = { ...options('multiclass', columns), classes: [...tiers].reverse() };
    const adapted = adaptModel(foreignFile('forest_tiers_tensor'), reversed);
    const { probability_gold: gold } = await run(adapted);
    expect(list(gold)).toEqual(column(answersOf('forest_tiers_tensor')['probabilities'], 0));
  });

  it('says which class a number is taken for', () => {
    const { notes } = adaptModel(foreignFile('xgboost_tiers'), options('multiclass'));
    expect(notes[0]).toContain('0 as gold, 1 as none, 2 as silver');
  });

  it('finds columns whose dots a converter replaced, and cuts numbers for whole inputs', async () => {
    const dotted = [
      { ...age, name: 'person.age' },
      { ...debt, name: 'person.debt' },
    ];
    const adapted = adaptModel(foreignFile('linear_dotted'), options('regression', dotted));
    expect(adapted.wholeNumbers).toEqual(['person.age']);
    const { columns: rows } = foreignRows();
    const table = { rowCount: 12, columns: { 'person.age': rows['age']!, 'person.debt': rows['debt']! } };
    expect(list((await run(adapted, table))['prediction'])).toEqual(
      list(answersOf('linear_dotted')['variable']),
    );
  });

  it('reads the columns that it needs and no other', () => {
    const { features } = adaptModel(foreignFile('old_constants'), options('regression', columns));
    expect(features).toEqual([age]);
  });

  it('is the same to the last byte every time, and carries the facts of our model', () => {
    const digests = [1, 2].map(() => {
      const { onnx } = adaptModel(foreignFile('logistic_zipmap'), options('binary', columns));
      return createHash('sha256').update(onnx).digest('hex');
    });
    expect(digests[1]).toBe(digests[0]);
    const { onnx, threshold, thresholdFrom } = adaptModel(foreignFile('logistic_zipmap'), {
      ...options('binary', columns),
      threshold: 0.3,
    });
    expect([threshold, thresholdFrom]).toEqual([0.3, 'caller']);
    for (const fact of ['veridict.model', 'imported', 'algorithm'])
      expect(Buffer.from(onnx).includes(fact)).toBe(true);
  });

  it('is kept byte for byte when there is nothing to do: adapted once, a file fits', async () => {
    for (const [name, task, features] of [
      ['forest_tiers', 'multiclass', columns],
      ['logistic_tensor', 'binary', columns],
      ['lightgbm_regressor', 'regression', numbers],
    ] as const) {
      const once = adaptModel(foreignFile(name), { ...options(task, features), threshold: 0.4 });
      expect(once.kept).toBe(false);
      const twice = adaptModel(once.onnx, options(task, features));
      expect(twice).toMatchObject({ kept: true, thresholdFrom: task === 'binary' ? 'file' : null });
      expect(twice.onnx).toBe(once.onnx);
      expect(await run(twice)).toEqual(await run(once));
    }
  });
});

describe('a file that does not fit', () => {
  it('is told of every input at once, and what would be right', () => {
    const features = [{ ...age, kind: 'categorical' as const }, debt, { ...city, kind: 'numeric' as const }];
    expect(
      problemsOf(() => adaptModel(foreignFile('logistic_tensor'), options('regression', features))),
    ).toEqual([
      { field: 'inputs/age', detail: 'takes float; age is categorical, so expected is string' },
      {
        field: 'inputs/income',
        detail: 'is no column of the model; expected is one input per column: age, debt, city',
      },
      {
        field: 'inputs/city',
        detail: 'takes string; city is numeric, so expected is float or double (missing is NaN)',
      },
      {
        field: 'outputs',
        detail: 'are those of a classifier (label (int64), probabilities (float)); the model answers amounts',
      },
    ]);
  });

  it('cannot take whole numbers where values may be missing', () => {
    const dotted = [
      { ...age, name: 'person_age', nullable: true },
      { ...debt, name: 'person_debt' },
    ];
    const [problem] = problemsOf(() =>
      adaptModel(foreignFile('linear_dotted'), options('regression', dotted)),
    );
    expect(problem!.detail).toMatch(/^takes int64, which cannot say that a value is missing/);
  });

  it('is asked for the order of a matrix when its width is another', () => {
    const [problem] = problemsOf(() =>
      adaptModel(foreignFile('lightgbm_regressor'), options('regression', [age, debt])),
    );
    expect(problem).toMatchObject({ field: 'inputs/input' });
    expect(problem!.detail).toContain('takes 3 columns; expected are 2, in this order: age, debt');
    const [text] = problemsOf(() =>
      adaptModel(foreignFile('lightgbm_regressor'), options('regression', [age, debt, city])),
    );
    expect(text!.detail).toBe('is one matrix of float, and city is text; make one input per column');
  });

  it('is refused for an ambiguous name instead of guessed at', () => {
    const twins = [
      { ...age, name: 'person.age' },
      { ...age, name: 'person age' },
      { ...debt, name: 'person.debt' },
    ];
    const [problem] = problemsOf(() =>
      adaptModel(foreignFile('linear_dotted'), options('regression', twins)),
    );
    expect(problem!.field).toBe('inputs/person_age');
  });

  it('is told which classes the rows have', () => {
    const [other] = problemsOf(() =>
      adaptModel(foreignFile('forest_tiers'), {
        ...options('multiclass', columns),
        classes: ['bronze', 'gold', 'silver'],
      }),
    );
    expect(other).toEqual({
      field: 'outputs/output_probability',
      detail: 'is for the classes gold, none, silver; the rows have bronze, gold, silver',
    });
    const [truth] = problemsOf(() => adaptModel(foreignFile('forest_tiers'), options('binary', columns)));
    expect(truth!.detail).toMatch(/^is for the classes gold, none, silver; expected are 0 and 1/);
    const [amount] = problemsOf(() =>
      adaptModel(foreignFile('histogram_regressor'), options('multiclass', numbers)),
    );
    expect(amount!.detail).toContain('expected is the probability of each class: gold, none, silver');
  });
});
