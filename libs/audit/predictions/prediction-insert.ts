import { DomainError } from '#libs/platform';
import { predictionColumns } from './prediction-columns.js';
import type { PredictionRecord } from './prediction-record.js';
import type { PredictionRecordRow } from './prediction-record.entity.js';
import { isStorableText, storableText } from './storable.js';

const names = Object.keys(predictionColumns).join(', ');
const definitions = Object.entries(predictionColumns).map(([name, type]) => `${name} ${type}`);

/**
 * One parameter, a JSON array of records: with 16 records 44 to 48 microseconds of CPU per record (Node and
 * PostgreSQL together), where one array parameter per column with unnest costs 48 to 53.
 */
export const insertPredictions = `INSERT INTO audit.predictions (${names})
SELECT ${names} FROM json_to_recordset($1::json) AS record(${definitions.join(', ')})`;

/** Writes nothing, yet fails where an insert would: privilege missing, read-only server, table locked. */
export const insertNothing = 'INSERT INTO audit.predictions (id) SELECT NULL::uuid WHERE false';

/** JSON.stringify escapes exactly the two things that PostgreSQL refuses; a literal backslash matches too. */
const mayBeRefused = /\\u(?:0000|d[89a-f])/;

/**
 * One record as JSON text for `insertPredictions`.
 * @throws DomainError `validation_failed` when inputs or output hold text that cannot be stored; elsewhere
 *   (names of refused fields, an unknown model) such characters are replaced, so that a refusal is recorded
 */
export function predictionRow(record: PredictionRecord): string {
  const row: Record<keyof PredictionRecordRow, unknown> = {
    id: record.id,
    request_id: record.requestId,
    occurred_at: record.occurredAt,
    actor_kind: record.actor.kind,
    actor_id: record.actor.id,
    credential_id: record.actor.credentialId,
    route: record.route,
    subject_id: record.subjectId,
    model: record.model,
    model_version: record.modelVersion,
    model_digest: record.modelDigest,
    inputs: record.inputs,
    output: record.output,
    threshold: record.threshold,
    decision: record.decision,
    status: record.status,
    http_status: record.httpStatus,
    error_code: record.errorCode,
    error_fields: record.errorFields,
    latency_ms: record.latencyMs,
  };
  const text = JSON.stringify(row);
  return mayBeRefused.test(text) ? rowWithoutRefusedText(row) : text;
}

function rowWithoutRefusedText(row: Readonly<Record<string, unknown>>): string {
  JSON.stringify([row['inputs'], row['output']], (key, value: unknown) => {
    if (isStorableText(key) && (typeof value !== 'string' || isStorableText(value))) return value;
    throw new DomainError(
      'validation_failed',
      'Send text without NUL characters and without unpaired surrogates: it cannot be recorded.',
    );
  });
  return JSON.stringify(row, (_key, value: unknown) =>
    typeof value === 'string' ? storableText(value) : value,
  );
}
