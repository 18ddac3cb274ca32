import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '#libs/platform';
import type { CredentialHeaders } from './presented-credential.js';

/** The second gate: a key that every caller of this installation sends beside their own credential. */
export class InstallationKey {
  private readonly expected: Buffer;

  constructor(key: string) {
    this.expected = digest(key);
  }

  /** @throws DomainError `unauthenticated`, `invalid_token` */
  require({ headers }: CredentialHeaders): void {
    const presented = headers['x-api-key'];
    if (presented === undefined) {
      throw new DomainError('unauthenticated', 'Send the key of this installation in X-API-Key as well.');
    }
    // Digests have one length, and comparing them takes one time.
    if (!timingSafeEqual(digest(String(presented)), this.expected)) {
      throw new DomainError('invalid_token', 'X-API-Key is not the key of this installation.');
    }
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
