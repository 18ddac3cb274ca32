import type { DatasetColumn } from '#libs/datasets';

/** One column in the words of MLflow's schemas. */
export interface ColumnSpec {
  readonly type: 'double' | 'boolean' | 'string' | 'long' | 'float';
  readonly name: string;
  readonly required: boolean;
}

/** Columns as the dataset holds them. */
export function columnSpecs(
  columns: readonly Pick<DatasetColumn, 'name' | 'kind' | 'nullable'>[],
): ColumnSpec[] {
  return columns.map(({ name, kind, nullable }) => ({ type: specTypes[kind], name, required: !nullable }));
}

const specTypes = { numeric: 'double', date: 'double', boolean: 'boolean', categorical: 'string' } as const;
