import { columnOf, type DatasetDefinition, rowExpression, sqlName } from '#libs/datasets';
import { type BatchPredictionEntity, RowSelection } from '../batches/batch-prediction.entity.js';

/** What to ask PostgreSQL for, as plain data. */
export interface RowsToScore {
  /** One row: `rows`. */
  readonly count: string;
  /** In the order of the identifier: its text, the revision, then the features. */
  readonly query: string;
  /** Of both. */
  readonly values: readonly (string | number)[];
}

type Asked = Pick<
  BatchPredictionEntity,
  'id' | 'model' | 'model_version' | 'threshold' | 'selection' | 'last_identifier'
>;

/** The rows that a batch still has to answer.  */
export function rowsToScore(
  dataset: DatasetDefinition,
  featureNames: readonly string[],
  batch: Asked,
): RowsToScore {
  const values: (string | number)[] = [];
  const parameter = (value: string | number): string => `$${values.push(value)}`;
  const { identifier, revision } = dataset;
  const conditions: string[] = [];
  if (batch.last_identifier !== null)
    conditions.push(`source.${sqlName(identifier)} > ${parameter(batch.last_identifier)}`);
  if (batch.selection === RowSelection.Unpredicted)
    conditions.push(`NOT EXISTS (${currentResult(dataset, batch, parameter)})`);
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const from = `FROM ${dataset.relation} AS source${where}`;
  const columns = [
    // A name of its own: ORDER BY would otherwise mean the text, and '10' would come before '9'.
    `${sqlName(identifier)}::text AS row_identifier`,
    `${revision === undefined ? 'NULL' : sqlName(revision)}::text AS row_revision`,
    ...featureNames.map((name) => rowExpression(columnOf(dataset, name))),
  ];
  return {
    count: `SELECT count(*)::float8 AS rows ${from}`,
    query: `SELECT ${columns.join(', ')} ${from} ORDER BY source.${sqlName(identifier)}`,
    values,
  };
}

/**
 * What the same version, with the same threshold, said of the row as it is now. A refusal counts as such only where
 * the dataset knows when a row changes: elsewhere the row may have been repaired, and is tried again.
 */
function currentResult(
  { identifier, revision }: DatasetDefinition,
  batch: Asked,
  parameter: (value: string | number) => string,
): string {
  const threshold =
    batch.threshold === null ? 'IS NULL' : `= ${parameter(batch.threshold)}::double precision`;
  return `
    SELECT 1 FROM batch_prediction_results AS result JOIN batch_predictions AS batch ON batch.id = result.batch_id
    WHERE batch.model = ${parameter(batch.model)} AND batch.model_version = ${parameter(batch.model_version)}
      AND batch.threshold ${threshold} AND batch.id <> ${parameter(batch.id)}
      AND result.row_identifier = source.${sqlName(identifier)}::text
      AND ${
        revision === undefined
          ? 'result.problems IS NULL'
          : `result.row_revision IS NOT DISTINCT FROM source.${sqlName(revision)}::text`
      }`;
}
