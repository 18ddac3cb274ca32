import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#libs/platform';
import { DatasetRegistry } from '../dataset-registry.js';
import type { DatasetDefinition } from '../feature-schema.js';
import { updatedAtColumn } from '../owned/system-columns.js';
import { lostRelation } from '../relation-reading.js';
import type { ChangeableTable } from './changeable-table.js';
import { rowSelection, shownColumns, versionOf } from './stored-rows.js';

/** A dataset whose rows the generic routes may change. */
export interface WritableDataset {
  readonly table: ChangeableTable;
  /** `given`: who adds a row names it; else the database does. */
  readonly naming: 'given' | 'generated';
  /** The identifier holds whole numbers of 64 bits; else texts. */
  readonly namedByNumber: boolean;
}

interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly generated: boolean;
}

/** Tells which datasets may be changed row by row, and how, by the definition and by the table itself. */
@Injectable()
export class WritableDatasets {
  constructor(
    private readonly database: DataSource,
    private readonly registry: DatasetRegistry,
  ) {}

  /** @throws DomainError `dataset_read_only`, which says where to go */
  async of(dataset: DatasetDefinition): Promise<WritableDataset> {
    const { origin, rowRoutes, relation, identifier } = dataset;
    if (origin === 'attached')
      throw readOnly('Attached relations are only read; change their rows where they belong.');
    if (rowRoutes !== undefined)
      throw readOnly(`The rows of ${dataset.name} are added, changed and deleted under ${rowRoutes}.`);
    const version = versionOf(dataset);
    if (version === undefined)
      throw readOnly(
        'The rows of this dataset count no versions, so that of two changes one could be lost; they are only read.',
      );
    const columns = await this.columnsOf(relation, [identifier, updatedAtColumn]);
    const named = columns.get(identifier);
    if (!named) throw lostRelation();
    return {
      naming: named.generated ? 'generated' : 'given',
      namedByNumber: /^(smallint|integer|bigint)$/.test(named.type),
      table: {
        relation,
        identifier,
        version,
        ...(columns.has(updatedAtColumn) ? { updatedAt: updatedAtColumn } : {}),
        returning: rowSelection(dataset, shownColumns(dataset, false)),
        event: (act, rowId, change) => ({
          action: `dataset_row.${act}`,
          subject: { kind: 'dataset', id: dataset.name },
          details: { row_id: rowId, ...change },
        }),
        hold: (manager) => this.registry.hold(dataset, manager),
        notFound: rowNotFound,
        exists: () => new DomainError('row_exists', 'A row of this identifier exists; change it with PATCH.'),
        noun: 'The row',
      },
    };
  }

  private async columnsOf(
    relation: string,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, TableColumn>> {
    const columns = await this.database.query<TableColumn[]>(
      `SELECT attname AS name, format_type(atttypid, NULL) AS type, attidentity <> '' OR atthasdef AS generated
       FROM pg_attribute
       WHERE attrelid = to_regclass($1) AND attname = ANY ($2::text[]) AND attnum > 0 AND NOT attisdropped`,
      [relation, names],
    );
    return new Map(columns.map((column) => [column.name, column]));
  }
}

export const rowNotFound = (): DomainError =>
  new DomainError('row_not_found', 'The dataset has no row of this identifier.');

/** A relation may go, or lose columns, at any moment: attached ones belong to others. */
function readOnly(detail: string): DomainError {
  return new DomainError('dataset_read_only', detail);
}
