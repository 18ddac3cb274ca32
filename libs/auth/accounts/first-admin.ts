import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type Actor, Configuration, ConfigurationError, Role, scopesByRole } from '#libs/platform';
import { passwordProblem } from '../passwords/password-rules.js';
import { AccountCreation, generatePassword } from './account-creation.js';
import { isEmail } from './email-address.js';
import { UserEntity } from './user.entity.js';

/** Any constant will do; it names the lock under which one process at a time looks for an admin. */
const firstAdminLock = 7_305_118_227;
const defaultEmail = 'admin@veridict.local';

const system: Actor = {
  kind: 'system',
  id: 'system',
  credentialId: 'system',
  role: Role.Admin,
  scopes: scopesByRole[Role.Admin],
};

export interface FirstAdminCredentials {
  readonly email: string;
  /** Only when it was generated: show it once, keep it nowhere. */
  readonly password?: string;
}

/** An installation without an admin gets one at start; there is no default password. */
@Injectable()
export class FirstAdmin {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly accounts: AccountCreation,
    private readonly events: AdministrativeEvents,
    private readonly configuration: Configuration,
  ) {}

  /**
   * Safe when several processes start together: one creates the account, the others answer null.
   * @returns null when there is an admin already
   * @throws ConfigurationError
   */
  async ensure(): Promise<FirstAdminCredentials | null> {
    const { adminEmail: email = defaultEmail, adminPassword } = this.configuration;
    this.refuseBadSettings(email, adminPassword);
    return this.dataSource.transaction(async (manager) => {
      await manager.query('SELECT pg_advisory_xact_lock($1)', [firstAdminLock]);
      if (await manager.existsBy(UserEntity, { role: Role.Admin })) return null;
      const password = adminPassword ?? generatePassword();
      const account = await this.accounts.prepare({ email, password, role: Role.Admin });
      if (!(await this.accounts.insert(account, manager))) {
        throw new ConfigurationError(['ADMIN_EMAIL belongs to an account that is no admin. Choose another.']);
      }
      await this.events.record(
        {
          action: 'user.created',
          actor: system,
          subject: { kind: 'user', id: account.id },
          details: { role: Role.Admin, reason: 'first_start' },
        },
        manager,
      );
      return { email: account.email, ...(adminPassword === undefined ? { password } : {}) };
    });
  }

  private refuseBadSettings(email: string, password: string | undefined): void {
    const problems: string[] = [];
    if (!isEmail(email)) problems.push('ADMIN_EMAIL must be an ASCII e-mail address.');
    const weakness = password === undefined ? null : passwordProblem(password, email);
    if (weakness !== null) problems.push(`ADMIN_PASSWORD ${weakness}.`);
    if (problems.length > 0) throw new ConfigurationError(problems);
  }
}
