import { Injectable } from '@nestjs/common';
import { DatasetReader, type RowValue } from '#libs/datasets';
import {
  asLearned,
  DecisionPolicies,
  LiveModels,
  type LiveVersion,
  type ModelDefinition,
  type PolicyInForce,
} from '#libs/models';
import { DomainError } from '#libs/platform';
import type { PredictionCall } from '#libs/prediction';
import { DecidingModels } from '../deciding-models.js';

export interface SubjectRequest {
  readonly model: string;
  readonly rowId: string;
  /** What an unknown identifier is called; absent: `row_not_found`. */
  readonly notFound?: () => DomainError;
}

/** Whom a decision is about, and by what it is decided. */
export interface Subject {
  readonly rowId: string;
  readonly model: ModelDefinition;
  readonly live: LiveVersion;
  readonly policy: PolicyInForce;
  /** The features as they are stored. */
  readonly row: Readonly<Record<string, RowValue>>;
  readonly protectedColumns: ReadonlySet<string>;
}

/** Finds stored rows and what decides of them. */
@Injectable()
export class Subjects {
  constructor(
    private readonly models: DecidingModels,
    private readonly live: LiveModels,
    private readonly policies: DecisionPolicies,
    private readonly reader: DatasetReader,
  ) {}

  /**
   * Leaves in the call what its record needs, whatever comes of it.
   * @throws DomainError `model_not_found`, `model_not_ready`, `row_not_found`, `dataset_unfit`, `validation_failed`
   */
  async find(call: PredictionCall, { model: name, rowId, notFound }: SubjectRequest): Promise<Subject> {
    call.subjectId = rowId;
    const model = await this.models.get(name);
    call.model = model.name;
    const live = this.live.champion(model.name);
    const { features } = live.row;
    const names = features.map((feature) => feature.name);
    const [row, policy] = await Promise.all([
      this.reader.readRow(asLearned(this.models.datasetOf(model), features), names, rowId),
      this.policies.inForce(model),
    ]);
    if (!row) throw notFound?.() ?? unknownRow();
    return { rowId, model, live, policy, row, protectedColumns: this.models.protectedColumns(model) };
  }
}

function unknownRow(): DomainError {
  return new DomainError('row_not_found', "No row of the model's dataset has this identifier.");
}
