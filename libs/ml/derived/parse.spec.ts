import { describe, expect, it } from '@jest/globals';
import { MlError } from '../errors.js';
import { expressionColumns } from '../testing/random-expression.js';
import { columnsOf } from './expression.js';
import { parseAllDerived, parseDerived } from './parse.js';

function problemsOf(expression: string, name = 'derived'): string[] {
  try {
    parseDerived({ name, expression }, expressionColumns);
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    expect(error.code).toBe('invalid_expression');
    expect(error.problems.every(({ field }) => field === name)).toBe(true);
    return error.problems.map(({ detail }) => detail);
  }
  return [];
}

describe('a derived feature that cannot be understood', () => {
  it.each([
    ['', 'at character 1: expected a number, a column, a function or (, found the end'],
    ['x +', 'at character 4: expected a number, a column, a function or (, found the end'],
    ['x + * 2', 'at character 5: expected a number, a column, a function or (, found *'],
    ['x x', 'at character 3: expected an operator or the end, found x'],
    ['(x + 1', 'at character 7: expected an operator or ), found the end'],
    ['max(x, 1', 'at character 9: expected an operator, a comma or ), found the end'],
    ['x ^ 2', 'at character 3: expected a number, a column, an operator or a parenthesis'],
    ['12abc', 'at character 3: expected an operator after the number (quote names that begin so)'],
    ['1e999', 'at character 1: expected a number that a double can hold'],
    ['"revenu mensuel', 'at character 1: expected a closing " of the column name'],
    ["poste = 'Tech", "at character 9: expected a closing ' of the text"],
    ["poste = 'a\0b'", 'at character 9: holds a character that cannot be stored'],
    ['1 < x < 2', 'at character 7: comparisons cannot be chained; join them by and, found <'],
    ['if(x, 1, 2) + if(owner, 1)', 'at character 15: expected 3 values for if, there are 2'],
    ['power(x, 2)', 'at character 1: expected a function: if, min, max, coalesce, abs, sqrt, log, exp, mean'],
    ['and', 'at character 1: expected a number, a column, a function or (, found and'],
    ['mean(x, poste, x)', 'at character 1: expected 1 to 2 values for mean, there are 3'],
    ['mean()', 'at character 6: expected a number, a column, a function or (, found )'],
  ])('%j is refused with the place and what was expected', (expression, detail) => {
    expect(problemsOf(expression).at(-1)).toBe(detail);
  });

  it.each([
    [
      'revenu + âge',
      [
        'at character 1: there is no column revenu, nor a derived feature declared before this one',
        'at character 10: there is no column âge, nor a derived feature declared before this one',
      ],
    ],
    ['x and owner', ['at character 1: expected a condition, such as a comparison or a boolean column']],
    ['poste + 1', ['at character 1: the text column poste can only be compared by = or !=']],
    [
      "poste < 'a'",
      [
        'at character 1: the text column poste can only be compared by = or !=',
        'at character 9: a text can only be compared by = or !=',
      ],
    ],
    ["x = 'a'", ['at character 1: a text column can only be compared with a text in single quotes']],
    ['mean(x + 1)', ['at character 6: mean takes a column of numbers or a boolean one, and no expression']],
    [
      'mean(mean(x), x) + mean(poste, owner)',
      [
        'at character 6: mean takes a column of numbers or a boolean one, and no expression',
        'at character 15: the groups of a mean are those of a text column',
        'at character 25: mean takes a column of numbers or a boolean one, and no expression',
        'at character 32: the groups of a mean are those of a text column',
      ],
    ],
    [
      "mean(âge, 'Tech Lead')",
      [
        'at character 6: there is no column âge, nor a derived feature declared before this one',
        'at character 11: the groups of a mean are those of a text column',
      ],
    ],
    ["poste = ''", ['at character 9: the text stands for a missing value, which equals nothing']],
  ])('%j is refused with all that does not fit', (expression, details) => {
    expect(problemsOf(expression)).toEqual(details);
  });

  it('is refused when its name is taken', () => {
    expect(problemsOf('x', 'poste')).toEqual(['the name is taken by a column']);
    const twice = [
      { name: 'double', expression: 'x * 2' },
      { name: 'double', expression: 'x + x' },
    ];
    expect(() => parseAllDerived(twice, expressionColumns)).toThrow('taken by another derived feature');
  });

  it('is refused when it reads itself or one that is declared later', () => {
    const cycle = [
      { name: 'a', expression: 'b + 1' },
      { name: 'b', expression: 'a + 1' },
      { name: 'c', expression: 'c' },
    ];
    expect(() => parseAllDerived(cycle, expressionColumns)).toThrow(
      expect.objectContaining({
        problems: ['a', 'b', 'c'].map((field) => expect.objectContaining({ field })),
      }),
    );
  });

  it.each([
    ['parentheses', `${'('.repeat(51)}x${')'.repeat(51)}`, '50 levels'],
    ['minus signs', `${'- '.repeat(51)}x`, '50 levels'],
    ['characters', `x ${' + x'.repeat(1000)}`, '4000 characters'],
    ['steps', `x${'+x'.repeat(1000)}`, '1000 steps'],
  ])('is refused for too many %s', (_what, expression, detail) => {
    expect(problemsOf(expression).join()).toContain(detail);
  });

  it('is refused when derived features of derived features would grow without end', () => {
    const doubling = Array.from({ length: 40 }, (_, index) => ({
      name: `d${index}`,
      expression: index === 0 ? 'x + 1' : `d${index - 1} + d${index - 1}`,
    }));
    expect(() => parseAllDerived(doubling, expressionColumns)).toThrow('more than 1000 steps');
  });
});

describe('a derived feature that was understood', () => {
  it('names the raw columns that it reads, those of other derived features too', () => {
    const [, second] = parseAllDerived(
      [
        { name: 'ratio', expression: '"revenu mensuel" / (ancienneté + 1)' },
        { name: 'lead', expression: 'if(poste != \'Tech Lead\' and not "and", ratio, ancienneté)' },
      ],
      expressionColumns,
    );
    expect(second && columnsOf(second)).toEqual(['poste', 'and', 'revenu mensuel', 'ancienneté']);
  });

  it('names of a learnt mean its group alone: the column was read when it was learnt', () => {
    const [ratio] = parseAllDerived(
      [{ name: 'ratio', expression: 'ancienneté / (mean("revenu mensuel", poste) + mean(x))' }],
      expressionColumns,
    );
    expect(ratio && columnsOf(ratio)).toEqual(['ancienneté', 'poste']);
  });

  it('may use a derived feature with a learnt mean, but take no mean of a derived feature', () => {
    const relative = { name: 'relative', expression: 'x / mean(x)' };
    const doubled = { name: 'doubled', expression: 'relative * 2' };
    expect(parseAllDerived([relative, doubled], expressionColumns)).toHaveLength(2);
    const nested = { name: 'nested', expression: 'mean(relative)' };
    expect(() => parseAllDerived([relative, nested], expressionColumns)).toThrow('and no expression');
  });
});
