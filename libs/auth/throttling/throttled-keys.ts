import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { SigningSecret } from '#libs/platform';
import type { ThrottledKey } from './login-throttle.js';
import { sourceOf } from './source-address.js';
import { accountPolicy, registrationPolicy, sourcePolicy } from './throttle-policy.js';

/** Under which keys an attempt counts. Keyed digests, since addresses and e-mails are personal data. */
@Injectable()
export class ThrottledKeys {
  private readonly secret: Buffer;

  constructor(signingSecret: SigningSecret) {
    this.secret = signingSecret.keyFor('login-throttle');
  }

  /**
   * Source before account: an attempt that waits for its source holds no reservation of the account, or a
   * busy attacker could keep the owner waiting. From a known source (the account signed in there before)
   * only the account at that source counts, so that neither a guesser elsewhere nor a neighbour who guesses
   * other accounts slows the owner down.
   */
  forSignIn(email: string, address: string, knownSource: boolean): ThrottledKey[] {
    const source = sourceOf(address);
    if (knownSource) return [{ key: this.digest('account at source', email, source), policy: accountPolicy }];
    return [
      { key: this.digest('source', source), policy: sourcePolicy },
      { key: this.digest('account', email), policy: accountPolicy },
    ];
  }

  forRegistration(address: string): ThrottledKey[] {
    return [{ key: this.digest('registration', sourceOf(address)), policy: registrationPolicy }];
  }

  /** How the table of known sources names a source. */
  source(address: string): Buffer {
    return this.digest('known source', sourceOf(address));
  }

  private digest(...parts: string[]): Buffer {
    return createHmac('sha256', this.secret).update(JSON.stringify(parts)).digest();
  }
}
