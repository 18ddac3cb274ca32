import { describe, expect, it } from '@jest/globals';
import type { DatasetColumn } from '#libs/datasets';
import { chooseTask } from './choose-task.js';

const target = (kind: DatasetColumn['kind'], more: Partial<DatasetColumn> = {}): DatasetColumn => ({
  ...{ name: 'outcome', kind, description: '', nullable: true, optional: false, sensitive: false },
  ...more,
});
const numbers = (count: number): string[] => Array.from({ length: count }, (_, value) => String(value));

describe('the task of a model that nobody told', () => {
  it.each([
    ['boolean', [], 'binary', 'true'],
    ['boolean', ['true'], 'binary', 'true'],
    ['numeric', ['0', '1'], 'binary', '1'],
    ['numeric', numbers(3), 'regression', undefined],
    ['numeric', numbers(101), 'regression', undefined],
    ['numeric', [], 'regression', undefined],
    ['categorical', ['N', 'Y'], 'binary', 'Y'],
    ['categorical', ['Non', 'Oui'], 'binary', 'Oui'],
    ['categorical', numbers(3), 'multiclass', undefined],
    ['categorical', numbers(100), 'multiclass', undefined],
  ] as const)('of a %s with %j is %s', (kind, values, task, positiveClass) => {
    const chosen = chooseTask({}, target(kind), values);
    expect(chosen).toMatchObject({ task, ...(positiveClass === undefined ? {} : { positiveClass }) });
    expect('inferred' in chosen && chosen.inferred[0]).toContain(`task is ${task}`);
  });

  it('counts values that the dataset declares, though no row has them', () => {
    const declared = target('categorical', { allowedValues: ['a', 'b', 'c'] });
    expect(chooseTask({}, declared, ['a'])).toMatchObject({ task: 'multiclass' });
  });

  it.each([
    ['date', numbers(9), '/target'],
    ['categorical', [], '/target'],
    ['categorical', ['one'], '/target'],
    ['categorical', numbers(101), '/target'],
    ['categorical', ['ham', 'spam'], '/positive_class'],
    ['categorical', ['N', 'maybe'], '/positive_class'],
    ['categorical', ['Y', 'yes'], '/positive_class'],
    ['numeric', ['1', '2'], '/positive_class'],
  ] as const)('of a %s with %j is not guessed', (kind, values, pointer) => {
    expect(chooseTask({}, target(kind), values)).toMatchObject({ pointer });
  });

  it('names both values where it has to be told which one counts', () => {
    expect(chooseTask({}, target('categorical'), ['ham', 'spam'])).toEqual({
      pointer: '/positive_class',
      detail: 'is required: outcome has "ham" and "spam"; say whose probability is answered',
    });
  });
});

describe('the task that was asked for', () => {
  it.each([
    ['regression', 'categorical'],
    ['regression', 'boolean'],
    ['multiclass', 'boolean'],
  ] as const)('%s is refused for a %s', (task, kind) => {
    expect(chooseTask({ task }, target(kind), ['1', '2'])).toMatchObject({ pointer: '/task' });
  });

  it('classes may be numbers, but not too many', () => {
    expect(chooseTask({ task: 'multiclass' }, target('numeric'), numbers(5))).toMatchObject({
      task: 'multiclass',
      inferred: [],
    });
    expect(chooseTask({ task: 'multiclass' }, target('numeric'), numbers(101))).toMatchObject({
      pointer: '/task',
    });
  });

  it('one of many values may be told from the rest', () => {
    expect(
      chooseTask({ task: 'binary', positiveClass: 'c' }, target('categorical'), ['a', 'b', 'c']),
    ).toEqual({
      task: 'binary',
      positiveClass: 'c',
      isAgainstRest: true,
      inferred: ['every value of outcome but "c" counts as no'],
    });
    expect(
      chooseTask({ task: 'binary', positiveClass: 'b' }, target('categorical'), ['a', 'b']),
    ).not.toHaveProperty('isAgainstRest');
    expect(chooseTask({ task: 'binary', positiveClass: '3.0' }, target('numeric'), numbers(5))).toMatchObject(
      {
        positiveClass: '3',
      },
    );
  });

  it('a positive class that no row has is refused with those that exist, unless there are no rows', () => {
    const asked = { task: 'binary', positiveClass: 'x' } as const;
    expect(chooseTask(asked, target('categorical'), ['a', 'b'])).toEqual({
      pointer: '/positive_class',
      detail: 'is no value of outcome, which has "a" and "b"',
    });
    expect(chooseTask(asked, target('categorical'), [])).toMatchObject({ positiveClass: 'x' });
    expect(chooseTask({ positiveClass: 'x' }, target('numeric'), numbers(5))).toMatchObject({
      pointer: '/positive_class',
    });
  });
});
