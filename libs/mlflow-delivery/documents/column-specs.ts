import { columnOf, type DatasetDefinition } from '#libs/datasets';

/** One column in the words of MLflow's schemas. */
export interface ColumnSpec {
  readonly type: 'double' | 'boolean' | 'string' | 'long' | 'float';
  readonly name: string;
  readonly required: boolean;
}

/** Columns as the dataset holds them. */
export function columnSpecs(dataset: DatasetDefinition, names: readonly string[]): ColumnSpec[] {
  return names.map((name) => {
    const { kind, nullable } = columnOf(dataset, name);
    return { type: specTypes[kind], name, required: !nullable };
  });
}

const specTypes = { numeric: 'double', boolean: 'boolean', categorical: 'string' } as const;
