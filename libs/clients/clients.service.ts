import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, Repository } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { keysetPage } from '#libs/database';
import { DatasetReader, type RowValue, requireSensitiveAccess } from '#libs/datasets';
import { type Actor, CursorCodec, DomainError, type Page, validationFailed } from '#libs/platform';
import { applyFilters, type ClientFilters, type ClientSort, sortOf } from './client-list.js';
import { ClientEntity } from './client.entity.js';
import { clientFeatureColumns, clientsDataset } from './clients-dataset.js';

export interface ClientListQuery extends ClientFilters {
  readonly limit: number;
  readonly cursor?: string;
  readonly sort: ClientSort;
}

/** The columns that callers set. */
export type ClientValues = Partial<Omit<ClientEntity, 'id' | 'created_at' | 'updated_at' | 'version'>>;

/** Every change and its administrative event commit together. */
@Injectable()
export class ClientsService {
  constructor(
    @InjectRepository(ClientEntity) private readonly clients: Repository<ClientEntity>,
    private readonly cursors: CursorCodec,
    private readonly events: AdministrativeEvents,
    private readonly reader: DatasetReader,
  ) {}

  async page(request: ClientListQuery, actor: Actor): Promise<Page<ClientEntity>> {
    if (request.region !== undefined) requireSensitiveAccess(actor);
    const query = this.clients.createQueryBuilder('client');
    const list = applyFilters(query, request, request.sort);
    return keysetPage(query, this.cursors, {
      limit: request.limit,
      cursor: request.cursor,
      sort: sortOf(request.sort),
      identifier: { expression: 'client.id', type: 'bigint' },
      list,
    });
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
    return this.clients.manager.transaction(async (manager) => {
      const inserted = await manager
        .createQueryBuilder()
        .insert()
        .into(ClientEntity)
        .values({ ...values })
        .returning('*')
        .execute();
      const [client] = inserted.raw as [ClientEntity];
      await this.events.record({ action: 'client.created', actor, subject: subject(client.id) }, manager);
      return client;
    });
  }

  /** @param version that the caller saw; compared where the row is written, so that of two only one wins */
  async change(id: number, version: number, changes: ClientValues, actor: Actor): Promise<ClientEntity> {
    const fields = Object.entries(changes).filter(([, value]) => value !== undefined);
    if (fields.length === 0) {
      throw validationFailed([{ pointer: '', detail: 'the body must hold at least one column' }]);
    }
    return this.clients.manager.transaction(async (manager) => {
      const updated = await manager
        .createQueryBuilder()
        .update(ClientEntity)
        .set({
          ...Object.fromEntries(fields),
          version: () => 'version + 1',
          updated_at: () => 'now()',
        })
        .where('id = :id AND version = :version', { id, version })
        .returning('*')
        .execute();
      const [client] = updated.raw as [ClientEntity?];
      if (!client) throw await this.missedBy(id, manager);
      await this.events.record(
        {
          action: 'client.changed',
          actor,
          subject: subject(client.id),
          details: { fields: fields.map(([name]) => name), version: client.version },
        },
        manager,
      );
      return client;
    });
  }

  /** @param version undefined: whatever the version is */
  async delete(id: number, version: number | undefined, actor: Actor): Promise<void> {
    await this.clients.manager.transaction(async (manager) => {
      const { affected } = await manager.delete(ClientEntity, {
        id: String(id),
        ...(version === undefined ? {} : { version }),
      });
      if (!affected) throw await this.missedBy(id, manager);
      await this.events.record({ action: 'client.deleted', actor, subject: subject(String(id)) }, manager);
    });
  }

  private async missedBy(id: number, manager: EntityManager): Promise<DomainError> {
    const exists = await manager.existsBy(ClientEntity, { id: String(id) });
    return exists
      ? new DomainError(
          'precondition_failed',
          'The client has changed since; read it again and repeat with its new ETag.',
        )
      : notFound();
  }
}

function subject(id: string): { kind: 'client'; id: string } {
  return { kind: 'client', id };
}

function notFound(): DomainError {
  return new DomainError('client_not_found', 'No client has this id.');
}
