import type { ArtifactFile, DeliveredRun, DeliveredVersion } from '../delivered-run.js';

export interface ModelPlace {
  /** MLflow's id of the run. */
  readonly runId: string;
  /** Servers that know logged models. */
  readonly modelId?: string;
  /** `model` below a run, or the logged model's artifact_uri. */
  readonly artifactPath: string;
  /** Servers that do not know logged models: 32 hex digits; a stable one is made when absent. */
  readonly modelUuid?: string;
}

export interface ModelDirectory {
  /** Paths are relative to the directory. */
  readonly files: readonly ArtifactFile[];
  /** What `runs/log-model` takes as `model_json`: the content of MLmodel as JSON. */
  readonly modelJson: string;
}

/** A directory that Python opens with `mlflow.pyfunc.load_model`. */
export function modelDirectory(
  _delivered: DeliveredRun & { readonly version: DeliveredVersion },
  _place: ModelPlace,
): ModelDirectory {
  return { files: [], modelJson: '{}' };
}
