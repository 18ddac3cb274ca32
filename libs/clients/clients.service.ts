import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import {
  type ChangeableTable,
  DatasetReader,
  requireSensitiveAccess,
  RowChanges,
  rowListPage,
  type RowListRequest,
  type RowValue,
} from '#libs/datasets';
import { type Actor, CursorCodec, DomainError, type Page } from '#libs/platform';
import { type ClientFilters, clientList, type ClientSort } from './client-list.js';
import { ClientEntity } from './client.entity.js';
import { clientFeatureColumns, clientsDataset } from './clients-dataset.js';

export interface ClientListQuery extends RowListRequest, ClientFilters {
  readonly sort: ClientSort;
}

/** The columns that callers set. */
export type ClientValues = Partial<Omit<ClientEntity, 'id' | 'created_at' | 'updated_at' | 'version'>>;

const table: ChangeableTable = {
  relation: 'clients',
  identifier: 'id',
  version: 'version',
  updatedAt: 'updated_at',
  event: (act, id, change) => ({
    action: `client.${act}`,
    subject: { kind: 'client', id },
    ...(act === 'changed' ? { details: { ...change } } : {}),
  }),
  notFound,
  noun: 'The client',
};

@Injectable()
export class ClientsService {
  constructor(
    @InjectRepository(ClientEntity) private readonly clients: Repository<ClientEntity>,
    private readonly cursors: CursorCodec,
    private readonly changes: RowChanges,
    private readonly reader: DatasetReader,
  ) {}

  async page(request: ClientListQuery, actor: Actor): Promise<Page<ClientEntity>> {
    if (request.region !== undefined) requireSensitiveAccess(actor);
    return rowListPage(this.clients.createQueryBuilder('client'), this.cursors, clientList, request);
  }

  count(): Promise<number> {
    return this.clients.count();
  }

  /** The client that was added last. */
  async latest(): Promise<ClientEntity> {
    const [latest] = await this.clients.find({ order: { id: 'DESC' }, take: 1 });
    if (!latest) throw new DomainError('client_not_found', 'There is no client yet.');
    return latest;
  }

  async get(id: number): Promise<ClientEntity> {
    const client = await this.clients.findOneBy({ id: String(id) });
    if (!client) throw notFound();
    return client;
  }

  /** The columns that a model may see; never the target, never a sensitive column. */
  async findFeatures(id: number): Promise<Record<string, RowValue>> {
    const row = await this.reader.readRow(clientsDataset, clientFeatureColumns, String(id));
    if (!row) throw notFound();
    return row;
  }

  create(values: ClientValues, actor: Actor): Promise<ClientEntity> {
    return this.changes.create(table, values, actor);
  }

  change(id: number, version: number, changes: ClientValues, actor: Actor): Promise<ClientEntity> {
    return this.changes.change(table, String(id), version, changes, actor);
  }

  /** @param version undefined: whatever the version is */
  delete(id: number, version: number | undefined, actor: Actor): Promise<void> {
    return this.changes.delete(table, String(id), version, actor);
  }
}

function notFound(): DomainError {
  return new DomainError('client_not_found', 'No client has this id.');
}
