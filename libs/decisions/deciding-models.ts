import { Injectable } from '@nestjs/common';
import { type DatasetDefinition } from '#libs/datasets';
import { type ModelDefinition, ModelRegistry } from '#libs/models';
import { validationFailed } from '#libs/platform';

/** The models that decide: those that answer yes or no. */
@Injectable()
export class DecidingModels {
  constructor(private readonly models: ModelRegistry) {}

  /** @throws DomainError `model_not_found`; `validation_failed` for a model that does not answer yes or no */
  async get(name: string): Promise<ModelDefinition> {
    const model = await this.models.get(name);
    if (model.task === 'binary') return model;
    const detail = `${model.name} does not answer yes or no (its task is ${model.task}), so it decides nothing`;
    throw validationFailed([{ pointer: '/model', detail }]);
  }

  datasetOf(model: ModelDefinition): DatasetDefinition {
    return this.models.datasetOf(model);
  }

  /** Columns that no reason names and no proposal changes, whether they are features or not. */
  protectedColumns(model: ModelDefinition): ReadonlySet<string> {
    const sensitive = this.datasetOf(model).columns.filter((column) => column.sensitive);
    return new Set([...sensitive.map(({ name }) => name), ...(model.sensitiveFeatures ?? [])]);
  }
}
