import type { Operation } from './expression.js';
import { SyntaxProblem } from './tokens.js';

export interface ExpressionFunction {
  /** `mean` is none: it takes columns, not values. */
  readonly operation: Operation | 'mean';
  readonly fewest: number;
  readonly most: number;
}

const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map([
  ['if', { operation: 'choose', fewest: 3, most: 3 }],
  ['min', { operation: 'minimum', fewest: 2, most: 100 }],
  ['max', { operation: 'maximum', fewest: 2, most: 100 }],
  ['coalesce', { operation: 'coalesce', fewest: 2, most: 100 }],
  ['abs', { operation: 'absolute', fewest: 1, most: 1 }],
  ['sqrt', { operation: 'square_root', fewest: 1, most: 1 }],
  ['log', { operation: 'logarithm', fewest: 1, most: 1 }],
  ['exp', { operation: 'exponential', fewest: 1, most: 1 }],
  ['mean', { operation: 'mean', fewest: 1, most: 2 }],
]);

/** Throws SyntaxProblem when there is no such function. */
export function functionOf(name: string, position: number): ExpressionFunction {
  const known = FUNCTIONS.get(name);
  if (known !== undefined) return known;
  throw new SyntaxProblem(position, `expected a function: ${[...FUNCTIONS.keys()].join(', ')}`);
}

/** Throws SyntaxProblem when a function was given too few values or too many. */
export function checkCount(
  { fewest, most }: ExpressionFunction,
  name: string,
  given: number,
  position: number,
): void {
  if (given >= fewest && given <= most) return;
  const wanted = most === fewest ? `${fewest}` : `${fewest} to ${most}`;
  throw new SyntaxProblem(position, `expected ${wanted} values for ${name}, there are ${given}`);
}
