import type { FieldProblem } from '#libs/platform';
import { isNamedLikeIdentifier } from '../infer/identifier-names.js';
import type { ProposedColumn } from '../infer/propose-column.js';

/** An index over longer texts cannot be made. */
export const longestIdentifier = 200;

/**
 * The column that names the rows: the declared one, else the first that is named like an identifier, unique and never
 * missing.
 * @param declared undefined where none is, or none that the file has
 */
export function chooseIdentifier(
  columns: readonly ProposedColumn[],
  declared: ProposedColumn | undefined,
  asked: string | null | undefined,
): { readonly identifier: ProposedColumn | undefined; readonly problem?: FieldProblem } {
  if (asked === null) return { identifier: undefined };
  if (asked === undefined) return { identifier: columns.find(isIdentifierCandidate) };
  if (!declared) return { identifier: undefined };
  const unfit = unfitness(declared);
  return unfit === undefined
    ? { identifier: declared }
    : { identifier: declared, problem: { pointer: '/id_column', detail: unfit } };
}

export function isIdentifierCandidate(proposed: ProposedColumn): boolean {
  const { name, observed } = proposed.observed;
  return (
    isNamedLikeIdentifier(name) &&
    observed.missing === 0 &&
    // Not watched: beside several that are. Unknown: too many rows to watch; the database will tell.
    observed.unique !== undefined &&
    observed.unique.areUnique !== false &&
    unfitness(proposed) === undefined
  );
}

function unfitness({ column, observed: { observed } }: ProposedColumn): string | undefined {
  if (column.kind === 'boolean' || column.kind === 'date')
    return 'must be a column of whole numbers or texts; declare kind categorical to take it as text';
  if (column.kind === 'numeric' && observed.fractions > 0) return 'must hold whole numbers or texts';
  if (observed.longest > longestIdentifier)
    return `must hold texts of at most ${longestIdentifier} characters`;
  return undefined;
}
