import type { ColumnValues, Table } from './table.js';

/** The same rows with one column replaced; nothing else is copied. */
export function withColumn(table: Table, name: string, values: ColumnValues): Table {
  return { rowCount: table.rowCount, columns: { ...table.columns, [name]: values } };
}
