import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type EntityManager, IsNull } from 'typeorm';
import { Clock } from '#libs/platform';
import { UserEntity } from '../accounts/user.entity.js';
import type { SignedInUser } from './access-tokens.js';
import { RefreshTokenEntity } from './refresh-token.entity.js';
import { digestOf, refreshTokenDays, RefreshTokens, signInDays } from './refresh-tokens.js';
import { type RevocationReason, SessionEntity } from './session.entity.js';

export const dayMs = 86_400_000;

/** Past for every process, whose clocks may differ by more than two sign-ins are apart. */
const spent = new Date(0);

export interface OpenedSignIn {
  readonly sessionId: string;
  readonly user: SignedInUser;
  readonly refreshToken: string;
}

/** Opens and ends sign-ins, always in the caller's transaction. */
@Injectable()
export class SignIns {
  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
  ) {}

  /**
   * The last check before tokens exist. It holds the account's row, so that a password that changes, or an
   * account that is disabled, while the old password is being hashed leaves no sign-in behind.
   * @param checked the account as it was when its password was found right
   * @returns null when it has changed since
   */
  async open(checked: UserEntity, manager: EntityManager): Promise<OpenedSignIn | null> {
    const now = this.clock.now();
    const user = await manager.findOne(UserEntity, {
      where: { id: checked.id, password_version: checked.password_version, disabled_at: IsNull() },
      lock: { mode: checked.initial_password_expires_at ? 'pessimistic_write' : 'pessimistic_read' },
    });
    if (!user) return null;
    if (user.initial_password_expires_at) {
      // A generated password works once; the sign-in that it opens can only replace it.
      if (user.initial_password_expires_at <= now) return null;
      await manager.update(UserEntity, { id: user.id }, { initial_password_expires_at: spent });
    }
    const sessionId = randomUUID();
    const endsAt = new Date(now.getTime() + signInDays * dayMs);
    await manager.insert(SessionEntity, {
      id: sessionId,
      user_id: user.id,
      created_at: now,
      expires_at: endsAt,
    });
    const refreshToken = this.refreshTokens.first();
    await manager.insert(RefreshTokenEntity, {
      token_hash: digestOf(refreshToken),
      session_id: sessionId,
      created_at: now,
      expires_at: new Date(now.getTime() + refreshTokenDays * dayMs),
    });
    return {
      sessionId,
      refreshToken,
      user: {
        id: user.id,
        role: user.role,
        mustReplacePassword: user.initial_password_expires_at !== null,
      },
    };
  }

  /** @returns whether it was open */
  async end(sessionId: string, reason: RevocationReason, manager: EntityManager): Promise<boolean> {
    const { affected } = await manager.update(
      SessionEntity,
      { id: sessionId, revoked_at: IsNull() },
      { revoked_at: this.clock.now(), revoked_reason: reason },
    );
    return affected === 1;
  }

  /** Access is checked against these rows on every call: the tokens are dead when the transaction commits. */
  async endAll(userId: string, reason: RevocationReason, manager: EntityManager): Promise<void> {
    await manager.update(
      SessionEntity,
      { user_id: userId, revoked_at: IsNull() },
      { revoked_at: this.clock.now(), revoked_reason: reason },
    );
  }
}
