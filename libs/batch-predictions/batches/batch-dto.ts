import { type BatchPredictionDto, BatchPhase, type BatchProgressDto } from '../dto/batch-prediction.dto.js';
import { type BatchPredictionEntity, BatchStatus, isFinished } from './batch-prediction.entity.js';

export function batchDto(batch: BatchPredictionEntity): BatchPredictionDto {
  return {
    id: batch.id,
    model: batch.model,
    model_version: batch.model_version,
    model_digest: batch.model_digest,
    threshold: batch.threshold,
    rows: batch.selection,
    status: batch.status,
    progress: progressOf(batch),
    rows_answered: batch.rows_answered,
    rows_refused: batch.rows_refused,
    content_hash: isFinished(batch) ? batch.content_hash : null,
    requested_by: batch.requested_by_id,
    attempt: batch.attempt,
    created_at: batch.created_at.toISOString(),
    started_at: batch.started_at?.toISOString() ?? null,
    finished_at: batch.finished_at?.toISOString() ?? null,
    results_deleted_at: batch.results_deleted_at?.toISOString() ?? null,
    error: batch.error && { ...batch.error, problems: [...batch.error.problems] },
  };
}

function progressOf(batch: BatchPredictionEntity): BatchProgressDto {
  const { rows_total, rows_per_second } = batch;
  const rows_done = batch.rows_answered + batch.rows_refused;
  const rows_remaining = rows_total === null ? null : rows_total - rows_done;
  const runs = batch.status === BatchStatus.Running;
  return {
    phase: isFinished(batch) ? BatchPhase.Finished : runs ? BatchPhase.Scoring : BatchPhase.Queued,
    rows_total,
    rows_done,
    rows_remaining,
    rows_per_second,
    seconds_remaining:
      runs && rows_remaining !== null && rows_per_second ? rows_remaining / rows_per_second : null,
  };
}
