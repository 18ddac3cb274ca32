import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { type Actor, Configuration, DomainError, scopesByRole } from '#libs/platform';
import { readApiKey } from '../api-keys/api-key-text.js';
import { ApiKeyUsage } from '../api-keys/api-key-usage.js';
import { lowerRole } from '../api-keys/effective-role.js';
import { CredentialStates } from './credential-states.js';
import { InstallationKey } from './installation-key.js';
import { type CredentialHeaders, presentedCredential } from './presented-credential.js';
import { VerifiedTokens } from './verified-tokens.js';

/** From the headers of a request to who calls. */
@Injectable()
export class Authenticator {
  private readonly gate: InstallationKey | undefined;

  constructor(
    private readonly tokens: VerifiedTokens,
    private readonly states: CredentialStates,
    private readonly usage: ApiKeyUsage,
    configuration: Configuration,
  ) {
    this.gate = configuration.apiKey === undefined ? undefined : new InstallationKey(configuration.apiKey);
  }

  /**
   * @throws DomainError `unauthenticated` (nothing presented), `invalid_token`, `invalid_request` (malformed
   *   or presented twice), `database_unavailable`
   */
  async authenticate(request: CredentialHeaders): Promise<Actor> {
    this.gate?.require(request);
    const presented = presentedCredential(request, this.gate !== undefined);
    switch (presented.kind) {
      case 'bearer':
        return this.bearer(presented.authorization);
      case 'api_key':
        return this.apiKey(presented.key);
      case 'none':
        throw new DomainError('unauthenticated', 'Sign in and send the access token as a Bearer token.');
    }
  }

  private async bearer(authorization: string): Promise<Actor> {
    const token = await this.tokens.verify(authorization);
    const state = token && (await this.states.signIn(token.sessionId));
    const actor = state && token.actorFor(state);
    // One answer for forged, expired and revoked: the caller's remedy is the same.
    if (!actor)
      throw new DomainError('invalid_token', 'The access token is not valid any more; sign in again.');
    return actor;
  }

  private async apiKey(text: string): Promise<Actor> {
    const presented = readApiKey(text);
    const state = presented && (await this.states.apiKey(presented.prefix));
    if (!state || !timingSafeEqual(state.key_hash, presented.hash)) {
      throw new DomainError(
        'invalid_token',
        'The API key is not valid any more; ask an administrator for one.',
      );
    }
    this.usage.note(state.id);
    const role = lowerRole(state.role, state.owner_role);
    return { kind: 'api_key', id: state.user_id, credentialId: state.id, role, scopes: scopesByRole[role] };
  }
}
