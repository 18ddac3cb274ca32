import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { DomainError, Role } from '#libs/platform';
import { LoginThrottle } from '../throttling/login-throttle.js';
import { ThrottledKeys } from '../throttling/throttled-keys.js';
import { AccountCreation } from './account-creation.js';
import type { UserEntity } from './user.entity.js';

/** Registration by oneself. It always gives the least role. */
@Injectable()
export class RegistrationService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly accounts: AccountCreation,
    private readonly throttle: LoginThrottle,
    private readonly keys: ThrottledKeys,
    private readonly events: AdministrativeEvents,
  ) {}

  /**
   * @param address a source that keeps asking for taken e-mails is slowed down like one that guesses
   *   passwords: the answer 409 tells who is registered
   * @throws DomainError `email_taken`, `validation_failed`, `too_many_requests`, `overloaded`
   */
  async register(email: string, password: string, address: string): Promise<UserEntity> {
    const account = await this.throttle.guard(this.keys.forRegistration(address), async () => {
      const created = await this.create(email, password);
      return { outcome: created ? 'succeeded' : 'failed', result: created };
    });
    if (!account) throw new DomainError('email_taken', 'Sign in, or register another e-mail address.');
    return account;
  }

  private async create(email: string, password: string): Promise<UserEntity | null> {
    const prepared = await this.accounts.prepare({ email, password, role: Role.Viewer });
    return this.dataSource.transaction(async (manager) => {
      const user = await this.accounts.insert(prepared, manager);
      if (!user) return null;
      await this.events.record(
        { action: 'user.registered', actor: null, subject: { kind: 'user', id: user.id } },
        manager,
      );
      return user;
    });
  }
}
