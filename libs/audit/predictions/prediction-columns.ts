import type { PredictionRecordRow } from './prediction-record.entity.js';

/** What a record consists of, in the order of the table and of exports, with the PostgreSQL types. */
export const predictionColumns = {
  id: 'uuid',
  request_id: 'text',
  occurred_at: 'timestamptz',
  actor_kind: 'text',
  actor_id: 'text',
  credential_id: 'text',
  route: 'text',
  subject_id: 'text',
  model: 'text',
  model_version: 'integer',
  model_digest: 'text',
  inputs: 'jsonb',
  output: 'jsonb',
  threshold: 'double precision',
  decision: 'jsonb',
  status: 'text',
  http_status: 'integer',
  error_code: 'text',
  error_fields: 'jsonb',
  latency_ms: 'double precision',
} as const satisfies Record<keyof PredictionRecordRow, string>;
