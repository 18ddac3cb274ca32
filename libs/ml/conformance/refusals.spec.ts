import { describe, expect, it } from '@jest/globals';
import { MlError, selectRows, type FeatureColumn, type TrainingData } from '../index.js';
import { estimators, mixedTable, mixedTraining, quickEstimator } from '../testing/estimators.js';

describe.each(estimators)('$algorithm ($task) refuses', ({ algorithm, task }) => {
  const sound = mixedTraining(task, 30);
  const { table } = sound;

  function refusal(changes: Partial<TrainingData>): unknown {
    try {
      quickEstimator(algorithm, task).fit({ ...sound, ...changes }, { seed: 1 });
    } catch (error) {
      if (error instanceof MlError) return { code: error.code, problems: error.problems };
      throw error;
    }
    return 'accepted';
  }
  const withColumn = (
    name: string,
    values: TrainingData['table']['columns'][string],
  ): Partial<TrainingData> => ({
    table: { ...table, columns: { ...table.columns, [name]: values } },
  });

  it('nothing that is sound', () => {
    expect(refusal({})).toBe('accepted');
  });

  it('infinite and missing numbers, and booleans that are neither, naming the columns', () => {
    const age = Float64Array.from(table.columns['age'] as Float64Array);
    age.set([Infinity, NaN]);
    const smoker = new Float64Array(30).fill(2, 0, 3);
    const columns = { ...table.columns, age, smoker };
    expect(refusal({ table: { ...table, columns } })).toEqual({
      code: 'invalid_table',
      problems: [
        { field: 'age', detail: '1 of 30 rows are infinite' },
        { field: 'age', detail: '1 of 30 rows have no value, but the feature is not nullable' },
        { field: 'smoker', detail: '3 of 30 rows are not 0 or 1' },
      ],
    });
  });

  it('columns of the wrong kind, the wrong length, or absent', () => {
    expect(refusal(withColumn('age', Array<string>(30).fill('20')))).toMatchObject({ code: 'invalid_table' });
    expect(refusal(withColumn('city', ['Corse']))).toMatchObject({
      problems: [{ field: 'city', detail: 'has 1 values, the table has 30 rows' }],
    });
    const absent: FeatureColumn = { name: 'absent', kind: 'numeric', nullable: true };
    expect(refusal({ features: [...sound.features, absent] })).toMatchObject({
      problems: [{ field: 'absent', detail: 'the column is not in the table' }],
    });
  });

  it('no row and a single row', () => {
    for (const rowCount of [0, 1]) {
      const rows = Array.from({ length: rowCount }, (_, row) => row);
      const few = { table: selectRows(table, rows), target: sound.target.slice(0, rowCount) };
      expect(refusal(few)).toMatchObject({ code: 'too_few_rows' });
    }
  });

  it('a target of another length, without a difference, or out of its range', () => {
    expect(refusal({ target: sound.target.slice(1) })).toMatchObject({ code: 'invalid_target' });
    const code = task === 'regression' ? 'constant_target' : 'single_class';
    expect(refusal({ target: new Float64Array(30).fill(1) })).toMatchObject({ code });
    const wrong = sound.target.map((value, row) => (row === 3 ? (task === 'regression' ? NaN : 7) : value));
    expect(refusal({ target: wrong })).toMatchObject({ code: 'invalid_target' });
  });

  it('weights that are not positive numbers, or not one per row', () => {
    const sampleWeight = Float64Array.from(sound.target, (_, row) => (row < 2 ? 0 : 1));
    expect(refusal({ sampleWeight })).toEqual({
      code: 'invalid_table',
      problems: [{ field: 'sample_weight', detail: '2 of 30 rows have no positive finite weight' }],
    });
    expect(refusal({ sampleWeight: Float64Array.of(1) })).toMatchObject({ code: 'invalid_table' });
  });

  it('features that all have one value', () => {
    const features = sound.features.filter(({ name }) => ['nothing', 'heures', 'pays'].includes(name));
    expect(refusal({ features })).toMatchObject({
      code: 'no_informative_feature',
      problems: [{ field: 'nothing' }, { field: 'heures' }, { field: 'pays' }],
    });
  });

  it('a prediction without its columns', () => {
    const model = quickEstimator(algorithm, task).fit(sound, { seed: 1 });
    const { age: _, ...others } = mixedTable(3, 8).columns;
    expect(() => model.predict({ rowCount: 3, columns: others })).toThrow(
      'age: the column is not in the table',
    );
  });
});
