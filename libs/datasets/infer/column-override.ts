import type { ColumnKind } from '../feature-schema.js';
import type { DateFormat } from './date-text.js';

/** What a definition says of one column, instead of what was inferred. */
export interface ColumnOverride {
  readonly name?: string;
  readonly kind?: ColumnKind;
  readonly description?: string;
  readonly unit?: string;
  readonly integer?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly allowed_values?: readonly string[];
  readonly open?: boolean;
  readonly nullable?: boolean;
  readonly sensitive?: boolean;
  readonly excluded?: boolean;
  readonly missing_values?: readonly (number | string)[];
  readonly date_format?: DateFormat;
  readonly true_values?: readonly string[];
  readonly false_values?: readonly string[];
}

/** Keys that mean nothing for columns of other kinds. */
export const keysOfKinds: Readonly<Record<ColumnKind, readonly (keyof ColumnOverride)[]>> = {
  numeric: ['unit', 'integer', 'minimum', 'maximum'],
  categorical: ['allowed_values', 'open'],
  boolean: ['true_values', 'false_values'],
  date: ['date_format'],
};
