import type { Texts, ViewType } from '../call-options.js';
import type { WireReader } from '../http/wire-values.js';

export interface Experiment {
  readonly experimentId: string;
  readonly name: string;
  readonly artifactLocation: string | undefined;
  /** Deleted experiments keep their name, and runs cannot be written to them. */
  readonly lifecycleStage: 'active' | 'deleted';
  readonly createdAt: Date | undefined;
  readonly updatedAt: Date | undefined;
  readonly tags: Texts;
}

export interface NewExperiment {
  /** At most 500 characters, unique among all experiments, deleted ones included. */
  readonly name: string;
  readonly artifactLocation?: string | undefined;
  readonly tags?: Texts | undefined;
}

export interface ExperimentSearch {
  /** Such as ``name LIKE 'loan%' AND tags.`team.name` = 'risk'``. */
  readonly filter?: string | undefined;
  readonly orderBy?: readonly string[] | undefined;
  readonly viewType?: ViewType | undefined;
  /** Items per page; 1000 unless given. */
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

export function readExperiment(reply: WireReader): Experiment {
  return {
    experimentId: reply.text('experiment_id'),
    name: reply.text('name'),
    artifactLocation: reply.optionalText('artifact_location'),
    lifecycleStage: reply.name('lifecycle_stage', 'active'),
    createdAt: reply.optionalTime('creation_time'),
    updatedAt: reply.optionalTime('last_update_time'),
    tags: reply.pairs('tags'),
  };
}
