import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type Actor, DomainError } from '#libs/platform';
import { PasswordCheck } from '../passwords/password-check.js';
import { KnownSources } from '../throttling/known-sources.js';
import { scopesOf } from './access-tokens.js';
import { credentialsRefused } from './grant-refused.js';
import { type OpenedSignIn, SignIns } from './sign-ins.js';

/** Signing in with a password, and out. */
@Injectable()
export class SignInService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly passwords: PasswordCheck,
    private readonly signIns: SignIns,
    private readonly knownSources: KnownSources,
    private readonly events: AdministrativeEvents,
  ) {}

  /** @throws DomainError `invalid_grant`, `too_many_requests`, `overloaded` */
  async signIn(email: string, password: string, address: string): Promise<OpenedSignIn> {
    const checked = await this.passwords.check(email, password, address, 'sign_in');
    if (!checked) throw credentialsRefused();
    const opened = await this.dataSource.transaction(async (manager) => {
      const signIn = await this.signIns.open(checked, manager);
      if (!signIn) return null;
      await this.knownSources.remember(checked.id, address, manager);
      const actor: Actor = {
        kind: 'user',
        id: checked.id,
        credentialId: signIn.sessionId,
        role: signIn.user.role,
        scopes: scopesOf(signIn.user),
      };
      await this.events.record(
        { action: 'user.signed_in', actor, subject: { kind: 'session', id: signIn.sessionId } },
        manager,
      );
      return signIn;
    });
    if (!opened) throw credentialsRefused();
    return opened;
  }

  /** Ends the sign-in that the caller's token belongs to, on every device that shares it. */
  async signOut(actor: Actor): Promise<void> {
    requireSignIn(actor, 'An API key has no sign-in to end; an administrator revokes it.');
    await this.dataSource.transaction(async (manager) => {
      if (!(await this.signIns.end(actor.credentialId, 'signed_out', manager))) return;
      await this.events.record(
        { action: 'user.signed_out', actor, subject: { kind: 'session', id: actor.credentialId } },
        manager,
      );
    });
  }
}

/** Some acts belong to a person at a keyboard, whatever scopes a key carries. */
export function requireSignIn(actor: Actor, otherwise: string): void {
  if (actor.kind !== 'user') throw new DomainError('insufficient_scope', otherwise);
}
