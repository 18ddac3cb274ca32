import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, IsNull, Not } from 'typeorm';
import { Notifications } from '#libs/database';
import { columnOf, datasetChannel, type DatasetDefinition, DatasetRegistry } from '#libs/datasets';
import { DomainError } from '#libs/platform';
import type { ModelDefinition } from './model-definition.js';
import { ModelEntity } from './model.entity.js';
import { type RequestColumns, requestColumns } from './request-columns.js';
import type { FeatureSchema } from './versions/fitted-schema.js';

/** Sent at commit, with the model's name, when users make, change or retire one. */
export const modelChannel = 'model_definitions';

export interface RetiredModel {
  readonly definition: ModelDefinition;
  readonly retiredAt: Date;
}

/**
 * The models that exist: those that use cases declare while the application is wired, and those that users make while
 * it runs, in any process.
 */
@Injectable()
export class ModelRegistry implements OnApplicationBootstrap {
  private readonly builtIn = new Map<string, ModelDefinition>();
  private stored: ReadonlyMap<string, ModelDefinition> = new Map();
  private retired: ReadonlyMap<string, RetiredModel> = new Map();
  /** Readings run one after the other, so an older one never overwrites a newer one. */
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly datasets: DatasetRegistry,
    private readonly database: DataSource,
    notifications: Notifications,
  ) {
    for (const channel of [datasetChannel, modelChannel])
      notifications.subscribe(
        channel,
        () => this.reload(),
        () => this.reload(),
      );
  }

  declare(definition: ModelDefinition): void {
    const dataset = this.datasets.get(definition.dataset);
    const switchedOn = new Set(definition.sensitiveFeatures);
    for (const name of [...definition.features, definition.target]) {
      if (columnOf(dataset, name).sensitive && !switchedOn.has(name))
        throw new Error(`${definition.name}: ${name} is sensitive and cannot be learned from`);
    }
    this.builtIn.set(definition.name, definition);
  }

  /** Versions and runs refer to models by foreign key. */
  async onApplicationBootstrap(): Promise<void> {
    const rows = [...this.builtIn.values()].map(({ name, description, dataset, task, target, features }) => ({
      ...{ name, description, dataset, task, target },
      features: [...features],
    }));
    if (rows.length > 0) await this.database.getRepository(ModelEntity).upsert(rows, ['name']);
    await this.reload();
  }

  /** As this process last read them, built-in ones first. */
  list(): readonly ModelDefinition[] {
    return [...this.builtIn.values(), ...this.stored.values()];
  }

  isBuiltIn(name: string): boolean {
    return this.builtIn.has(name);
  }

  /**
   * Whichever process it was made in.
   * @throws DomainError `model_not_found`
   */
  async get(name: string): Promise<ModelDefinition> {
    if (!this.builtIn.has(name) && !this.stored.has(name)) await this.reload();
    return this.known(name);
  }

  /**
   * The same of models that answer nothing any more: for what they left behind.
   * @throws DomainError `model_not_found`
   */
  async getEvenRetired(name: string): Promise<ModelDefinition> {
    if (!this.builtIn.has(name) && !this.stored.has(name)) await this.reload();
    return this.retired.get(name)?.definition ?? this.known(name);
  }

  listRetired(): readonly RetiredModel[] {
    return [...this.retired.values()];
  }

  /** Undefined: it was not retired, as far as this process knows. */
  retiredAt(name: string): Date | undefined {
    return this.retired.get(name)?.retiredAt;
  }

  datasetOf(definition: ModelDefinition): DatasetDefinition {
    return this.datasets.get(definition.dataset);
  }

  /** As it is now, whichever process changed it: for what is made of the declaration, and lasts. */
  presentDatasetOf(definition: ModelDefinition): Promise<DatasetDefinition> {
    return this.datasets.find(definition.dataset);
  }

  /** What requests to a version with these features may hold beyond them. */
  requestColumns(name: string, features: readonly FeatureSchema[]): RequestColumns {
    const definition = this.known(name);
    return requestColumns(this.datasetOf(definition), definition.target, features);
  }

  reload(): Promise<void> {
    const next = this.reading.then(() => this.read());
    this.reading = next.catch(() => undefined);
    return next;
  }

  private known(name: string): ModelDefinition {
    const definition = this.builtIn.get(name) ?? this.stored.get(name);
    if (definition) return definition;
    const known = this.list().map((model) => model.name);
    throw new DomainError('model_not_found', `There is no model of that name. Models: ${known.join(', ')}.`);
  }

  private async read(): Promise<void> {
    const rows = await this.database.getRepository(ModelEntity).find({
      where: { definition: Not(IsNull()) },
      order: { name: 'ASC' },
    });
    // After the models: one that is made meanwhile stands on a dataset that exists by then.
    await this.datasets.reload();
    const serving = rows.filter(({ retired_at: retiredAt }) => retiredAt === null);
    this.stored = new Map(serving.map(({ name, definition }) => [name, definition!]));
    this.retired = new Map(
      rows.flatMap(({ name, definition, retired_at: retiredAt }) =>
        retiredAt === null ? [] : [[name, { definition: definition!, retiredAt }]],
      ),
    );
  }
}
