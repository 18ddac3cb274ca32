import { Injectable } from '@nestjs/common';
import type { DatasetDefinition } from './feature-schema.js';
import { ambiguities } from './matching/ambiguities.js';

/** The datasets that exist; each use case registers its own while the application is wired. */
@Injectable()
export class DatasetRegistry {
  private readonly definitions = new Map<string, DatasetDefinition>();

  /** @throws Error when a request could mean two columns or two values: the application then does not start */
  register(definition: DatasetDefinition): void {
    const problems = ambiguities(definition);
    if (problems.length > 0) throw new Error(`Dataset ${definition.name}: ${problems.join('; ')}`);
    this.definitions.set(definition.name, definition);
  }

  get(name: string): DatasetDefinition {
    const definition = this.definitions.get(name);
    if (!definition) throw new Error(`No dataset is registered as ${name}`);
    return definition;
  }
}
