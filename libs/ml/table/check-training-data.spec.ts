import { describe, expect, it } from '@jest/globals';
import { algorithms, MlError, type Problem, type Task, type TrainingData } from '../index.js';

const sound: TrainingData = {
  features: [
    { name: 'age', kind: 'numeric', nullable: false },
    { name: 'owner', kind: 'boolean', nullable: true },
    { name: 'city', kind: 'categorical', nullable: false },
  ],
  table: {
    rowCount: 4,
    columns: {
      age: Float64Array.of(20, 30, 40, 50),
      owner: Float64Array.of(0, 1, NaN, 1),
      city: ['Lyon', 'Nice', 'Lyon', 'Nice'],
    },
  },
  target: Float64Array.of(0, 1, 1, 0),
};

function withColumns(columns: TrainingData['table']['columns']): TrainingData {
  return { ...sound, table: { rowCount: 4, columns: { ...sound.table.columns, ...columns } } };
}

function refusal(
  training: TrainingData,
  task: Task = 'regression',
): { code: string; problems: readonly Problem[] } {
  try {
    algorithms.linear.create(task).fit(training, { seed: 1 });
  } catch (error) {
    if (error instanceof MlError) return { code: error.code, problems: error.problems };
    throw error;
  }
  return { code: 'accepted', problems: [] };
}

describe('training', () => {
  it('accepts sound rows', () => {
    expect(refusal(sound).code).toBe('accepted');
    expect(refusal(sound, 'binary').code).toBe('accepted');
  });

  it('lists every column that is wrong', () => {
    const columns = {
      age: Float64Array.of(20, NaN, Infinity, 50),
      owner: Float64Array.of(0, 2, 1, 1),
      city: ['Lyon', '', null, 'nan'],
    };
    expect(refusal(withColumns(columns))).toEqual({
      code: 'invalid_table',
      problems: [
        { field: 'age', detail: '1 of 4 rows are infinite' },
        { field: 'age', detail: '1 of 4 rows have no value, but the feature is not nullable' },
        { field: 'owner', detail: '1 of 4 rows are not 0 or 1' },
        { field: 'city', detail: '3 of 4 rows have no value, but the feature is not nullable' },
      ],
    });
  });

  it('refuses absent, misshaped and short columns', () => {
    const table = { rowCount: 4, columns: { age: ['20', '30', '40', '50'], city: ['Lyon'] } };
    expect(refusal({ ...sound, table }).problems).toEqual([
      { field: 'age', detail: 'a numeric column is a Float64Array' },
      { field: 'owner', detail: 'the column is not in the table' },
      { field: 'city', detail: 'has 1 values, the table has 4 rows' },
    ]);
  });

  it('refuses no features, twice the same feature, and the names of outputs', () => {
    expect(refusal({ ...sound, features: [] }).problems).toEqual([
      { field: 'features', detail: 'there is no feature to learn from' },
    ]);
    const features = [...sound.features, { name: 'age', kind: 'numeric', nullable: false } as const];
    expect(refusal({ ...sound, features }).problems).toEqual([
      { field: 'age', detail: 'the feature is listed twice' },
    ]);
    const label = { name: 'label', kind: 'numeric', nullable: true } as const;
    const renamed = { ...withColumns({ label: Float64Array.of(1, 2, 3, 4) }), features: [label] };
    expect(refusal(renamed).problems).toEqual([
      { field: 'label', detail: "the name is taken by the model's output; rename the column" },
    ]);
  });

  it.each([0, 1])('refuses a table of %d rows', (rowCount) => {
    const head = (values: readonly (string | null)[]): (string | null)[] => values.slice(0, rowCount);
    const columns = Object.fromEntries(
      Object.entries(sound.table.columns).map(([name, values]) => [
        name,
        values instanceof Float64Array ? values.slice(0, rowCount) : head(values),
      ]),
    );
    const training = { ...sound, table: { rowCount, columns }, target: sound.target.slice(0, rowCount) };
    expect(refusal(training)).toEqual({
      code: 'too_few_rows',
      problems: [{ field: 'table', detail: `training needs at least 2 rows, there are ${rowCount}` }],
    });
  });

  it.each([
    ['regression', [1, NaN, 2, 3], 'invalid_target', 'has missing or infinite values'],
    ['regression', [1, 2, 3], 'invalid_target', 'has 3 values, the table has 4 rows'],
    ['regression', [7, 7, 7, 7], 'constant_target', 'has one value only: there is nothing to learn'],
    ['binary', [0, 1, 2, 1], 'invalid_target', 'has values other than 0 and 1'],
    ['binary', [1, 1, 1, 1], 'single_class', 'every row is of class 1: both classes are needed'],
  ] as const)('refuses a %s target of %j', (task, target, code, detail) => {
    const training = { ...sound, target: Float64Array.from(target) };
    expect(refusal(training, task)).toEqual({ code, problems: [{ field: 'target', detail }] });
  });

  it('refuses features that all have one value', () => {
    const training = {
      ...withColumns({ age: new Float64Array(4).fill(30) }),
      features: sound.features.slice(0, 1),
    };
    expect(refusal(training)).toEqual({
      code: 'no_informative_feature',
      problems: [{ field: 'age', detail: 'has no value or one value only' }],
    });
  });

  it('refuses a prediction without the columns', () => {
    const model = algorithms.linear.create('regression').fit(sound, { seed: 1 });
    expect(() => model.predict({ rowCount: 1, columns: { age: Float64Array.of(1) } })).toThrow(
      'invalid_table: owner: the column is not in the table; city: the column is not in the table',
    );
  });
});
