import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { keysetPage } from '#libs/database';
import { type Actor, CursorCodec, DomainError } from '#libs/platform';
import { CreateUserDto, CreatedUserDto, UserDto, UserPageDto, UserQueryDto } from '../dto/user.dto.js';
import { AccountCreation, generatePassword } from './account-creation.js';
import { userView } from './user-view.js';
import { UserEntity } from './user.entity.js';

/** Lists, shows and creates accounts, for administrators. */
@Injectable()
export class UsersService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly accounts: AccountCreation,
    private readonly events: AdministrativeEvents,
    private readonly cursors: CursorCodec,
  ) {}

  async list({ limit, cursor, role }: UserQueryDto): Promise<UserPageDto> {
    const query = this.dataSource.manager.createQueryBuilder(UserEntity, 'account');
    if (role !== undefined) query.where('account.role = :role', { role });
    const page = await keysetPage(query, this.cursors, {
      limit,
      cursor,
      sort: { expression: 'account.created_at', type: 'timestamptz', direction: 'DESC' },
      identifier: { expression: 'account.id', type: 'uuid' },
      list: JSON.stringify(['users', role ?? null]),
    });
    return { ...page, items: page.items.map(userView) };
  }

  async find(id: string): Promise<UserDto> {
    const user = await this.dataSource.manager.findOneBy(UserEntity, { id });
    if (!user) throw userNotFound();
    return userView(user);
  }

  /**
   * Without a password the service generates one that works once and expires, so that the administrator
   * never knows what the person signs in with; a given password is for scripts that set accounts up.
   * @throws DomainError `email_taken`, `validation_failed`, `overloaded`
   */
  async create(actor: Actor, { email, role, password }: CreateUserDto): Promise<CreatedUserDto> {
    const initialPassword = password === undefined ? generatePassword() : null;
    const prepared = await this.accounts.prepare({
      email,
      role,
      password: password ?? initialPassword!,
      initial: initialPassword !== null,
    });
    await this.dataSource.transaction(async (manager) => {
      if (!(await this.accounts.insert(prepared, manager))) {
        throw new DomainError(
          'email_taken',
          'Choose another e-mail address, or change the existing account.',
        );
      }
      await this.events.record(
        { action: 'user.created', actor, subject: { kind: 'user', id: prepared.id }, details: { role } },
        manager,
      );
    });
    return { ...userView(prepared), initial_password: initialPassword };
  }
}

export const userNotFound = (): DomainError =>
  new DomainError('user_not_found', 'Look the id up in the list of users.');
