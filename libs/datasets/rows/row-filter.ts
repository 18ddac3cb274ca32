import { validationFailed } from '#libs/platform';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { nearestName } from '../nearest-name.js';
import { storedValue } from '../row-expression.js';

/** Rows whose column holds a value. */
export interface RowFilter {
  readonly column: DatasetColumn;
  /** As text; null where the column holds none. */
  readonly value: string | null;
  /** SQL; the value is parameter $1. */
  readonly condition: string;
}

const numberPattern = /^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,3})?$/i;

/**
 * @param equals the value as text; undefined: rows in which the column holds none
 * @throws DomainError `validation_failed` when there is no such column, or it can hold no such value
 */
export function rowFilter(dataset: DatasetDefinition, name: string, equals: string | undefined): RowFilter {
  const column = dataset.columns.find((candidate) => candidate.name === name);
  if (!column) {
    const nearest = nearestName(
      name,
      dataset.columns.map((known) => known.name),
    );
    const suggestion = nearest === undefined ? '' : `; did you mean ${nearest}?`;
    throw validationFailed([{ pointer: '/column', detail: `is no column of ${dataset.name}${suggestion}` }]);
  }
  const stored = storedValue(column);
  if (equals === undefined) return { column, value: null, condition: `${stored} IS NULL` };
  const detail = equalsProblem(column, equals);
  if (detail !== undefined) throw validationFailed([{ pointer: '/equals', detail }]);
  return { column, value: equals, condition: `${stored} = $1${castOf[column.kind]}` };
}

/** Days are compared as the texts that they are answered as. */
const castOf: Readonly<Record<DatasetColumn['kind'], string>> = {
  numeric: '::float8',
  boolean: '::boolean',
  categorical: '::text',
  date: '::text',
};

function equalsProblem({ kind }: DatasetColumn, equals: string): string | undefined {
  switch (kind) {
    case 'numeric':
      return numberPattern.test(equals) && Number.isFinite(Number(equals)) ? undefined : 'must be a number';
    case 'boolean':
      return equals === 'true' || equals === 'false' ? undefined : 'must be true or false';
    case 'categorical':
    case 'date':
      return undefined;
  }
}
