import { Injectable } from '@nestjs/common';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { SigningSecret } from '#libs/platform';

/** Idle end: an unused sign-in dies after a week; the family's absolute end is 30 days. */
export const refreshTokenDays = 7;
export const signInDays = 30;
/** How long a client that never saw the answer (or a second tab) may repeat a refresh. */
export const graceSeconds = 10;

export const refreshTokenPattern = /^[A-Za-z0-9_-]{43}$/;

export const digestOf = (refreshToken: string): Buffer => createHash('sha256').update(refreshToken).digest();

/** The text of refresh tokens; the database holds digests only. */
@Injectable()
export class RefreshTokens {
  private readonly key: Buffer;

  constructor(signingSecret: SigningSecret) {
    this.key = signingSecret.keyFor('refresh-token');
  }

  first(): string {
    return randomBytes(32).toString('base64url');
  }

  /**
   * The child is a keyed function of its parent. So whoever repeats a refresh within the grace gets the
   * same child again, without the child being kept in clear anywhere, and there is never a second live
   * head; whoever holds an old token but not the key learns nothing about its descendants.
   */
  childOf(parent: string): string {
    return createHmac('sha256', this.key).update(parent).digest('base64url');
  }
}
