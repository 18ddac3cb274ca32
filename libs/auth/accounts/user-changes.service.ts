import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type Actor, Clock, DomainError, Role } from '#libs/platform';
import { ChangeUserDto, UserDto } from '../dto/user.dto.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { requireGoodPassword } from '../passwords/password-rules.js';
import type { RevocationReason } from '../sign-ins/session.entity.js';
import { SignIns } from '../sign-ins/sign-ins.js';
import { userView } from './user-view.js';
import { UserEntity } from './user.entity.js';
import { userNotFound } from './users.service.js';

/** Changes and deletes accounts. What changes what an account may do ends all its sign-ins. */
@Injectable()
export class UserChangesService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly hasher: PasswordHasher,
    private readonly signIns: SignIns,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `user_not_found`, `precondition_failed`, `last_admin`, `validation_failed` */
  async change(actor: Actor, id: string, version: number, wanted: ChangeUserDto): Promise<UserDto> {
    const hash = wanted.password === undefined ? undefined : await this.newHash(id, wanted.password);
    return this.dataSource.transaction(async (manager) => {
      const admins = await lockActiveAdmins(manager);
      const user = await requireVersion(manager, id, version);
      const changes = this.changesTo(user, wanted, hash);
      if (changes.changed.length === 0) return userView(user);
      const after = Object.assign(new UserEntity(), user, changes.columns);
      if (!isActiveAdmin(after)) refuseLastAdmin(admins, id);
      const { affected } = await manager.update(UserEntity, { id, version }, after);
      if (affected !== 1) throw changedMeanwhile();
      await this.signIns.endAll(id, changes.reason, manager);
      await this.events.record(
        {
          action: 'user.changed',
          actor,
          subject: { kind: 'user', id },
          details: { changed: changes.changed, role: after.role, disabled: after.disabled_at !== null },
        },
        manager,
      );
      return userView(after);
    });
  }

  /** @throws DomainError `user_not_found`, `precondition_failed`, `last_admin` */
  async delete(actor: Actor, id: string, version: number): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const admins = await lockActiveAdmins(manager);
      await requireVersion(manager, id, version);
      refuseLastAdmin(admins, id);
      // Sign-ins and keys go with the row.
      const { affected } = await manager.delete(UserEntity, { id, version });
      if (affected !== 1) throw changedMeanwhile();
      await this.events.record({ action: 'user.deleted', actor, subject: { kind: 'user', id } }, manager);
    });
  }

  private async newHash(id: string, password: string): Promise<string> {
    const user = await this.dataSource.manager.findOneBy(UserEntity, { id });
    if (!user) throw userNotFound();
    requireGoodPassword(password, user.email, '/password');
    return this.hasher.hash(password);
  }

  private changesTo(user: UserEntity, wanted: ChangeUserDto, hash: string | undefined): Changes {
    const now = this.clock.now();
    const columns: Partial<UserEntity> = {};
    const changed: Changes['changed'] = [];
    if (wanted.role !== undefined && wanted.role !== user.role) {
      columns.role = wanted.role;
      changed.push('role');
    }
    if (wanted.disabled !== undefined && wanted.disabled !== (user.disabled_at !== null)) {
      columns.disabled_at = wanted.disabled ? now : null;
      changed.push('disabled');
    }
    if (hash !== undefined) {
      columns.password_hash = hash;
      columns.password_version = user.password_version + 1;
      columns.initial_password_expires_at = null;
      changed.push('password');
    }
    columns.updated_at = now;
    columns.version = user.version + 1;
    return { columns, changed, reason: reasons[changed[0] ?? 'role'] };
  }
}

interface Changes {
  readonly columns: Partial<UserEntity>;
  readonly changed: ('role' | 'disabled' | 'password')[];
  readonly reason: RevocationReason;
}

const reasons = {
  role: 'role_changed',
  disabled: 'user_disabled',
  password: 'password_changed',
} as const satisfies Record<string, RevocationReason>;

const isActiveAdmin = (user: UserEntity): boolean => user.role === Role.Admin && user.disabled_at === null;

/** Holds their rows, so that two admins who remove each other at the same moment queue up. */
const lockActiveAdmins = (manager: EntityManager): Promise<UserEntity[]> =>
  manager.find(UserEntity, {
    where: { role: Role.Admin, disabled_at: IsNull() },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });

function refuseLastAdmin(admins: readonly UserEntity[], id: string): void {
  if (admins.length === 1 && admins[0]!.id === id) {
    throw new DomainError('last_admin', 'Make another account an active admin first.');
  }
}

async function requireVersion(manager: EntityManager, id: string, version: number): Promise<UserEntity> {
  const user = await manager.findOneBy(UserEntity, { id });
  if (!user) throw userNotFound();
  if (user.version !== version) throw changedMeanwhile();
  return user;
}

const changedMeanwhile = (): DomainError =>
  new DomainError('precondition_failed', 'The account has changed; read it again and decide anew.');
