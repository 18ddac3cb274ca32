import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isEmail, normaliseEmail } from '../accounts/email-address.js';
import { UserEntity } from '../accounts/user.entity.js';
import { KnownSourceEntity } from '../throttling/known-source.entity.js';
import { LoginThrottle } from '../throttling/login-throttle.js';
import { ThrottledKeys } from '../throttling/throttled-keys.js';
import { PasswordHasher } from './password-hasher.js';
import { SignInRefusals } from './sign-in-refusals.js';

const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * The only place where a password is compared, so that no path avoids the throttle. Every attempt that is
 * let through costs exactly one verification, whether the account exists, is disabled, or does not exist.
 */
@Injectable()
export class PasswordCheck {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly throttle: LoginThrottle,
    private readonly keys: ThrottledKeys,
    private readonly hasher: PasswordHasher,
    private readonly refusals: SignInRefusals,
  ) {}

  /**
   * @param email as typed
   * @returns the account, or null when the password is not right or the account may not sign in
   * @throws DomainError `too_many_requests`, `overloaded`
   */
  async check(
    email: string,
    password: string,
    address: string,
    purpose: 'sign_in' | 'password_change',
  ): Promise<UserEntity | null> {
    const name = normaliseEmail(email);
    // The same two statements for every name: the time that they take tells nothing.
    const user = await this.dataSource.manager.findOneBy(UserEntity, { email: isEmail(name) ? name : '' });
    const known = await this.signedInFrom(user?.id ?? nobody, address);
    return this.throttle.guard(this.keys.forSignIn(name, address, known), async () => {
      const matches = await this.hasher.verify(user?.password_hash, password);
      const reason = this.refusals.reasonFor(user, matches, purpose);
      if (reason === null && user) {
        await this.renewOutdatedHash(user, password);
        return { outcome: 'succeeded', result: user };
      }
      await this.refusals.record(user, reason ?? 'unknown_user');
      return { outcome: 'failed', result: null };
    });
  }

  private async signedInFrom(userId: string, address: string): Promise<boolean> {
    const source = this.keys.source(address);
    return this.dataSource.manager.existsBy(KnownSourceEntity, { user_id: userId, source });
  }

  private async renewOutdatedHash(user: UserEntity, password: string): Promise<void> {
    if (!this.hasher.isOutdated(user.password_hash)) return;
    const renewed = await this.hasher.hash(password);
    await this.dataSource.manager.update(
      UserEntity,
      { id: user.id, password_version: user.password_version },
      { password_hash: renewed },
    );
  }
}
