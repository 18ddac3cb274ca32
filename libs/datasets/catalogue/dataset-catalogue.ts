import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#libs/platform';
import { countRows } from '../attach/survey.js';
import { DatasetReader } from '../dataset-reader.js';
import { DatasetRegistry } from '../dataset-registry.js';
import { type DatasetDto, datasetDto, type DatasetState } from '../dto/dataset.dto.js';
import type { DatasetListDto, DatasetSummaryDto } from '../dto/dataset-list.dto.js';
import type { DatasetDefinition } from '../feature-schema.js';
import { readRelation, unfitRelation } from '../relation-reading.js';
import { DatasetEntity } from '../stored/dataset.entity.js';

/** What datasets there are. */
@Injectable()
export class DatasetCatalogue {
  constructor(
    private readonly source: DataSource,
    private readonly registry: DatasetRegistry,
    private readonly reader: DatasetReader,
  ) {}

  async list(): Promise<DatasetListDto> {
    const [definitions, rows] = await Promise.all([
      this.registry.list(),
      this.source
        .getRepository(DatasetEntity)
        .find({ select: { name: true, created_at: true, changed_at: true, version: true } }),
    ]);
    const stored = new Map(rows.map((row) => [row.name, row]));
    return {
      items: definitions.map((definition) => summary(definition, stored.get(definition.name) ?? null)),
    };
  }

  /** @throws DomainError `dataset_not_found` */
  async get(name: string): Promise<DatasetDto> {
    const definition = await this.registry.find(name);
    const stored = await this.source.getRepository(DatasetEntity).findOneBy({ name });
    return this.describe(stored?.definition ?? definition, stored);
  }

  /** What is declared, and what its relation says to that now. */
  async describe(definition: DatasetDefinition, stored: DatasetState | null): Promise<DatasetDto> {
    try {
      const names = definition.columns.map((column) => column.name);
      const missing = await this.reader.missingColumns(definition, names);
      const rowCount = await readRelation(this.source, definition, (manager) =>
        countRows(manager, definition.relation),
      );
      return datasetDto(definition, { rowCount, stored, warnings: missing.map(lacks) });
    } catch (error) {
      // The relation is another's, and the declaration is there all the same.
      const unfit = error instanceof DomainError ? error : unfitRelation(error);
      if (unfit?.code !== 'dataset_unfit') throw error;
      return datasetDto(definition, { rowCount: null, stored, warnings: [unfit.detail] });
    }
  }
}

const lacks = (column: string): string => `The relation has no column ${column} any more.`;

function summary(definition: DatasetDefinition, stored: DatasetState | null): DatasetSummaryDto {
  const { name, origin, description, identifier, target, positive_class, row_routes, created_at } =
    datasetDto(definition, { rowCount: null, stored, warnings: [] });
  return {
    ...{ name, origin, description, identifier, target, positive_class, created_at },
    ...(row_routes === undefined ? {} : { row_routes }),
    column_count: definition.columns.length,
  };
}
