/**
 * Operations on numbers. Truth is 1 (true), 0 (false) or missing. What each gives is told once, in `parse.ts`;
 * `evaluate.ts`, `graph.ts` and `sql.ts` are three translations of it.
 */
export type Operation =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'negate'
  | 'absolute'
  | 'logarithm'
  | 'exponential'
  | 'square_root'
  | 'minimum'
  | 'maximum'
  | 'coalesce'
  | 'choose'
  | 'equal'
  | 'less'
  | 'less_or_equal'
  | 'and'
  | 'or'
  | 'not';

/** A step over raw columns. `kind` says whether its 0 and 1 are truth, which SQL keeps apart from numbers. */
export type Expression =
  | { readonly type: 'constant'; readonly kind: 'number'; readonly value: number }
  | { readonly type: 'column'; readonly kind: 'number' | 'truth'; readonly name: string }
  | { readonly type: 'text_equal'; readonly kind: 'truth'; readonly column: string; readonly text: string }
  | {
      readonly type: 'operation';
      readonly kind: 'number' | 'truth';
      readonly operation: Operation;
      readonly operands: readonly Expression[];
    };

/** A derived feature that was understood: other derived features it named are replaced by what they stand for. */
export interface DerivedExpression {
  readonly name: string;
  readonly root: Expression;
}

/** The raw columns that the expression reads, each once, in order of appearance. */
export function columnsOf({ root }: DerivedExpression): readonly string[] {
  const names = new Set<string>();
  const visit = (expression: Expression): void => {
    if (expression.type === 'column') names.add(expression.name);
    if (expression.type === 'text_equal') names.add(expression.column);
    if (expression.type === 'operation') expression.operands.forEach(visit);
  };
  visit(root);
  return [...names];
}

/** Steps of the expression, written out as a tree. */
export function countSteps(expression: Expression): number {
  if (expression.type !== 'operation') return 1;
  return expression.operands.reduce((sum, operand) => sum + countSteps(operand), 1);
}
