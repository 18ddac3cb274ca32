/**
 * Operations on numbers. Truth is 1 (true), 0 (false) or missing. What each gives is told once, in `parse.ts`;
 * `evaluate.ts`, `graph.ts` and `sql.ts` are three translations of it. `learn.ts` finds what they need to know of the
 * training rows.
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
  | LearntMean
  | {
      readonly type: 'operation';
      readonly kind: 'number' | 'truth';
      readonly operation: Operation;
      readonly operands: readonly Expression[];
    };

/** The mean of a column over the training rows, or over those of the row's group: known when a model is fitted. */
export interface LearntMean {
  readonly type: 'mean';
  readonly kind: 'number';
  readonly column: string;
  /** The text column whose values are the groups. */
  readonly group: string | undefined;
}

/** A derived feature that was understood: other derived features it named are replaced by what they stand for. */
export interface DerivedExpression {
  readonly name: string;
  readonly root: Expression;
}

/**
 * The raw columns whose values in a row decide what the expression gives for that row, each once, in order of
 * appearance. Of a learnt mean that is its group: its column was read when the model was fitted.
 */
export function columnsOf({ root }: DerivedExpression): readonly string[] {
  const names = new Set<string>();
  visit(root, (expression) => {
    if (expression.type === 'column') names.add(expression.name);
    if (expression.type === 'text_equal') names.add(expression.column);
    if (expression.type === 'mean' && expression.group !== undefined) names.add(expression.group);
  });
  return [...names];
}

/** Calls `see` with the expression and every step in it, those that occur twice twice. */
export function visit(expression: Expression, see: (step: Expression) => void): void {
  see(expression);
  if (expression.type === 'operation') expression.operands.forEach((operand) => visit(operand, see));
}

/** Steps of the expression, written out as a tree. */
export function countSteps(expression: Expression): number {
  if (expression.type !== 'operation') return 1;
  return expression.operands.reduce((sum, operand) => sum + countSteps(operand), 1);
}

export function operationOf(
  operation: Operation,
  kind: Expression['kind'],
  operands: readonly Expression[],
): Expression {
  return { type: 'operation', kind, operation, operands };
}

/** Truth when all of them are, else a number. */
export function kindOf(operands: readonly Expression[]): Expression['kind'] {
  return operands.every(({ kind }) => kind === 'truth') ? 'truth' : 'number';
}
