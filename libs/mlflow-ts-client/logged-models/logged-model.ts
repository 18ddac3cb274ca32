import type { Texts } from '../call-options.js';
import { wirePairs, type WireReader } from '../http/wire-values.js';
import type { Metric } from '../runs/run.js';
import { readMetric } from '../runs/run-wire.js';

export type LoggedModelStatus = 'PENDING' | 'READY' | 'UPLOAD_FAILED';

/** A model as MLflow 3 knows it: an object of its own with artifacts, params, metrics and tags. */
export interface LoggedModel {
  /** `m-` and 32 hexadecimal digits. */
  readonly modelId: string;
  readonly experimentId: string;
  readonly name: string;
  readonly status: LoggedModelStatus;
  /** Root of the model's files; a model can be given where an ArtifactRoot is wanted. */
  readonly artifactUri: string;
  readonly modelType: string | undefined;
  readonly sourceRunId: string | undefined;
  readonly createdAt: Date | undefined;
  readonly updatedAt: Date | undefined;
  readonly tags: Texts;
  readonly params: Texts;
  readonly metrics: readonly Metric[];
}

export interface NewLoggedModel {
  readonly experimentId: string;
  /** None of `/ : . % " '`. The server makes a name up when none is given. */
  readonly name?: string | undefined;
  readonly modelType?: string | undefined;
  readonly sourceRunId?: string | undefined;
  /** At most 100: MLflow refuses the same one twice, so they cannot be added in a way that is safe to repeat. */
  readonly params?: Texts | undefined;
  readonly tags?: Texts | undefined;
}

export interface LoggedModelSearch {
  readonly experimentIds: readonly string[];
  /** Such as ``tags.`a.b` = 'x' and name = 'loan-amount'``. */
  readonly filter?: string | undefined;
  readonly orderBy?: readonly { readonly field: string; readonly ascending: boolean }[] | undefined;
  /** Items per page; 50 unless given. */
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

const WIRE_STATUS_PREFIX = 'LOGGED_MODEL_';

export function wireStatus(status: LoggedModelStatus): string {
  return `${WIRE_STATUS_PREFIX}${status}`;
}

export function wireLoggedModel(model: NewLoggedModel): object {
  return {
    experiment_id: model.experimentId,
    name: model.name,
    model_type: model.modelType,
    source_run_id: model.sourceRunId,
    params: wirePairs(model.params),
    tags: wirePairs(model.tags),
  };
}

export function readLoggedModel(reply: WireReader): LoggedModel {
  const information = reply.object('info');
  const data = reply.optionalObject('data');
  const status = information.optionalText('status') ?? 'LOGGED_MODEL_PENDING';
  return {
    modelId: information.text('model_id'),
    experimentId: information.text('experiment_id'),
    name: information.optionalText('name') ?? '',
    status: status.replace(WIRE_STATUS_PREFIX, '') as LoggedModelStatus,
    artifactUri: information.text('artifact_uri'),
    modelType: information.optionalText('model_type'),
    sourceRunId: information.optionalText('source_run_id'),
    createdAt: information.optionalTime('creation_timestamp_ms'),
    updatedAt: information.optionalTime('last_updated_timestamp_ms'),
    tags: information.pairs('tags'),
    params: data?.pairs('params') ?? {},
    metrics: data?.list('metrics').map(readMetric) ?? [],
  };
}
