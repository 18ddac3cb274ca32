import type { ReasonCode } from '#libs/models';
import type { FieldProblem } from '#libs/platform';

const directions = ['towards', 'away'] as const;

/**
 * What keeps a dictionary from naming the reasons of a model.
 * @param nameable features that can be a reason: neither protected nor unknown
 */
export function dictionaryProblems(
  reasons: readonly ReasonCode[],
  nameable: readonly string[],
  protectedColumns: ReadonlySet<string>,
): FieldProblem[] {
  const known = new Set(nameable);
  const named = new Set<string>();
  const problems: FieldProblem[] = [];
  reasons.forEach(({ feature, direction }, index) => {
    const pointer = `/reasons/${index}/feature`;
    if (protectedColumns.has(feature))
      problems.push({ pointer, detail: 'is a protected column, which is never named as a reason' });
    else if (!known.has(feature)) problems.push({ pointer, detail: 'is no feature of the model' });
    for (const covered of direction ? [direction] : directions) {
      const key = `${covered} ${feature}`;
      if (named.has(key))
        problems.push({ pointer, detail: `has another entry for the direction ${covered}` });
      named.add(key);
    }
  });
  for (const feature of nameable) {
    const missing = directions.filter((direction) => !named.has(`${direction} ${feature}`));
    if (missing.length > 0)
      problems.push({ pointer: '/reasons', detail: `lacks ${feature} (${missing.join(' and ')})` });
  }
  return problems;
}
