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
 * What the same version, with the same threshold, said of the row as it is now, unless another version or threshold
 * has had the row since: exports give out the newest answer, and it must become the one that is asked for. A refusal
 * counts as such only where the dataset knows when a row changes: elsewhere the row may have been repaired, and is
 * tried again.
 */
function currentResult(
  { identifier, revision }: DatasetDefinition,
  asked: Asked,
  parameter: (value: string | number) => string,
): string {
  const [model, version, own] = [asked.model, asked.model_version, asked.id].map(parameter);
  const threshold = asked.threshold === null ? 'NULL' : parameter(asked.threshold);
  const alike = (batch: string): string =>
    `(${batch}.model_version = ${version} AND ${batch}.threshold IS NOT DISTINCT FROM ${threshold}::double precision)`;
  return `
    SELECT 1 FROM batch_prediction_results AS result JOIN batch_predictions AS batch ON batch.id = result.batch_id
    WHERE batch.model = ${model} AND ${alike('batch')} AND batch.id <> ${own}
      AND result.row_identifier = source.${sqlName(identifier)}::text
      AND ${
        revision === undefined
          ? 'result.problems IS NULL'
          : `result.row_revision IS NOT DISTINCT FROM source.${sqlName(revision)}::text`
      }
      AND NOT EXISTS (
        SELECT 1 FROM batch_prediction_results AS newer JOIN batch_predictions AS other ON other.id = newer.batch_id
        WHERE other.model = ${model} AND NOT ${alike('other')} AND other.finished_at > batch.finished_at
          AND newer.row_identifier = result.row_identifier)`;
}
