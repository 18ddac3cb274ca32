import { Injectable } from '@nestjs/common';
import { isUnreadableValue } from '#libs/database';
import { type Actor, type Page, validationFailed } from '#libs/platform';
import { DatasetRegistry } from '../dataset-registry.js';
import type { DatasetDefinition } from '../feature-schema.js';
import { unfitRelation } from '../relation-reading.js';
import { requireSensitiveAccess } from '../sensitive-access.js';
import { RowChanges, type RowValues } from './row-changes.js';
import { rowFilter } from './row-filter.js';
import { canName, newIdentifierProblems } from './row-identifier.js';
import { bodyProblems, rowProblems } from './row-problems.js';
import {
  type RawRow,
  type RowPageRequest,
  shownColumns,
  type StoredRow,
  storedRow,
  StoredRows,
} from './stored-rows.js';
import { rowNotFound, WritableDatasets } from './writable-dataset.js';

export interface RowListQuery extends Omit<RowPageRequest, 'filter'> {
  readonly column?: string;
  readonly equals?: string;
}

/** As it was sent: the dataset's columns check it. */
export interface RowChange {
  readonly values: unknown;
}

export interface NewRow extends RowChange {
  readonly row_id?: unknown;
}

/** The rows of any dataset, whatever its columns are called. */
@Injectable()
export class DatasetRowsService {
  constructor(
    private readonly datasets: DatasetRegistry,
    private readonly rows: StoredRows,
    private readonly writable: WritableDatasets,
    private readonly changes: RowChanges,
  ) {}

  async page(
    name: string,
    { column, equals, ...request }: RowListQuery,
    includeSensitive: boolean,
    actor: Actor,
  ): Promise<Page<StoredRow>> {
    const dataset = await this.datasets.find(name);
    if (column === undefined && equals !== undefined)
      throw validationFailed([{ pointer: '/column', detail: 'is required with equals' }]);
    const filter = column === undefined ? undefined : rowFilter(dataset, column, equals);
    if (filter?.column.sensitive) requireSensitiveAccess(actor);
    return onRelation(() => this.rows.page(dataset, { ...request, filter }, includeSensitive));
  }

  async get(name: string, rowId: string, includeSensitive: boolean): Promise<StoredRow> {
    const dataset = await this.datasets.find(name);
    const row = await onRelation(() => this.rows.find(dataset, rowId, includeSensitive));
    if (!row) throw rowNotFound();
    return row;
  }

  async create(name: string, body: NewRow, actor: Actor): Promise<StoredRow> {
    const unknown = bodyProblems(body, ['row_id', 'values']);
    const { row_id: rowId, values } = body;
    const dataset = await this.datasets.find(name);
    const writable = await this.writable.of(dataset);
    const problems = [
      ...unknown,
      ...newIdentifierProblems(writable, rowId),
      ...rowProblems(dataset, values, 'all'),
    ];
    if (problems.length > 0) throw validationFailed(problems);
    const named = rowId === undefined ? {} : { [dataset.identifier]: rowId };
    const row = await onRelation(() =>
      this.changes.create<RawRow>(writable.table, { ...(values as RowValues), ...named }, actor),
    );
    return answered(dataset, row);
  }

  async change(
    name: string,
    rowId: string,
    version: number,
    body: RowChange,
    actor: Actor,
  ): Promise<StoredRow> {
    const unknown = bodyProblems(body, ['values']);
    const { values } = body;
    const dataset = await this.datasets.find(name);
    const writable = await this.writable.of(dataset);
    const problems = [...unknown, ...rowProblems(dataset, values, 'some')];
    if (problems.length > 0) throw validationFailed(problems);
    if (!canName(writable, rowId)) throw rowNotFound();
    const row = await onRelation(() =>
      this.changes.change<RawRow>(writable.table, rowId, version, values as RowValues, actor),
    );
    return answered(dataset, row);
  }

  async delete(name: string, rowId: string, version: number | undefined, actor: Actor): Promise<void> {
    const writable = await this.writable.of(await this.datasets.find(name));
    if (!canName(writable, rowId)) throw rowNotFound();
    await onRelation(() => this.changes.delete(writable.table, rowId, version, actor));
  }
}

function answered(dataset: DatasetDefinition, row: RawRow): StoredRow {
  return storedRow(row, shownColumns(dataset, false));
}

async function onRelation<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (isUnreadableValue(error))
      throw validationFailed([{ pointer: '/values', detail: 'hold one that the table cannot store' }]);
    throw unfitRelation(error) ?? error;
  }
}
