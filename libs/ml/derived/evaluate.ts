import { categoriesOf, numbersOf } from '../table/columns.js';
import { isMissingCategory, type Table } from '../table/table.js';
import type { DerivedExpression, Expression, LearntMean, Operation } from './expression.js';
import { learntMean, learntMeans, type LearntConstants } from './learnt-constants.js';

/** exp is missing above the first and held at the second below it: what lies beyond is no normal double. */
export const LARGEST_EXPONENT = 709;
export const SMALLEST_EXPONENT = -708;

/**
 * The derived feature's value per row, NaN where missing; see `parseDerived` for every rule.
 *
 * @param learnt what `learn` gave for it; needed when it has a learnt constant
 * @throws MlError `invalid_table` when a column that it reads is absent or of another kind.
 */
export function evaluate(
  expression: DerivedExpression,
  table: Table,
  learnt: LearntConstants = {},
): Float64Array {
  return valuesOf(expression.root, table, learnt);
}

function valuesOf(expression: Expression, table: Table, learnt: LearntConstants): Float64Array {
  switch (expression.type) {
    case 'constant':
      return new Float64Array(table.rowCount).fill(expression.value);
    case 'column':
      return numbersOf(table, expression.name).map(finite);
    case 'text_equal':
      return Float64Array.from(categoriesOf(table, expression.column), (value) =>
        isMissingCategory(value) ? NaN : Number(value === expression.text),
      );
    case 'mean':
      return meansOf(expression, table, learnt);
    case 'operation': {
      const [first, second, third] = expression.operands.map((operand) => valuesOf(operand, table, learnt));
      const apply = RULES[expression.operation];
      const result = new Float64Array(table.rowCount);
      for (let row = 0; row < result.length; row += 1) {
        result[row] = apply(first?.[row] ?? NaN, second?.[row] ?? NaN, third?.[row] ?? NaN);
      }
      return result;
    }
  }
}

function meansOf(step: LearntMean, table: Table, learnt: LearntConstants): Float64Array {
  if (step.group === undefined) return new Float64Array(table.rowCount).fill(learntMean(learnt, step));
  const means = learntMeans(learnt, step);
  return Float64Array.from(categoriesOf(table, step.group), (group) =>
    group !== null && Object.hasOwn(means, group) ? means[group]! : NaN,
  );
}

const RULES: Readonly<Record<Operation, (a: number, b: number, c: number) => number>> = {
  add: (a, b) => finite(a + b),
  subtract: (a, b) => finite(a - b),
  multiply: (a, b) => finite(a * b),
  divide: (a, b) => finite(a / b),
  negate: (a) => 0 - a,
  absolute: (a) => Math.abs(a),
  logarithm: (a) => (a > 0 ? Math.log(a) : NaN),
  // The graph has to use a power (`graph.ts` says why); the same form keeps the last digits together.
  exponential: (a) =>
    a > LARGEST_EXPONENT ? NaN : Math.pow(Math.E, a < SMALLEST_EXPONENT ? SMALLEST_EXPONENT : a),
  square_root: (a) => Math.sqrt(a),
  minimum: (a, b) => (isMissing(a, b) ? NaN : a <= b ? a : b),
  maximum: (a, b) => (isMissing(a, b) ? NaN : a >= b ? a : b),
  coalesce: (a, b) => (Number.isNaN(a) ? b : a),
  choose: (condition, a, b) => (Number.isNaN(condition) ? NaN : condition === 1 ? a : b),
  equal: (a, b) => truth(a, b, a === b),
  less: (a, b) => truth(a, b, a < b),
  less_or_equal: (a, b) => truth(a, b, a <= b),
  and: (a, b) => (a === 0 || b === 0 ? 0 : a * b),
  or: (a, b) => (a === 1 || b === 1 ? 1 : a * b),
  not: (a) => 1 - a,
};

/** Adding 0 makes -0 a 0: ONNX Runtime loses that sign now and then, so nobody keeps it. */
function finite(value: number): number {
  return Number.isFinite(value) ? value + 0 : NaN;
}

function truth(a: number, b: number, holds: boolean): number {
  return isMissing(a, b) ? NaN : Number(holds);
}

function isMissing(a: number, b: number): boolean {
  return Number.isNaN(a) || Number.isNaN(b);
}
