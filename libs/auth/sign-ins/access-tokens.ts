import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { randomUUID } from 'node:crypto';
import { Clock, Configuration, type Role, type Scope, scopesByRole } from '#libs/platform';

export const tokenIssuer = 'veridict';
export const tokenAudience = 'veridict-api';
export const tokenAlgorithm = 'HS256';
/** RFC 9068, section 2.1. */
export const tokenType = 'at+jwt';
/** Sign-in is first-party: there is no client registration, and this is the only client. */
const clientId = 'veridict';

/** Claims as in RFC 9068; `scopes` repeats `scope` as an array for clients of the predecessor. */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly aud: string;
  readonly sub: string;
  readonly client_id: string;
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
  /** The sign-in (refresh family). */
  readonly sid: string;
  readonly scope: string;
  readonly scopes: readonly Scope[];
}

export interface SignedInUser {
  readonly id: string;
  readonly role: Role;
  /** A generated password opens a sign-in that can do nothing but replace it. */
  readonly mustReplacePassword: boolean;
}

const noScopes: ReadonlySet<Scope> = new Set();

/** What a sign-in allows at present. */
export const scopesOf = (user: Pick<SignedInUser, 'role' | 'mustReplacePassword'>): ReadonlySet<Scope> =>
  user.mustReplacePassword ? noScopes : scopesByRole[user.role];

@Injectable()
export class AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  issue(user: SignedInUser, sessionId: string): { token: string; expiresInSeconds: number; scope: string } {
    const expiresInSeconds = this.configuration.jwtExpireMinutes * 60;
    const issuedAt = Math.floor(this.clock.now().getTime() / 1000);
    const scopes = [...scopesOf(user)];
    const claims: AccessTokenClaims = {
      iss: tokenIssuer,
      aud: tokenAudience,
      sub: user.id,
      client_id: clientId,
      iat: issuedAt,
      exp: issuedAt + expiresInSeconds,
      jti: randomUUID(),
      sid: sessionId,
      scope: scopes.join(' '),
      scopes,
    };
    const token = this.jwt.sign(claims, { header: { alg: tokenAlgorithm, typ: tokenType } });
    return { token, expiresInSeconds, scope: claims.scope };
  }
}
