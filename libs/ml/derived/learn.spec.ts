import { describe, expect, it } from '@jest/globals';
import type { FeatureColumn, Table } from '../table/table.js';
import { evaluate } from './evaluate.js';
import { learn } from './learn.js';
import type { LearntConstants } from './learnt-constants.js';
import { parseAllDerived } from './parse.js';

const columns: readonly FeatureColumn[] = [
  { name: 'pay', kind: 'numeric', nullable: true },
  { name: 'over time', kind: 'boolean', nullable: true },
  { name: 'nothing', kind: 'numeric', nullable: true },
  { name: 'post', kind: 'categorical', nullable: true },
];
const training: Table = {
  rowCount: 8,
  columns: {
    pay: Float64Array.of(1000, 3000, NaN, 500, 10, 20, 40, 7),
    'over time': Float64Array.of(1, 0, 1, NaN, 0, 0, 0, 0),
    nothing: new Float64Array(8).fill(NaN),
    post: ['Manager', 'Manager', 'Manager', '__proto__', 'nan', null, '', 'None'],
  },
};

function learnt(...expressions: readonly string[]): LearntConstants {
  const features = expressions.map((expression, index) => ({ name: `d${index}`, expression }));
  return learn(parseAllDerived(features, columns), training);
}

/** toEqual looks past a key that is called __proto__. */
const textOf = (constants: LearntConstants): string => JSON.stringify(constants);

describe('learning the constants of derived features', () => {
  it('takes plain means over the values that are there, of all rows and of those of a group', () => {
    const constants = learnt('pay / mean(pay)', 'pay / mean(pay, post) + mean("over time")');
    expect(textOf(constants)).toBe(
      `{"mean(pay)":${4577 / 7},"mean(pay, post)":{"Manager":2000,"__proto__":500},"mean(\\"over time\\")":${2 / 7}}`,
    );
  });

  it('leaves out missing groups and groups without a value, and says of a column without one that it has none', () => {
    expect(textOf(learnt('mean("over time", post)', 'mean(nothing)', 'mean(nothing, post)'))).toBe(
      '{"mean(\\"over time\\", post)":{"Manager":0.6666666666666666},"mean(nothing)":null,"mean(nothing, post)":{}}',
    );
  });

  it('learns what occurs twice once, and nothing where nothing is to be learnt', () => {
    expect(Object.keys(learnt('mean(pay) + mean(pay)', 'd0 * mean(pay)'))).toEqual(['mean(pay)']);
    expect(learnt('pay * 2')).toEqual({});
  });

  it('gives the same constants after a way through JSON, to the bit', () => {
    const constants = learnt('mean(pay)', 'mean(pay, post)', 'mean("over time", post)');
    expect(textOf(JSON.parse(JSON.stringify(constants)) as LearntConstants)).toBe(textOf(constants));
  });

  it('takes a mean that leaves the range of doubles for missing, as every step', () => {
    const expressions = parseAllDerived([{ name: 'd', expression: 'mean(pay)' }], columns);
    const huge = { ...training, columns: { ...training.columns, pay: new Float64Array(8).fill(1e308) } };
    expect(learn(expressions, huge)).toEqual({ 'mean(pay)': null });
  });
});

describe('a learnt constant', () => {
  const rows: Table = {
    rowCount: 6,
    columns: { ...training.columns, post: ['Manager', '__proto__', 'constructor', 'nan', null, 'manager'] },
  };
  const valueOf = (expression: string, constants?: LearntConstants): Float64Array =>
    evaluate(
      parseAllDerived([{ name: 'd', expression }], columns)[0]!,
      rows,
      constants ?? learnt(expression),
    );

  it('is that of the row, and missing for a group that was not there and for a row without one', () => {
    expect(valueOf('mean(pay, post)')).toEqual(Float64Array.of(2000, 500, NaN, NaN, NaN, NaN));
    expect(valueOf('coalesce(mean(pay, post), mean(pay), 1)')[2]).toBe(4577 / 7);
    expect(valueOf('coalesce(mean(nothing), 3)')).toEqual(new Float64Array(6).fill(3));
  });

  it('does not look at the rows that are asked for', () => {
    expect(valueOf('mean(pay)')).toEqual(new Float64Array(6).fill(4577 / 7));
  });

  it('is never made up: what was not learnt is an error', () => {
    expect(() => valueOf('mean(pay)', {})).toThrow('mean(pay) was not learnt');
    expect(() => valueOf('mean(pay, post)', { 'mean(pay)': 1 })).toThrow('mean(pay, post) was not learnt');
  });
});
