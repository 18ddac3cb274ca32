import { Injectable } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import type { Counter } from 'prom-client';
import { Metrics } from '#libs/platform';
import { HashGate } from './hash-gate.js';
import { normalisePassword } from './password-rules.js';

/** argon2id, OWASP ASVS 5.0 appendix C: of its settings the one with the least memory at equal time. */
export const hashParameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

@Injectable()
export class PasswordHasher {
  private readonly gate = new HashGate();
  private readonly verifications: Counter;
  private readonly unknownAccountHash = hashOfNoPassword();

  constructor(metrics: Metrics) {
    this.verifications = metrics.counter(
      'veridict_password_verifications_total',
      'Password hashes that were computed to check a password, for unknown accounts too',
    );
  }

  /** @returns PHC string */
  hash(password: string): Promise<string> {
    return this.gate.run(() => hash(normalisePassword(password), hashParameters));
  }

  /** @param stored undefined for an account that does not exist: costs the same, answers false. */
  async verify(stored: string | undefined, password: string): Promise<boolean> {
    return this.gate.run(() => {
      this.verifications.inc();
      return verify(stored ?? this.unknownAccountHash, normalisePassword(password));
    });
  }

  /** True for a hash that was made with other than the present parameters: replace it at the next sign-in. */
  isOutdated(stored: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    return (
      !stored.startsWith('$argon2id$') ||
      memoryCost !== hashParameters.memoryCost ||
      timeCost !== hashParameters.timeCost ||
      parallelism !== hashParameters.parallelism
    );
  }
}

/** A PHC string that no password matches: its digest is random, not computed. */
function hashOfNoPassword(): string {
  const { memoryCost, timeCost, parallelism } = hashParameters;
  const base64 = (bytes: number): string => randomBytes(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${base64(16)}$${base64(32)}`;
}
