import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError } from '#libs/platform';
import type { DatasetDefinition } from './feature-schema.js';
import { ambiguities } from './matching/ambiguities.js';
import { DatasetEntity } from './stored/dataset.entity.js';

/** Sent at commit, with the dataset's name, when one is defined, changed or deleted. */
export const datasetChannel = 'dataset_definitions';

export const datasetNotFound = (): DomainError =>
  new DomainError('dataset_not_found', 'There is no dataset of that name; GET /datasets lists them.');

/**
 * The datasets that exist: those that use cases register while the application is wired, and those that users define
 * while it runs, in any process.
 */
@Injectable()
export class DatasetRegistry {
  private readonly builtIn = new Map<string, DatasetDefinition>();
  private stored: ReadonlyMap<string, DatasetDefinition> = new Map();
  /** Readings run one after the other, so an older one never overwrites a newer one. */
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly database: DataSource) {}

  /** @throws Error when a request could mean two columns or two values: the application then does not start */
  register(definition: DatasetDefinition): void {
    const problems = ambiguities(definition);
    if (problems.length > 0) throw new Error(`Dataset ${definition.name}: ${problems.join('; ')}`);
    this.builtIn.set(definition.name, definition);
  }

  /** As this process last read it; for models that exist, whose dataset then exists too. */
  get(name: string): DatasetDefinition {
    const definition = this.builtIn.get(name) ?? this.stored.get(name);
    if (!definition) throw new Error(`No dataset is registered as ${name}`);
    return definition;
  }

  /**
   * As it is now, whichever process defined it.
   * @throws DomainError `dataset_not_found`
   */
  async find(name: string): Promise<DatasetDefinition> {
    const known = this.builtIn.get(name);
    if (known) return known;
    const row = await this.database.getRepository(DatasetEntity).findOneBy({ name });
    if (!row) throw datasetNotFound();
    return row.definition;
  }

  /** As they are now, built-in ones first. */
  async list(): Promise<DatasetDefinition[]> {
    await this.reload();
    return [...this.builtIn.values(), ...this.stored.values()];
  }

  /**
   * The dataset stays declared like this until the transaction has ended: for what was checked against the declaration.
   * @throws DomainError `dataset_not_found`; `overloaded` where somebody has changed it meanwhile
   */
  async hold(definition: DatasetDefinition, manager: EntityManager): Promise<void> {
    const { name } = definition;
    if (this.builtIn.has(name)) return;
    const [row] = await manager.query<{ same: boolean }[]>(
      'SELECT definition = $2::jsonb AS same FROM datasets WHERE name = $1 FOR KEY SHARE',
      [name, definition],
    );
    if (!row) throw datasetNotFound();
    if (!row.same)
      throw new DomainError(
        'overloaded',
        'Somebody changed the declaration of the dataset meanwhile; try again.',
        { retryAfterSeconds: 1 },
      );
  }

  isBuiltIn(name: string): boolean {
    return this.builtIn.has(name);
  }

  reload(): Promise<void> {
    const next = this.reading.then(() => this.read());
    this.reading = next.catch(() => undefined);
    return next;
  }

  private async read(): Promise<void> {
    const rows = await this.database.getRepository(DatasetEntity).find({ order: { name: 'ASC' } });
    this.stored = new Map(rows.map(({ name, definition }) => [name, definition]));
  }
}
