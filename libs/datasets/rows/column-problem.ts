import type { DatasetColumn } from '../feature-schema.js';

/** Longer texts are documents, not categories. */
export const longestText = 10_000;

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** What a value to be stored must be, in words that hold nothing of it; undefined when the column takes it. */
export function columnProblem(column: DatasetColumn, value: unknown): string | undefined {
  if (value === null)
    return column.nullable ? undefined : `must be ${expected(column)}; it cannot be missing`;
  // Stored as it is: read as missing by models alone.
  if (column.missingValues?.some((marker) => marker === value)) return undefined;
  switch (column.kind) {
    case 'numeric':
      return numberProblem(column, value);
    case 'boolean':
      return typeof value === 'boolean' ? undefined : mustBe(column);
    case 'date':
      return typeof value === 'string' && isDay(value) ? undefined : mustBe(column);
    case 'categorical':
      return textProblem(column, value);
  }
}

function numberProblem(column: DatasetColumn, value: unknown): string | undefined {
  const { integer, minimum, maximum } = column;
  if (typeof value === 'string') return `${mustBe(column)}; a number sent as text is not taken`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return mustBe(column);
  if (integer && !Number.isInteger(value)) return mustBe(column);
  if (minimum !== undefined && value < minimum) return `must be at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `must be at most ${maximum}`;
  return undefined;
}

function textProblem(column: DatasetColumn, value: unknown): string | undefined {
  if (typeof value !== 'string') return mustBe(column);
  const { allowedValues, open, nullable } = column;
  if (allowedValues?.includes(value)) return undefined;
  if (allowedValues && !open)
    return `must be one of ${allowedValues.map((allowed) => JSON.stringify(allowed)).join(', ')}`;
  if (value === '') return `must not be empty${nullable ? '; send null where the value is missing' : ''}`;
  if (value.length > longestText) return `must have at most ${longestText} characters`;
  return isPrintable(value) ? undefined : 'must not contain control characters or halves of characters';
}

/** Text as imports take it too: line ends and tabs belong to texts. PostgreSQL would not give halves back as they were. */
export function isPrintable(text: string): boolean {
  return text.isWellFormed() && !/(?![\t\n\r])\p{Cc}/u.test(text);
}

function mustBe(column: DatasetColumn): string {
  return `must be ${expected(column)}${column.nullable ? ' or null' : ''}`;
}

function expected({ kind, integer }: DatasetColumn): string {
  switch (kind) {
    case 'numeric':
      return integer ? 'a whole number' : 'a number';
    case 'boolean':
      return 'true or false';
    case 'date':
      return 'a day as YYYY-MM-DD';
    case 'categorical':
      return 'a text';
  }
}

/** A day of the calendar: there is no 30 February, and PostgreSQL knows no year 0. */
function isDay(text: string): boolean {
  const time = dayPattern.test(text) && !text.startsWith('0000') ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
