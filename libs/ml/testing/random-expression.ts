import fc from 'fast-check';
import type { FeatureColumn, Table } from '../table/table.js';

/** Columns of every kind, names that need quotes among them. */
export const expressionColumns: readonly FeatureColumn[] = [
  { name: 'ancienneté', kind: 'numeric', nullable: true },
  { name: 'revenu mensuel', kind: 'numeric', nullable: true },
  { name: 'x', kind: 'numeric', nullable: false },
  { name: 'owner', kind: 'boolean', nullable: false },
  { name: 'and', kind: 'boolean', nullable: true },
  { name: 'poste', kind: 'categorical', nullable: true },
];

export const POSTS = ['Tech Lead', "l'hôte", 'back\\slash', '', 'nan', 'None', null];
/** Rows to learn constants from: means with many digits, one post that no row of `expressionRows` has and two that it lacks. */
export const expressionTraining: Table = {
  rowCount: 6,
  columns: {
    ancienneté: Float64Array.of(0.1, 7, NaN, -3.3, 20, 1e-3),
    'revenu mensuel': Float64Array.of(1234.56, 1e5 / 3, 2000, NaN, NaN, 99.99),
    x: Float64Array.of(0, -1, 2, 0.5, 1 / 3, 7),
    owner: Float64Array.of(1, 0, 1, 1, 0, 1),
    and: Float64Array.of(NaN, 1, 0, NaN, NaN, 1),
    poste: ['Tech Lead', 'Tech Lead', 'nan', "l'hôte", "l'hôte", 'Manager'],
  },
};
const MEANS = ['mean(x)', 'mean("and")', 'mean(ancienneté, poste)', 'mean("revenu mensuel", poste)'];

const TEXTS = ["'Tech Lead'", "'l''hôte'", "'back\\slash'", "'Manager'"];
const NUMBERS = ['ancienneté', '"revenu mensuel"', 'x'];
const LITERALS = ['0', '1', '2', '0.5', '1e3', '0.1', '1e-3'];

/**
 * Random texts of the language that compute the same double everywhere: without `log` and `exp`, whose last digit
 * a comparison could turn into another answer.
 */
export const exactExpression: fc.Arbitrary<string> = fc.letrec<{ number: string; truth: string }>((tie) => {
  const binary = (left: 'number' | 'truth', symbols: readonly string[]): fc.Arbitrary<string> =>
    fc
      .tuple(tie(left), fc.constantFrom(...symbols), tie(left))
      .map(([a, symbol, b]) => `(${a} ${symbol} ${b})`);
  const call = (name: string, ...operands: readonly ('number' | 'truth')[]): fc.Arbitrary<string> =>
    fc.tuple(...operands.map((operand) => tie(operand))).map((values) => `${name}(${values.join(', ')})`);
  return {
    number: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 3, arbitrary: fc.constantFrom(...NUMBERS, ...LITERALS) },
      { weight: 1, arbitrary: fc.constantFrom(...MEANS) },
      { weight: 4, arbitrary: binary('number', ['+', '-', '*', '/']) },
      tie('number').map((operand) => `-${operand}`),
      fc.constantFrom('abs', 'sqrt').chain((name) => call(name, 'number')),
      fc.constantFrom('min', 'max', 'coalesce').chain((name) => call(name, 'number', 'number')),
      call('if', 'truth', 'number', 'number'),
      tie('truth'),
    ),
    truth: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 2, arbitrary: fc.constantFrom('owner', '"and"') },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('=', '!='), fc.constantFrom(...TEXTS))
          .map(([symbol, text]) => `poste ${symbol} ${text}`)
          .map((comparison) => `(${comparison})`),
      },
      { weight: 3, arbitrary: binary('number', ['<', '<=', '>', '>=', '=', '!=']) },
      { weight: 2, arbitrary: binary('truth', ['and', 'or']) },
      tie('truth').map((operand) => `(not ${operand})`),
      call('if', 'truth', 'truth', 'truth'),
      call('coalesce', 'truth', 'truth'),
    ),
  };
}).number;

/** Rows with zeros, negatives, equal values and missing ones in every nullable column. */
export const expressionRows: fc.Arbitrary<
  readonly { readonly numbers: readonly number[]; readonly post: string | null }[]
> = (() => {
  const number = fc.oneof(
    fc.constantFrom(0, -0, 1, -1, 2, 0.5, NaN),
    fc.integer({ min: -1000, max: 1000 }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => Math.round(value * 1e6) / 1e6),
  );
  const present = number.filter((value) => !Number.isNaN(value));
  const row = fc.record({
    numbers: fc.tuple(number, number, present, fc.constantFrom(0, 1), fc.constantFrom(0, 1, NaN)),
    post: fc.constantFrom(...POSTS),
  });
  return fc.array(row, { minLength: 9, maxLength: 21 });
})();
