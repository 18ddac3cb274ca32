import { LARGEST_EXPONENT, SMALLEST_EXPONENT } from './evaluate.js';
import type { Operation } from './expression.js';
import type { GraphSteps } from './graph-steps.js';

/** The node, or the few nodes, of an operation on values that are there already. */
export function addOperation(
  steps: GraphSteps,
  operation: Operation,
  [a = '', b = '', c = '']: readonly string[],
): string {
  switch (operation) {
    case 'add':
      return steps.finite(steps.node('Add', a, b));
    case 'subtract':
      return steps.finite(steps.node('Sub', a, b));
    case 'multiply':
      return steps.finite(steps.node('Mul', a, b));
    case 'divide':
      return steps.finite(steps.node('Div', a, b));
    case 'negate':
      return steps.node('Sub', steps.number(0), a);
    case 'absolute':
      return steps.node('Abs', a);
    case 'square_root':
      return steps.node('Sqrt', a);
    case 'logarithm':
      return steps.logarithm(a);
    case 'exponential':
      return exponential(steps, a);
    case 'minimum':
      return steps.unlessMissing(a, b, steps.where(steps.node('LessOrEqual', a, b), a, b));
    case 'maximum':
      return steps.unlessMissing(a, b, steps.where(steps.node('GreaterOrEqual', a, b), a, b));
    case 'coalesce':
      return steps.where(steps.node('IsNaN', a), b, a);
    case 'choose':
      return steps.where(steps.node('IsNaN', a), steps.missing, steps.where(steps.is(a, 1), b, c));
    case 'equal':
      return steps.unlessMissing(a, b, steps.truth(steps.node('Equal', a, b)));
    case 'less':
      return steps.unlessMissing(a, b, steps.truth(steps.node('Less', a, b)));
    case 'less_or_equal':
      return steps.unlessMissing(a, b, steps.truth(steps.node('LessOrEqual', a, b)));
    case 'and':
      return threeValued(steps, a, b, 0);
    case 'or':
      return threeValued(steps, a, b, 1);
    case 'not':
      return steps.node('Sub', steps.number(1), a);
  }
}

/** The value that decides alone (0 for `and`, 1 for `or`); the product is NaN when one is missing. */
function threeValued(steps: GraphSteps, a: string, b: string, deciding: 0 | 1): string {
  const decided = steps.node('Or', steps.is(a, deciding), steps.is(b, deciding));
  return steps.where(decided, steps.number(deciding), steps.node('Mul', a, b));
}

function exponential(steps: GraphSteps, a: string): string {
  const smallest = steps.number(SMALLEST_EXPONENT);
  const raised = steps.where(steps.node('Less', a, smallest), smallest, a);
  const power = steps.node('Pow', steps.number(Math.E), raised);
  return steps.where(steps.node('Greater', a, steps.number(LARGEST_EXPONENT)), steps.missing, power);
}
