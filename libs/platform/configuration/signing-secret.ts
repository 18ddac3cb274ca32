import { hkdfSync } from 'node:crypto';

/** The secret that signs tokens and cursors. One per installation; each purpose derives its own key. */
export class SigningSecret {
  constructor(private readonly secret: string) {}

  /** A 256-bit key for one purpose (HKDF, RFC 5869): a leak of one key tells nothing about the others. */
  keyFor(purpose: 'access-token' | 'refresh-token' | 'login-throttle' | 'cursor'): Buffer {
    return Buffer.from(hkdfSync('sha256', this.secret, 'veridict', purpose, 32));
  }
}
