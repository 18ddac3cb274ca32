import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { Clock } from '#libs/platform';
import { UserEntity } from '../accounts/user.entity.js';

type RefusalReason = 'unknown_user' | 'wrong_password' | 'disabled' | 'initial_password_spent';

/** Why an attempt was refused: for the record, never for the caller. */
@Injectable()
export class SignInRefusals {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  reasonFor(
    user: UserEntity | null,
    matches: boolean,
    purpose: 'sign_in' | 'password_change',
  ): RefusalReason | null {
    if (!user) return 'unknown_user';
    if (!matches) return 'wrong_password';
    if (user.disabled_at) return 'disabled';
    const { initial_password_expires_at: end } = user;
    // Spent for signing in, it still proves who asks to replace it.
    if (purpose === 'sign_in' && end && end <= this.clock.now()) return 'initial_password_spent';
    return null;
  }

  async record(user: UserEntity | null, reason: RefusalReason): Promise<void> {
    await this.events.record(
      {
        action: 'user.sign_in_refused',
        actor: null,
        subject: { kind: 'user', id: user?.id ?? 'unknown' },
        details: { reason },
      },
      this.dataSource.manager,
    );
  }
}
