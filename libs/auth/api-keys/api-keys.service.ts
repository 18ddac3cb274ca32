import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomUUID } from 'node:crypto';
import { DataSource, IsNull } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { keysetPage } from '#libs/database';
import { type Actor, Clock, CursorCodec, DomainError, validationFailed } from '#libs/platform';
import { UserEntity } from '../accounts/user.entity.js';
import { userNotFound } from '../accounts/users.service.js';
import {
  ApiKeyDto,
  ApiKeyPageDto,
  ApiKeyQueryDto,
  CreateApiKeyDto,
  CreatedApiKeyDto,
} from '../dto/api-key.dto.js';
import { dayMs } from '../sign-ins/sign-ins.js';
import { generateApiKey } from './api-key-text.js';
import { ApiKeyEntity } from './api-key.entity.js';
import { lowerRole } from './effective-role.js';

/** Issues, lists and revokes keys for programs. */
@Injectable()
export class ApiKeysService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly events: AdministrativeEvents,
    private readonly cursors: CursorCodec,
    private readonly clock: Clock,
  ) {}

  async list({ limit, cursor, user_id }: ApiKeyQueryDto): Promise<ApiKeyPageDto> {
    const query = this.dataSource.manager.createQueryBuilder(ApiKeyEntity, 'key');
    if (user_id !== undefined) query.where('key.user_id = :user_id', { user_id });
    const page = await keysetPage(query, this.cursors, {
      limit,
      cursor,
      sort: { expression: 'key.created_at', type: 'timestamptz', direction: 'DESC' },
      identifier: { expression: 'key.id', type: 'uuid' },
      list: JSON.stringify(['api-keys', user_id ?? null]),
    });
    return { ...page, items: page.items.map(apiKeyView) };
  }

  /** @throws DomainError `user_not_found`; `validation_failed` when the role exceeds the owner's */
  async create(actor: Actor, wanted: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    const { key, prefix, hash } = generateApiKey();
    const now = this.clock.now();
    const entity = Object.assign(new ApiKeyEntity(), {
      id: randomUUID(),
      prefix,
      key_hash: hash,
      name: wanted.name,
      role: wanted.role,
      user_id: wanted.user_id ?? actor.id,
      created_at: now,
      expires_at: new Date(now.getTime() + wanted.expires_in_days * dayMs),
      last_used_at: null,
      revoked_at: null,
    });
    await this.dataSource.transaction(async (manager) => {
      // Held, so that the owner is neither deleted nor demoted before the key exists.
      const owner = await manager.findOne(UserEntity, {
        where: { id: entity.user_id },
        lock: { mode: 'pessimistic_read' },
      });
      if (!owner) throw userNotFound();
      if (lowerRole(entity.role, owner.role) !== entity.role) {
        throw validationFailed([{ pointer: '/role', detail: `must not exceed the owner's role` }]);
      }
      await manager.insert(ApiKeyEntity, entity);
      await this.events.record(
        {
          action: 'api_key.created',
          actor,
          subject: { kind: 'api_key', id: entity.id },
          details: { role: entity.role, owner: entity.user_id, expires_at: entity.expires_at.toISOString() },
        },
        manager,
      );
    });
    return { ...apiKeyView(entity), key };
  }

  /** The row stays for the audit; the key stops with the next call. */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(
        ApiKeyEntity,
        { id, revoked_at: IsNull() },
        { revoked_at: this.clock.now() },
      );
      if (affected !== 1) {
        throw new DomainError(
          'api_key_not_found',
          'No active key has this id; look it up in the list of keys.',
        );
      }
      await this.events.record(
        { action: 'api_key.revoked', actor, subject: { kind: 'api_key', id } },
        manager,
      );
    });
  }
}

const apiKeyView = (key: ApiKeyEntity): ApiKeyDto => ({
  id: key.id,
  name: key.name,
  prefix: key.prefix,
  role: key.role,
  user_id: key.user_id,
  created_at: key.created_at.toISOString(),
  expires_at: key.expires_at.toISOString(),
  last_used_at: key.last_used_at?.toISOString() ?? null,
  revoked_at: key.revoked_at?.toISOString() ?? null,
});
