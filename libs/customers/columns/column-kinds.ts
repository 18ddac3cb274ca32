import type { DatasetColumn } from '#libs/datasets';

/** What the table often lacks: a row may be without it, and a request may leave it out. */
const lacking = { nullable: true, optional: true } as const;
const required = { nullable: false, optional: false } as const;

export const daysUnit = 'days, counted from the application backwards';
export const flagUnit = '0 no, 1 yes';

type Numbers = Pick<DatasetColumn, 'unit' | 'integer' | 'minimum' | 'maximum'>;

export function number(name: string, description: string, numbers: Numbers): DatasetColumn {
  return { name, description, kind: 'numeric', sensitive: false, ...required, ...numbers };
}

/** Of the application's amounts, in the currency of the credit. */
export function amount(name: string, description: string): DatasetColumn {
  return number(name, description, { unit: 'currency of the credit', minimum: 0, maximum: 1_000_000_000 });
}

/** Days before the application, so never positive. */
export function days(name: string, description: string, earliest = -45_000): DatasetColumn {
  return number(name, description, { unit: daysUnit, integer: true, minimum: earliest, maximum: 0 });
}

export function count(name: string, description: string, unit: string, maximum: number): DatasetColumn {
  return number(name, description, { unit, integer: true, minimum: 0, maximum });
}

/** A flag that the file writes as 0 and 1, and requests as well: a row of the file is a valid request. */
export function flag(name: string, description: string): DatasetColumn {
  return count(name, description, flagUnit, 1);
}

export function category(name: string, description: string, allowedValues: readonly string[]): DatasetColumn {
  return { name, description, kind: 'categorical', sensitive: false, ...required, allowedValues };
}

/** New levels of it appear, and some are too rare to be in every training: answered, with a warning. */
export function openCategory(name: string, description: string): DatasetColumn {
  return { name, description, kind: 'categorical', sensitive: false, ...required, open: true };
}

export function optional(column: DatasetColumn): DatasetColumn {
  return { ...column, ...lacking };
}

/**
 * Kept to watch fairness, by those who hold it at all. Payloads of earlier services send these columns: taken, neither
 * used nor recorded.
 */
export function sensitive(column: DatasetColumn): DatasetColumn {
  return { ...column, ...lacking, sensitive: true, acceptedUnused: true };
}
