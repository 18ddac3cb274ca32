import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type Actor, Clock } from '#libs/platform';
import { UserEntity } from '../accounts/user.entity.js';
import { SignIns } from '../sign-ins/sign-ins.js';

/** Stores a new password and ends every sign-in of the account, in one transaction. */
@Injectable()
export class PasswordReplacement {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly signIns: SignIns,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  /** @returns false when the password was changed by somebody else since it was checked */
  async replace(checked: UserEntity, hash: string, actor: Actor): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(
        UserEntity,
        { id: checked.id, password_version: checked.password_version },
        {
          password_hash: hash,
          password_version: () => 'password_version + 1',
          initial_password_expires_at: null,
          updated_at: this.clock.now(),
          version: () => 'version + 1',
        },
      );
      if (affected !== 1) return false;
      await this.signIns.endAll(checked.id, 'password_changed', manager);
      await this.events.record(
        {
          action: 'user.changed',
          actor,
          subject: { kind: 'user', id: checked.id },
          details: { changed: ['password'] },
        },
        manager,
      );
      return true;
    });
  }
}
