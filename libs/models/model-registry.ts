import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { columnOf, type DatasetDefinition, DatasetRegistry } from '#libs/datasets';
import { DomainError } from '#libs/platform';
import type { ModelDefinition } from './model-definition.js';
import { ModelEntity } from './model.entity.js';
import { type RequestColumns, requestColumns } from './request-columns.js';
import type { FeatureSchema } from './versions/fitted-schema.js';

/** The models that exist. Use cases declare theirs while the application is wired. */
@Injectable()
export class ModelRegistry implements OnApplicationBootstrap {
  private readonly definitions = new Map<string, ModelDefinition>();

  constructor(
    private readonly datasets: DatasetRegistry,
    private readonly database: DataSource,
  ) {}

  declare(definition: ModelDefinition): void {
    const dataset = this.datasets.get(definition.dataset);
    for (const name of [...definition.features, definition.target]) {
      if (columnOf(dataset, name).sensitive)
        throw new Error(`${definition.name}: ${name} is sensitive and cannot be learned from`);
    }
    this.definitions.set(definition.name, definition);
  }

  /** Versions and runs refer to models by foreign key. */
  async onApplicationBootstrap(): Promise<void> {
    const rows = [...this.definitions.values()].map((definition) => ({
      ...definition,
      features: [...definition.features],
    }));
    if (rows.length > 0) await this.database.getRepository(ModelEntity).upsert(rows, ['name']);
  }

  list(): readonly ModelDefinition[] {
    return [...this.definitions.values()];
  }

  /** @throws DomainError `model_not_found` */
  get(name: string): ModelDefinition {
    const definition = this.definitions.get(name);
    if (!definition) {
      const known = this.list().map((model) => model.name);
      throw new DomainError(
        'model_not_found',
        `There is no model of that name. Models: ${known.join(', ')}.`,
      );
    }
    return definition;
  }

  datasetOf(definition: ModelDefinition): DatasetDefinition {
    return this.datasets.get(definition.dataset);
  }

  /** What requests to a version with these features may hold beyond them. */
  requestColumns(name: string, features: readonly FeatureSchema[]): RequestColumns {
    const definition = this.get(name);
    return requestColumns(this.datasetOf(definition), definition.target, features);
  }
}
