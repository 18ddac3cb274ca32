import type { FieldProblem } from '#libs/platform';
import type { ProposedColumn } from '../infer/propose-column.js';
import { nearestName } from '../nearest-name.js';

const pointer = '/positive_class';

/** Why the declared positive class cannot be one of the target; undefined where it can. */
export function positiveClassProblem(
  target: ProposedColumn | undefined,
  positiveClass: string | undefined,
): FieldProblem | undefined {
  if (positiveClass === undefined) return undefined;
  if (!target) return { pointer, detail: 'needs a target of which it is a value' };
  const { kind, allowedValues } = target.column;
  if (kind === 'date') return { pointer, detail: 'is for targets with two values, not for days' };
  if (kind === 'boolean')
    return ['true', 'false'].includes(positiveClass)
      ? undefined
      : { pointer, detail: 'must be true or false: the target is yes or no' };
  const values = kind === 'numeric' ? numbersOf(target) : allowedValues;
  if (!values || values.includes(positiveClass)) return undefined;
  const nearest = nearestName(positiveClass, values);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return { pointer, detail: `is no value of the target${hint}` };
}

/** As the database writes them: `1`, whatever the file wrote. */
function numbersOf({ observed: { observed } }: ProposedColumn): string[] | undefined {
  return observed.levels && [...observed.levels.keys()].map((text) => String(Number(text.replace(',', '.'))));
}
