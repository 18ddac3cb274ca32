import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Actor, DomainError, validationFailed } from '#libs/platform';
import { ownAccount } from '../accounts/own-account.js';
import { requireSignIn } from '../sign-ins/sign-in.service.js';
import { PasswordCheck } from './password-check.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordReplacement } from './password-replacement.js';
import { normalisePassword, requireGoodPassword } from './password-rules.js';

/** A person replaces their own password. */
@Injectable()
export class PasswordChangeService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly passwords: PasswordCheck,
    private readonly hasher: PasswordHasher,
    private readonly replacement: PasswordReplacement,
  ) {}

  /**
   * Ends every sign-in of the account, the caller's too: whoever else holds a token is out.
   * @throws DomainError `invalid_grant`, `validation_failed`, `too_many_requests`, `overloaded`
   */
  async change(actor: Actor, current: string, wanted: string, address: string): Promise<void> {
    requireSignIn(actor, 'Sign in with the password to change it; an API key cannot.');
    const { email } = await ownAccount(actor, this.dataSource.manager);
    requireGoodPassword(wanted, email, '/new_password');
    // The throttle stands here as well: a stolen access token must not become a place to guess.
    const user = await this.passwords.check(email, current, address, 'password_change');
    if (!user) throw notCurrent();
    if (normalisePassword(current) === normalisePassword(wanted)) {
      throw validationFailed([{ pointer: '/new_password', detail: 'must differ from the current password' }]);
    }
    const hash = await this.hasher.hash(wanted);
    if (!(await this.replacement.replace(user, hash, actor))) throw notCurrent();
  }
}

const notCurrent = (): DomainError =>
  new DomainError('invalid_grant', 'The current password is not right; nothing was changed.');
