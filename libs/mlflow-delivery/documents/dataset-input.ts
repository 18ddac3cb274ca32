import type { DeliveredRun } from './delivered-run.js';
import { columnOf, type DatasetColumn, type DatasetDefinition } from '#libs/datasets';
import { LIMITS } from '#libs/mlflow-ts-client';
import { cut } from './limits.js';
import type { LoggedDataset } from './logged-values.js';
import { columnSpecs, type ColumnSpec } from './column-specs.js';
import { datasetPath } from './run-files.js';

/**
 * The rows that the run learned from; undefined for runs that made no version.
 *
 * @param mlflowRunId with it, `mlflow.data.get_source(...).load()` downloads the copy of the rows, where there is one
 */
export function datasetInput(delivered: DeliveredRun, mlflowRunId?: string): LoggedDataset | undefined {
  const { run, model, dataset, version, copy } = delivered;
  if (!version) return undefined;
  const columns = columnSpecs([...version.row.features, targetColumn(dataset, model.target)]);
  const rowCount = run.n_rows ?? version.row.card.training_rows + version.row.card.held_out_rows;
  return {
    dataset: {
      name: cut(dataset.name, LIMITS.datasetNameLength),
      digest: version.row.card.training_fingerprint.slice(0, LIMITS.datasetDigestLength),
      ...sourceOf(delivered, copy === null ? undefined : mlflowRunId),
      schema: schemaOf(columns),
      profile: JSON.stringify({ num_rows: rowCount, num_elements: rowCount * columns.length }),
    },
    tags: [{ key: 'mlflow.data.context', value: 'training' }],
  };
}

/** Every row that was read has a target, although the table allows rows without. */
function targetColumn(dataset: DatasetDefinition, target: string): DatasetColumn {
  return { ...columnOf(dataset, target), nullable: false };
}

/** `code` is made by a program, which the tags name; `local` takes any address that MLflow can download from. */
function sourceOf(
  { dataset }: DeliveredRun,
  mlflowRunId: string | undefined,
): { readonly sourceType: string; readonly source: string } {
  if (mlflowRunId !== undefined)
    return { sourceType: 'local', source: JSON.stringify({ uri: `runs:/${mlflowRunId}/${datasetPath}` }) };
  const tags = { 'mlflow.source.name': 'veridict', 'mlflow.source.type': 'JOB', relation: dataset.relation };
  return { sourceType: 'code', source: JSON.stringify({ tags }) };
}

/** A table of very many columns shows the first ones: half a document would be none. */
function schemaOf(columns: readonly ColumnSpec[]): string {
  const schema = JSON.stringify({ mlflow_colspec: columns });
  if (schema.length <= LIMITS.datasetSchemaLength) return schema;
  return schemaOf(columns.slice(0, Math.floor(columns.length / 2)));
}
