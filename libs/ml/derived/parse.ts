import { MlError, type Problem } from '../errors.js';
import type { FeatureColumn } from '../table/table.js';
import type { DerivedFeature } from './derived-feature.js';
import { countSteps, type DerivedExpression } from './expression.js';
import { ExpressionParser } from './expression-parser.js';
import { namesOf } from './names.js';
import { SyntaxProblem } from './tokens.js';

/** Longer expressions than these are programs; the bounds keep every translation small and its recursion safe. */
const MOST_CHARACTERS = 4000;
const MOST_STEPS = 1000;

/**
 * Reads a derived feature.
 *
 * **Values.** Numbers (`12`, `0.5`, `1e3`); columns by name (`age`, `"any name"`, quotes doubled inside); boolean
 * columns and conditions count 1 and 0. Text columns can only be compared with a text: `poste = 'Tech Lead'`, `!=`.
 * A derived feature may use those declared before it, so there are no cycles.
 *
 * **Operators**, weakest first: `or`; `and`; `not`; `<` `<=` `>` `>=` `=` `!=` (not chained); `+` `-`; `*` `/`;
 * unary `-`; parentheses. **Functions**: `if(condition, a, b)`, `min(a, b, …)`, `max(a, b, …)`, `coalesce(a, b, …)`,
 * `abs(a)`, `sqrt(a)`, `log(a)` (natural), `exp(a)`.
 *
 * **Learnt constants**: `mean(pay)` is the mean of a numeric or boolean column over the rows that the pipeline is
 * fitted on, `mean(pay, post)` that over those of them that have the row's value of a text column. Missing values are
 * left out; rows count alike, whatever their weight. Its arguments are raw columns, no expressions. A mean of no value
 * is missing, and so is that of a group that those rows did not have, or of a row without a group: `coalesce` says
 * what then.
 *
 * **Missing values.** NaN is missing, an infinite value of a column too, and so is text that is null, "", "nan" or "None".
 * - Arithmetic, functions and comparisons of something missing are missing, `min` and `max` too.
 * - A step whose result is not finite is missing: division by zero, overflow, `sqrt` of a negative, `log` of 0 or
 *   less. `exp` overflows above 709 and is exp(-708) below -708.
 * - `and` and `or` are three-valued as in SQL: `false and missing` is false, `true or missing` is true, else
 *   something missing makes them missing; `not missing` is missing.
 * - `if` with a missing condition is missing; the branch that is not taken does not count.
 * - `coalesce` is the first operand that is not missing.
 * There is no negative zero.
 *
 * @param columns the raw columns
 * @param earlier derived features that the expression may use by name
 * @throws MlError `invalid_expression`: position and what was expected; unknown columns; a name that is taken.
 */
export function parseDerived(
  feature: DerivedFeature,
  columns: readonly FeatureColumn[],
  earlier: readonly DerivedExpression[] = [],
): DerivedExpression {
  const { name, expression } = feature;
  const details = [...nameProblems(name, columns, earlier)];
  try {
    if (expression.length > MOST_CHARACTERS) {
      throw new SyntaxProblem(MOST_CHARACTERS + 1, `expected at most ${MOST_CHARACTERS} characters`);
    }
    const parser = new ExpressionParser(expression, namesOf(columns, earlier));
    const root = parser.parse();
    details.push(...parser.problems.map(({ message }) => message));
    if (countSteps(root) > MOST_STEPS) {
      details.push(`has more than ${MOST_STEPS} steps, those of other derived features included`);
    }
    if (details.length === 0) return { name, root };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    details.push(error.message);
  }
  throw new MlError(
    'invalid_expression',
    details.map((detail): Problem => ({ field: name, detail })),
  );
}

/**
 * Reads derived features in their order.
 *
 * @throws MlError `invalid_expression` with the problems of all of them.
 */
export function parseAllDerived(
  features: readonly DerivedFeature[],
  columns: readonly FeatureColumn[],
): readonly DerivedExpression[] {
  const parsed: DerivedExpression[] = [];
  const problems: Problem[] = [];
  for (const feature of features) {
    try {
      parsed.push(parseDerived(feature, columns, parsed));
    } catch (error) {
      if (!(error instanceof MlError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new MlError('invalid_expression', problems);
  return parsed;
}

function nameProblems(
  name: string,
  columns: readonly FeatureColumn[],
  earlier: readonly DerivedExpression[],
): string[] {
  if (name === '') return ['a derived feature has an empty name'];
  if (columns.some((column) => column.name === name)) return ['the name is taken by a column'];
  if (earlier.some((other) => other.name === name)) return ['the name is taken by another derived feature'];
  return [];
}
