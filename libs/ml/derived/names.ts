import type { FeatureColumn } from '../table/table.js';
import type { DerivedExpression, Expression } from './expression.js';

/** What a name in an expression stands for: a step, or a text column, which only equality can read. */
export type NamedValue = Expression | { readonly type: 'text_column'; readonly name: string };

/** The names that an expression may use. */
export type Names = ReadonlyMap<string, NamedValue>;

/** Raw columns and the derived features declared so far. */
export function namesOf(columns: readonly FeatureColumn[], earlier: readonly DerivedExpression[]): Names {
  const names = new Map<string, NamedValue>();
  for (const { name, kind } of columns) {
    if (kind === 'categorical') names.set(name, { type: 'text_column', name });
    else names.set(name, { type: 'column', kind: kind === 'boolean' ? 'truth' : 'number', name });
  }
  for (const { name, root } of earlier) names.set(name, root);
  return names;
}
