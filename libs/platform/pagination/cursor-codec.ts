import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../errors/domain-error.js';
import type { SigningSecret } from '../configuration/signing-secret.js';

const tagBytes = 16;

/**
 * Opaque keyset cursors: the position of the last row, bound to the list it came from (route, sort and
 * filters) and authenticated, so that an edited cursor or one of another list is refused.
 */
export class CursorCodec {
  private readonly key: Buffer;

  constructor(secret: SigningSecret) {
    this.key = secret.keyFor('cursor');
  }

  /** @param list everything that decides which rows come in which order, as one canonical text. */
  encode(position: readonly string[], list: string): string {
    const payload = Buffer.from(JSON.stringify(position));
    return Buffer.concat([this.tag(payload, list), payload]).toString('base64url');
  }

  /** @throws DomainError `invalid_cursor` */
  decode(cursor: string, list: string): readonly string[] {
    const bytes = Buffer.from(cursor, 'base64url');
    const payload = bytes.subarray(tagBytes);
    if (bytes.length <= tagBytes || !timingSafeEqual(bytes.subarray(0, tagBytes), this.tag(payload, list))) {
      throw new DomainError(
        'invalid_cursor',
        'Pass next_cursor back unchanged, with the same sort and filters, or leave cursor out to start again.',
      );
    }
    return JSON.parse(payload.toString()) as string[];
  }

  private tag(payload: Buffer, list: string): Buffer {
    const listDigest = createHash('sha256').update(list).digest();
    return createHmac('sha256', this.key).update(listDigest).update(payload).digest().subarray(0, tagBytes);
  }
}
