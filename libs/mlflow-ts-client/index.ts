export { MlflowClient, type MlflowClientOptions } from './mlflow-client.js';
export { isMlflowError, MlflowError, type ClientErrorCode, type MlflowErrorKind } from './mlflow-error.js';
export type { CallOptions, Page, Texts, ViewType } from './call-options.js';
export type { RetryPolicy } from './http/retry-policy.js';
export type { TrackingServerOptions } from './http/tracking-server.js';
export { filterText } from './filter-text.js';
export { codePointLength, cutToCodePoints, LIMITS } from './limits.js';
export type { Experiment, ExperimentSearch, NewExperiment } from './experiments/experiment.js';
export type { Experiments } from './experiments/experiments.js';
export type {
  CutValue,
  Dataset,
  DatasetInput,
  LoggedBatch,
  Metric,
  ModelOutput,
  NewMetric,
  NewRun,
  Run,
  RunBatch,
  RunChanges,
  RunSearch,
  RunStatus,
} from './runs/run.js';
export type { Runs } from './runs/runs.js';
export type { ArtifactEntry, ArtifactPage, ArtifactRoot, DownloadOptions } from './artifacts/artifact.js';
export type { Artifacts } from './artifacts/artifacts.js';
export type {
  LoggedModel,
  LoggedModelSearch,
  LoggedModelStatus,
  NewLoggedModel,
} from './logged-models/logged-model.js';
export type { LoggedModels } from './logged-models/logged-models.js';
export type {
  NewRegisteredModel,
  RegisteredModel,
  RegisteredModelSearch,
} from './registered-models/registered-model.js';
export type { RegisteredModels } from './registered-models/registered-models.js';
export type {
  ModelVersion,
  ModelVersionSearch,
  ModelVersionStatus,
  NewModelVersion,
} from './model-versions/model-version.js';
export type { ModelVersions, ReadyOptions } from './model-versions/model-versions.js';
export type { ServerVersion } from './server-version/server-version.js';
