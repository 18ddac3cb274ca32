import { Injectable } from '@nestjs/common';
import { DirectConnections, isDatabaseUnavailable } from '#libs/database';
import { Clock, DomainError, type Role } from '#libs/platform';
import { MicroBatch } from './micro-batch.js';

/** What the database says, at the moment of the call, about a credential that still counts. */
export interface SignInState {
  readonly user_id: string;
  readonly role: Role;
  readonly must_replace_password: boolean;
}

export interface ApiKeyState {
  readonly id: string;
  readonly key_hash: Buffer;
  readonly user_id: string;
  readonly role: Role;
  readonly owner_role: Role;
}

const signInStates = `
  SELECT session.id AS key, session.user_id, account.role,
         account.initial_password_expires_at IS NOT NULL AS must_replace_password
  FROM public.sessions AS session JOIN public.users AS account ON account.id = session.user_id
  WHERE session.id = ANY ($1::uuid[])
    AND session.revoked_at IS NULL AND session.expires_at > $2 AND account.disabled_at IS NULL`;

const apiKeyStates = `
  SELECT key.prefix AS key, key.id, key.key_hash, key.user_id, key.role, account.role AS owner_role
  FROM public.api_keys AS key JOIN public.users AS account ON account.id = key.user_id
  WHERE key.prefix = ANY ($1::text[])
    AND key.revoked_at IS NULL AND key.expires_at > $2 AND account.disabled_at IS NULL`;

/**
 * Reads on every call whether credentials still count, concurrent calls together. Nothing is remembered:
 * logout, disabling, a changed role or password hold for the next call in every process.
 */
@Injectable()
export class CredentialStates {
  private readonly signIns = this.batch<SignInState>('sign-in-states', signInStates);
  private readonly apiKeys = this.batch<ApiKeyState>('api-key-states', apiKeyStates);

  constructor(
    private readonly connections: DirectConnections,
    private readonly clock: Clock,
  ) {}

  /** @returns undefined when the sign-in has ended, or its account may not sign in */
  signIn(sessionId: string): Promise<SignInState | undefined> {
    return this.signIns.load(sessionId);
  }

  /** @returns undefined when no active key has the prefix */
  apiKey(prefix: string): Promise<ApiKeyState | undefined> {
    return this.apiKeys.load(prefix);
  }

  private batch<State>(name: string, statement: string): MicroBatch<State> {
    return new MicroBatch(async (keys) => {
      try {
        const rows = await this.connections.query<State & { key: string }>(name, statement, [
          keys,
          this.clock.now(),
        ]);
        return new Map(rows.map((row) => [row.key, row]));
      } catch (error) {
        // Never open: what cannot be checked is not let in.
        if (!isDatabaseUnavailable(error)) throw error;
        throw new DomainError(
          'database_unavailable',
          'Credentials cannot be checked now; try again shortly.',
          {
            retryAfterSeconds: 1,
            cause: error,
          },
        );
      }
    });
  }
}
