export { DatasetRegistry } from './dataset-registry.js';
export { DatasetsModule } from './datasets.module.js';
export { columnOf, type ColumnKind, type DatasetColumn, type DatasetDefinition } from './feature-schema.js';
