import type { Texts } from '../call-options.js';
import type { WireReader } from '../http/wire-values.js';

export type ModelVersionStatus = 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION' | 'READY';

export interface ModelVersion {
  readonly name: string;
  /** MLflow's versions are texts of digits: "1". */
  readonly version: string;
  readonly status: ModelVersionStatus;
  readonly statusMessage: string | undefined;
  /** Where it was registered from; the files are found through `downloadUri`. */
  readonly source: string | undefined;
  readonly runId: string | undefined;
  readonly modelId: string | undefined;
  readonly description: string | undefined;
  readonly userId: string | undefined;
  readonly createdAt: Date | undefined;
  readonly updatedAt: Date | undefined;
  readonly tags: Texts;
  readonly aliases: readonly string[];
}

export interface NewModelVersion {
  readonly name: string;
  /** `models:/<model id>` (3.x, with `modelId`) or `<artifactUri of the run>/model` (with `runId`). */
  readonly source: string;
  readonly runId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly description?: string | undefined;
  readonly tags?: Texts | undefined;
}

export interface ModelVersionSearch {
  /** Such as ``name = 'loan-amount' and tags.`a.b` = 'x'``. */
  readonly filter?: string | undefined;
  readonly orderBy?: readonly string[] | undefined;
  /** Items per page; 1000 unless given, at most 200 000. */
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export function readModelVersion(reply: WireReader): ModelVersion {
  return {
    name: reply.text('name'),
    version: reply.text('version'),
    status: reply.name('status', 'READY'),
    statusMessage: reply.optionalText('status_message'),
    source: reply.optionalText('source'),
    runId: reply.optionalText('run_id') || undefined,
    modelId: reply.optionalText('model_id') || undefined,
    description: reply.optionalText('description'),
    userId: reply.optionalText('user_id'),
    createdAt: reply.optionalTime('creation_timestamp'),
    updatedAt: reply.optionalTime('last_updated_timestamp'),
    tags: reply.pairs('tags'),
    aliases: reply.texts('aliases'),
  };
}
