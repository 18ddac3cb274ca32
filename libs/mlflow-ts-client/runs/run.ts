import type { Texts, ViewType } from '../call-options.js';

export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface Metric {
  readonly key: string;
  /** NaN comes back as NaN; MLflow keeps infinities as ±1.797e308. */
  readonly value: number;
  readonly timestamp: Date;
  readonly step: number;
  /** Set where the metric belongs to a logged model or a dataset (3.x). */
  readonly modelId?: string | undefined;
  readonly datasetName?: string | undefined;
  readonly datasetDigest?: string | undefined;
}

/** A metric to log. Points equal in key, value, timestamp and step are one point: logging them again is safe. */
export interface NewMetric extends Omit<Metric, 'step'> {
  /** 0 unless given. */
  readonly step?: number | undefined;
}

export interface Dataset {
  readonly name: string;
  /** At most 36 characters. */
  readonly digest: string;
  /** `local`, `http`, `code` or another. */
  readonly sourceType: string;
  /** JSON text such as `{"uri":"..."}`. */
  readonly source: string;
  /** JSON text such as `{"mlflow_colspec":[{"type":"double","name":"x","required":true}]}`. */
  readonly schema?: string | undefined;
  /** JSON text such as `{"num_rows":150,"num_elements":600}`. */
  readonly profile?: string | undefined;
}

export interface DatasetInput {
  readonly dataset: Dataset;
  /** `mlflow.data.context` says what it was used for: `training` or `eval`. */
  readonly tags: Texts;
}

export interface Run {
  readonly runId: string;
  readonly runName: string | undefined;
  readonly experimentId: string;
  readonly userId: string | undefined;
  readonly status: RunStatus;
  readonly startTime: Date | undefined;
  readonly endTime: Date | undefined;
  /** Root of the run's artifacts; a run can be given where an ArtifactRoot is wanted. */
  readonly artifactUri: string;
  readonly lifecycleStage: 'active' | 'deleted';
  /** The latest point of each metric. */
  readonly metrics: readonly Metric[];
  readonly params: Texts;
  readonly tags: Texts;
  readonly datasets: readonly DatasetInput[];
  readonly inputModelIds: readonly string[];
  readonly outputModels: readonly ModelOutput[];
}

/** A logged model that a run made (3.x), at which step. */
export interface ModelOutput {
  readonly modelId: string;
  readonly step: number;
}

export interface NewRun {
  readonly experimentId: string;
  /** The server makes a name up when none is given. */
  readonly runName?: string | undefined;
  readonly userId?: string | undefined;
  readonly startTime: Date;
  readonly tags?: Texts | undefined;
}

export interface RunChanges {
  readonly runId: string;
  readonly status?: RunStatus | undefined;
  readonly endTime?: Date | undefined;
  readonly runName?: string | undefined;
}

export interface RunSearch {
  readonly experimentIds: readonly string[];
  /** Such as ``metrics.rmse < 1 and tags.`a.b` = 'x' and attributes.status = 'FINISHED'``. */
  readonly filter?: string | undefined;
  readonly orderBy?: readonly string[] | undefined;
  readonly viewType?: ViewType | undefined;
  /** Items per page; 1000 unless given, at most 50 000. */
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export interface RunBatch {
  readonly metrics?: readonly NewMetric[] | undefined;
  /** Cut to 6000 characters. A param cannot change its value later; sending the same again is safe. */
  readonly params?: Texts | undefined;
  /** Cut to 8000 characters. */
  readonly tags?: Texts | undefined;
}

/** A value that was longer than the server takes and was cut. */
export interface CutValue {
  readonly kind: 'param' | 'tag';
  readonly key: string;
  /** Code points before and after. */
  readonly length: number;
  readonly keptLength: number;
}

export interface LoggedBatch {
  readonly requestCount: number;
  readonly cutValues: readonly CutValue[];
}
