import { describe, expect, it } from '@jest/globals';
import { answerOf } from './answer.js';
import { explainedRow } from './explained-row.js';
import { featureTable } from './feature-table.js';

const version = { classes: null, threshold: null, interval: null };

describe('an answer', () => {
  it('of regression carries the interval that the version knows', () => {
    const outputs = { prediction: Float64Array.of(0, 20) };
    const regression = { ...version, task: 'regression' } as const;
    expect(answerOf(regression, outputs, 1)).toEqual({ prediction: 20 });
    const interval = { coverage: 0.9, radius: 5 };
    expect(answerOf({ ...regression, interval }, outputs, 1)).toEqual({
      prediction: 20,
      interval: { lower: 15, upper: 25, coverage: 0.9 },
    });
  });

  it('knows no negative zero, which JSON would not give back', () => {
    const { prediction } = answerOf(
      { ...version, task: 'regression' },
      { prediction: Float64Array.of(-0) },
      0,
    );
    expect(Object.is(prediction, 0)).toBe(true);
  });

  it('of yes or no is 1 from the threshold on', () => {
    const binary = { ...version, task: 'binary', threshold: 0.3 } as const;
    const outputs = { probability: Float64Array.of(0.3, 0.29999), label: BigInt64Array.of(1n, 0n) };
    expect(answerOf(binary, outputs, 0)).toEqual({ prediction: 1, probability: 0.3 });
    expect(answerOf(binary, outputs, 1)).toEqual({ prediction: 0, probability: 0.29999 });
  });

  it('of several classes names the class and all probabilities', () => {
    const outputs = {
      label: ['b'],
      probability_a: Float64Array.of(0.4),
      probability_b: Float64Array.of(0.6),
    };
    expect(answerOf({ ...version, task: 'multiclass', classes: ['a', 'b'] }, outputs, 0)).toEqual({
      prediction: 1,
      label: 'b',
      probabilities: { a: 0.4, b: 0.6 },
    });
  });
});

describe('an explained row', () => {
  const explanation = {
    method: 'sampled',
    features: ['age', 'city'],
    baseline: Float64Array.of(1, 10),
    contributions: Float64Array.of(0.5, -2, 3, 0.25),
    standardError: Float64Array.of(0.1, 0.2, 0.3, 0.4),
  } as const;

  it('ranks by size, adds up to the raw score, and takes the output that it is asked for', () => {
    expect(explainedRow(explanation, { age: 40, city: 'Metz' }, 0)).toEqual({
      method: 'sampled',
      baseline: 1,
      raw_score: -0.5,
      contributions: [
        { feature: 'city', value: 'Metz', contribution: -2, standard_error: 0.2 },
        { feature: 'age', value: 40, contribution: 0.5, standard_error: 0.1 },
      ],
    });
    const second = explainedRow(explanation, { age: null }, 1);
    expect(second).toMatchObject({ baseline: 10, raw_score: 13.25 });
    expect(second.contributions.map(({ feature, value }) => [feature, value])).toEqual([
      ['age', null],
      ['city', null],
    ]);
  });

  it('reads requests as tables: missing is NaN or null, true is 1', () => {
    const column = { description: '', nullable: true, optional: true, trainingMissing: 0 };
    const table = featureTable(
      [
        { ...column, name: 'age', kind: 'numeric' },
        { ...column, name: 'owner', kind: 'boolean' },
        { ...column, name: 'city', kind: 'categorical' },
      ],
      [{ age: 3, owner: true, city: 'Metz' }, { age: null }],
    );
    expect(table).toEqual({
      rowCount: 2,
      columns: { age: Float64Array.of(3, NaN), owner: Float64Array.of(1, NaN), city: ['Metz', null] },
    });
  });
});
