import { Injectable } from '@nestjs/common';
import { type Actor, Clock } from '#libs/platform';
import { type AccessTokenClaims, scopesOf } from '../sign-ins/access-tokens.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import type { SignInState } from './credential-states.js';

/** About 1 kB each. */
const capacity = 10_000;
/** Ours have about 700 characters; nothing longer is worth a signature check. */
const longestToken = 4096;

/**
 * Tokens whose signature was found right, least recently used first out. A signature cannot become wrong
 * again, so remembering it is safe; whether the sign-in still counts is not remembered here.
 */
@Injectable()
export class VerifiedTokens {
  private readonly tokens = new Map<string, VerifiedToken>();

  constructor(
    private readonly strategy: AccessTokenStrategy,
    private readonly clock: Clock,
  ) {}

  /** @returns null when the token is not ours or has expired */
  async verify(authorization: string): Promise<VerifiedToken | null> {
    const now = this.clock.now().getTime();
    const known = this.tokens.get(authorization);
    if (known) {
      this.tokens.delete(authorization);
      if (known.expiresAtMs <= now) return null;
      this.tokens.set(authorization, known);
      return known;
    }
    if (authorization.length > longestToken) return null;
    const claims = await this.strategy.verify(authorization);
    if (!claims || claims.exp * 1000 <= now) return null;
    const verified = new VerifiedToken(claims);
    if (this.tokens.size >= capacity) this.tokens.delete(this.tokens.keys().next().value!);
    this.tokens.set(authorization, verified);
    return verified;
  }
}

export class VerifiedToken {
  readonly sessionId: string;
  readonly expiresAtMs: number;
  private readonly userId: string;
  private latest: { state: SignInState; actor: Actor } | undefined;

  constructor(claims: AccessTokenClaims) {
    this.sessionId = claims.sid;
    this.userId = claims.sub;
    this.expiresAtMs = claims.exp * 1000;
  }

  /** @returns null when the sign-in is not the one that the token was made for */
  actorFor(state: SignInState): Actor | null {
    if (state.user_id !== this.userId) return null;
    const { latest } = this;
    if (
      latest?.state.role === state.role &&
      latest.state.must_replace_password === state.must_replace_password
    ) {
      return latest.actor;
    }
    const actor: Actor = {
      kind: 'user',
      id: this.userId,
      credentialId: this.sessionId,
      role: state.role,
      scopes: scopesOf({ role: state.role, mustReplacePassword: state.must_replace_password }),
    };
    this.latest = { state, actor };
    return actor;
  }
}
