import type { DatasetColumn } from '#libs/datasets';
import type { FieldProblem } from '#libs/platform';

/** More classes than these are names of rows, or a number: each costs a model of its own. */
export const mostClasses = 100;

const affirmative = new Set(['true', 't', '1', 'yes', 'y', 'oui', 'o', 'vrai', 'v']);
const negative = new Set(['false', 'f', '0', 'no', 'n', 'non', 'faux']);
/** A refusal that lists more is no better for it. */
const mostNamed = 20;

export interface PositiveClass {
  readonly positiveClass: string;
  /** Where it was not told: why it is this one. */
  readonly inferred?: string;
}

/**
 * Which value of a target of yes or no means yes.
 *
 * @param values of the target, as names of classes
 * @param given told by the caller, or by the dataset
 */
export function choosePositiveClass(
  { name, kind }: DatasetColumn,
  values: readonly string[],
  given: string | undefined,
): PositiveClass | FieldProblem {
  const pointer = '/positive_class';
  const known = kind === 'boolean' ? ['false', 'true'] : values;
  if (given !== undefined) {
    const meant = known.find((value) => isSame(value, given, kind));
    if (meant !== undefined) return { positiveClass: meant };
    // Of a table that is still empty nothing is known, of one with many values not all.
    if (known.length === 0 || known.length > mostClasses) return { positiveClass: given };
    return { pointer, detail: `is no value of ${name}, which has ${listed(known)}` };
  }
  if (kind === 'boolean') return { positiveClass: 'true', inferred: 'positive_class is true' };
  const yes = known.filter((value) => affirmative.has(value.trim().toLowerCase()));
  const no = known.filter((value) => negative.has(value.trim().toLowerCase()));
  if (known.length === 2 && yes.length === 1 && no.length === 1)
    return {
      positiveClass: yes[0]!,
      inferred: `positive_class is ${JSON.stringify(yes[0])}: of ${listed(known)} it says yes`,
    };
  const found = known.length === 0 ? 'no value yet' : listed(known);
  return { pointer, detail: `is required: ${name} has ${found}; say whose probability is answered` };
}

/** 1 and 1.0 are one number. */
function isSame(value: string, given: string, kind: DatasetColumn['kind']): boolean {
  if (value === given) return true;
  return kind === 'numeric' && given.trim() !== '' && Number(value) === Number(given);
}

export function listed(values: readonly string[]): string {
  const named = values.slice(0, mostNamed).map((value) => JSON.stringify(value));
  return values.length > mostNamed ? `${named.join(', ')} and others` : named.join(' and ');
}
