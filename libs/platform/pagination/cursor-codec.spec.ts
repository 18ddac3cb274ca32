import { describe, expect, it } from '@jest/globals';
import { SigningSecret } from '../configuration/signing-secret.js';
import { CursorCodec } from './cursor-codec.js';

const codec = new CursorCodec(new SigningSecret('a secret of the installation, 32 characters'));

describe('a cursor', () => {
  it('comes back as the position that it was made from', () => {
    const cursor = codec.encode(['3200.5', '17'], 'clients by income');
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(codec.decode(cursor, 'clients by income')).toEqual(['3200.5', '17']);
  });

  it('is refused in another list', () => {
    const cursor = codec.encode(['1'], 'clients by age');
    expect(() => codec.decode(cursor, 'clients by income')).toThrow(
      expect.objectContaining({ code: 'invalid_cursor' }),
    );
  });

  it('is refused with any bit changed', () => {
    const bytes = Buffer.from(codec.encode(['3200.5', '17'], 'list'), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const edited = Buffer.from(bytes);
      edited[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => codec.decode(edited.toString('base64url'), 'list')).toThrow(
        expect.objectContaining({ code: 'invalid_cursor' }),
      );
    }
  });

  it.each(['', 'x', 'null', 'A'.repeat(22)])('is refused when it is none: %p', (text) => {
    expect(() => codec.decode(text, 'list')).toThrow(expect.objectContaining({ code: 'invalid_cursor' }));
  });
});
