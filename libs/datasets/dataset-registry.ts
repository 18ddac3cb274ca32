import { Injectable } from '@nestjs/common';
import type { DatasetDefinition } from './feature-schema.js';

/** The datasets that exist; each use case registers its own while the application is wired. */
@Injectable()
export class DatasetRegistry {
  private readonly definitions = new Map<string, DatasetDefinition>();

  register(definition: DatasetDefinition): void {
    this.definitions.set(definition.name, definition);
  }

  get(name: string): DatasetDefinition {
    const definition = this.definitions.get(name);
    if (!definition) throw new Error(`No dataset is registered as ${name}`);
    return definition;
  }
}
