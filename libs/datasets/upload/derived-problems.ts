import { type DerivedFeature, type FeatureColumn, MlError, parseAllDerived } from '#libs/ml';
import type { FieldProblem } from '#libs/platform';
import { longestNameBytes } from '../infer/header-names.js';
import { systemPrefix } from '../owned/system-columns.js';
import { unsendableName } from '../unsendable-name.js';

/** Everything wrong with derived features, as pointers into the definition. */
export function derivedProblems(
  derived: readonly DerivedFeature[],
  columns: readonly FeatureColumn[],
): FieldProblem[] {
  const problems = derived.flatMap(({ name }, index) =>
    Buffer.byteLength(name) > longestNameBytes ||
    name.startsWith(systemPrefix) ||
    name === unsendableName ||
    /\p{Cc}/u.test(name)
      ? [
          {
            pointer: `/derived/${index}/name`,
            detail: `must have at most ${longestNameBytes} bytes, no control characters, not begin with ${systemPrefix}, and not be ${unsendableName}`,
          },
        ]
      : [],
  );
  try {
    parseAllDerived(derived, columns);
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    for (const { field, detail } of error.problems) {
      const index = derived.findIndex(({ name }) => name === field);
      problems.push({ pointer: index < 0 ? '/derived' : `/derived/${index}`, detail });
    }
  }
  return problems;
}
