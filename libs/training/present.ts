import type { RunPhase, TrainingRunDto } from './dto/training-run.dto.js';
import type { TrainingOptionsDto } from './dto/training-options.dto.js';
import type { TrainingResultDto } from './dto/training-result.dto.js';
import { DeliveryState, type MlflowDeliveryEntity } from './outbox/mlflow-delivery.entity.js';
import type { RunDeliveryDto } from './dto/run-delivery.dto.js';
import type { RunOriginDto } from './dto/run-origin.dto.js';
import type { TrainingRunEntity } from './runs/training-run.entity.js';

export function runDto(run: TrainingRunEntity, delivery: MlflowDeliveryEntity | undefined): TrainingRunDto {
  return {
    id: run.id,
    model: run.model,
    status: run.status,
    progress: { ...run.progress, phase: run.progress.phase as RunPhase },
    algorithm: run.algorithm,
    hyperparameters: run.hyperparameters,
    seed: run.seed,
    test_size: run.test_size,
    options: run.options as TrainingOptionsDto,
    requested_by: run.requested_by_id,
    attempt: run.attempt,
    created_at: run.created_at.toISOString(),
    started_at: run.started_at?.toISOString() ?? null,
    finished_at: run.finished_at?.toISOString() ?? null,
    n_rows: run.n_rows,
    trained_algorithm: run.trained_algorithm,
    model_version: run.model_version,
    metrics: run.metrics,
    baseline_metrics: run.baseline_metrics,
    promoted: run.promoted,
    promotion_reason: run.promotion_reason,
    error: run.error && { ...run.error, problems: [...run.error.problems] },
    mlflow_run_id: run.mlflow_run_id,
    mlflow_model_uri: run.mlflow_model_uri,
    delivery: delivery ? deliveryDto(delivery) : null,
    origin: run.origin as RunOriginDto | null,
    git_commit: run.git_commit,
  };
}

function deliveryDto(row: MlflowDeliveryEntity): RunDeliveryDto {
  const pending = row.state === DeliveryState.Pending;
  return {
    state: row.state,
    attempts: row.attempts,
    error: row.error,
    next_attempt_at: pending ? row.next_attempt_at.toISOString() : null,
    delivered_at: row.delivered_at?.toISOString() ?? null,
    mlflow_version: row.mlflow_version,
  };
}

/** Of a run that succeeded: its row then holds all of these. */
export function resultDto(run: TrainingRunEntity): TrainingResultDto {
  const outcome = run.promoted ? 'is now the champion' : 'did not pass the gate; the champion stays';
  return {
    message: `Version ${run.model_version} of ${run.model} was trained on ${run.n_rows} rows and ${outcome}.`,
    model: run.model,
    model_version: run.model_version!,
    algorithm: run.trained_algorithm!,
    metrics: run.metrics!,
    baseline_metrics: run.baseline_metrics!,
    n_rows: run.n_rows!,
    training_run_id: run.id,
    mlflow_run_id: run.mlflow_run_id,
    mlflow_model_uri: run.mlflow_model_uri,
    promoted: run.promoted!,
    promotion_reason: run.promotion_reason!,
    duration_ms: run.finished_at!.getTime() - run.created_at.getTime(),
  };
}
