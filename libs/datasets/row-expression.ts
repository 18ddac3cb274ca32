import { MISSING_TEXTS } from '#libs/ml';
import type { DatasetColumn } from './feature-schema.js';
import { sqlName, sqlText } from './sql-names.js';

/** Texts that are missing to every model, as SQL. */
export const missingTexts = MISSING_TEXTS.map(sqlText).join(', ');

/** SQL that reads a column as the JSON value that a request would send for it. */
export function rowExpression(column: DatasetColumn): string {
  return `${requestValue(column)} AS ${sqlName(column.name)}`;
}

/** The same under no name: a column may have a name that rows of the driver cannot hold. */
export function requestValue(column: DatasetColumn): string {
  const value = jsonValue(column.kind, presentValue(column));
  switch (column.kind) {
    case 'numeric':
      return `nullif(${value}, 'NaN')`;
    case 'categorical':
      return `CASE WHEN ${value} NOT IN (${missingTexts}) THEN ${value} END`;
    default:
      return value;
  }
}

/** SQL that reads what a column holds, also where that stands for a missing value. */
export function storedValue({ name, kind }: DatasetColumn): string {
  return jsonValue(kind, sqlName(name));
}

function jsonValue(kind: DatasetColumn['kind'], value: string): string {
  switch (kind) {
    case 'numeric':
      return `(${value})::float8`;
    case 'boolean':
      return value;
    case 'categorical':
      return `(${value})::text`;
    case 'date':
      return `to_char(${value}, 'YYYY-MM-DD')`;
  }
}

/** The column, null where it holds a value that stands for a missing one. */
export function presentValue(column: DatasetColumn): string {
  const value = unmarkedValue(column);
  // 'infinity' is a date to PostgreSQL, but no day.
  return column.kind === 'date' ? `CASE WHEN isfinite(${value}) THEN ${value} END` : value;
}

function unmarkedValue({ name, kind, missingValues = [] }: DatasetColumn): string {
  const column = sqlName(name);
  const markers = missingValues.map((marker) =>
    typeof marker === 'number' && kind === 'numeric' ? `${marker}` : sqlText(String(marker)),
  );
  const compared = kind === 'numeric' ? `${column}::float8` : `${column}::text`;
  return markers.length === 0
    ? column
    : `CASE WHEN ${compared} IN (${markers.join(', ')}) THEN NULL ELSE ${column} END`;
}
