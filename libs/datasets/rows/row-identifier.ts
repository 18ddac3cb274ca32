import type { FieldProblem } from '#libs/platform';
import { isPrintable } from './column-problem.js';
import type { WritableDataset } from './writable-dataset.js';

/** What the router takes as one segment of an address. */
export const longestRowId = 200;

const largestWholeNumber = 2n ** 63n - 1n;

/** What is wrong with the identifier of a row that is to be added. */
export function newIdentifierProblems(
  { naming, namedByNumber }: WritableDataset,
  rowId: unknown,
): FieldProblem[] {
  const detail = naming === 'generated' ? mustBeAbsent(rowId) : mustName(rowId, namedByNumber);
  return detail === undefined ? [] : [{ pointer: '/row_id', detail }];
}

/** False: no row can have this identifier. */
export function canName({ namedByNumber }: WritableDataset, rowId: string): boolean {
  return !namedByNumber || isWholeNumber(rowId);
}

function mustBeAbsent(rowId: unknown): string | undefined {
  return rowId === undefined ? undefined : 'is given by the database; leave it out';
}

function mustName(rowId: unknown, namedByNumber: boolean): string | undefined {
  if (rowId === undefined) return 'is required: the rows of this dataset are named by who adds them';
  if (typeof rowId !== 'string') return 'must be a text';
  if (namedByNumber) return isWholeNumber(rowId) ? undefined : 'must be a whole number of 64 bits, as text';
  if (rowId === '' || rowId.length > longestRowId) return `must have 1 to ${longestRowId} characters`;
  if (!isPrintable(rowId)) return 'must not contain control characters or halves of characters';
  // Clients take such segments out of an address before they send it, so that nobody could reach the row.
  return rowId === '.' || rowId === '..' ? 'must not be a dot or two' : undefined;
}

function isWholeNumber(text: string): boolean {
  if (!/^-?\d{1,19}$/.test(text)) return false;
  const number = BigInt(text);
  return number <= largestWholeNumber && number >= -largestWholeNumber - 1n;
}
