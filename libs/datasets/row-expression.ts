import type { DatasetColumn } from './feature-schema.js';
import { sqlName, sqlText } from './sql-names.js';

/** SQL that reads a column as the JSON value that a request would send for it. */
export function rowExpression(column: DatasetColumn): string {
  return `${jsonValue(column.kind, presentValue(column))} AS ${sqlName(column.name)}`;
}

/** SQL that reads what a column holds, also where that stands for a missing value. */
export function storedValue({ name, kind }: DatasetColumn): string {
  return jsonValue(kind, sqlName(name));
}

function jsonValue(kind: DatasetColumn['kind'], value: string): string {
  switch (kind) {
    case 'numeric':
      return `${value}::float8`;
    case 'boolean':
      return value;
    case 'categorical':
      return `${value}::text`;
    case 'date':
      return `to_char(${value}, 'YYYY-MM-DD')`;
  }
}

/** The column, null where it holds a value that stands for a missing one. */
export function presentValue({ name, kind, missingValues = [] }: DatasetColumn): string {
  const column = sqlName(name);
  const markers = missingValues.map((marker) =>
    typeof marker === 'number' && kind === 'numeric' ? `${marker}` : sqlText(String(marker)),
  );
  const compared = kind === 'numeric' ? `${column}::float8` : `${column}::text`;
  return markers.length === 0
    ? column
    : `CASE WHEN ${compared} IN (${markers.join(', ')}) THEN NULL ELSE ${column} END`;
}
